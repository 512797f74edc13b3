import Foundation
import Testing

/// The rooms of PipitCore in their order: each uses names of itself and of those before it, never of those behind.
struct RoomsTests {
    static let order = [
        "Bytes", "Lines", "Memory", "Model", "Text", "Values", "Lists", "Numerics", "Encoder", "Engine",
        "Engine/Readings", "Teaching", "Protocol", "Protocol/Tasks", "Wyoming",
    ]
    /// Names of the standard library, and of arguments, that a room behind has as well.
    static let standard: Set<Substring> = ["of", "rawValue", "span", "stride"]
    static let types: Set<Substring> = ["struct", "enum", "protocol", "class"]
    static let members: Set<Substring> = [
        "func", "var", "let", "case", "typealias", "associatedtype",
    ]

    @Test func usesRunOneWay() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/PipitCore")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
        let sources = try paths.filter { $0.hasSuffix(".swift") }.map { try Source($0, in: folder) }
        #expect(Set(sources.map(\.room)) == Set(Self.order.indices), "rooms, or files in none of them")
        // The first room that declares a name, or has it for a parameter or a variable.
        var rooms: [Substring: Int] = [:]
        for source in sources {
            for name in source.declared { rooms[name] = min(rooms[name] ?? .max, source.room) }
        }
        for source in sources {
            for name in source.local.intersection(rooms.keys) where name.first?.isLowercase == true {
                rooms[name] = min(rooms[name] ?? .max, source.room)
            }
        }
        for source in sources {
            for name in Set(source.words).subtracting(Self.standard).sorted() {
                guard let room = rooms[name], room > source.room else { continue }
                Issue.record("\(source.path) uses \(name) of \(Self.order[room])")
            }
        }
    }

    /// A file in its words and marks, without comments and strings.
    struct Source {
        let path: String
        let room: Int
        let words: [Substring]

        init(_ path: String, in folder: URL) throws {
            self.path = path
            let parts = path.split(separator: "/").dropLast()
            let folders = (0...parts.count).reversed().map { parts.prefix($0).joined(separator: "/") }
            room = folders.lazy.compactMap { RoomsTests.order.firstIndex(of: $0) }.first ?? -1
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
                .replacing(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\/\/[^\n]*/, with: " ")
            words = text.matches(of: /[A-Za-z_][A-Za-z_0-9]*|\S/).map(\.output)
        }

        /// The types, functions, cases and properties that other files see: those inside of nothing but types.
        var declared: Set<Substring> {
            var names: Set<Substring> = []
            var braces: [Bool] = []  // of each that is open, whether it is a type's
            var (opensType, isPrivate) = (false, false)
            for (index, word) in words.dropLast().enumerated() {
                if word == "{" { braces.append(opensType) }
                if word == "}" { braces.removeLast() }
                if braces.contains(false) { continue }
                if word == "private" || word == "fileprivate", words[index + 1] != "(" { isPrivate = true }
                if RoomsTests.types.contains(word) || word == "extension" { opensType = true }
                if RoomsTests.members.contains(word) || word == "init" || word == "}" { opensType = false }
                guard RoomsTests.types.union(RoomsTests.members).contains(word) else { continue }
                var next = index + 1  // several after a comma: let a, b; case a, b
                while !isPrivate, words[next].first?.isLetter == true {
                    names.insert(words[next])
                    if words[next + 1] != "," { break }
                    next += 2
                }
                isPrivate = false
            }
            return names
        }

        /// Names that the file gives to parameters, variables and parts of tuples.
        var local: Set<Substring> {
            let binders: Set<Substring> = ["let", "var", "for", "in", "func", "case"]
            let pairs = zip(words, words.dropFirst())
            return Set(
                pairs.filter { binders.contains($0.0) }.map(\.1) + pairs.filter { $0.1 == ":" }.map(\.0))
        }
    }
}
