import Foundation
import Testing

@testable import forge

/// The folders of Sources/forge use each other one way: a file names only types of its own folder and of those before
/// it.
@Suite struct FoldersTests {
    /// Each may use those before it.
    private static let order = [
        "Support", "Charts", "Model", "Model/Writer", "Boards", "Boards/Emulation", "Program", "Cards",
        "Release", "Web",
        "Import",
        "Evaluation",
        "Teaching/TrainingFile", "Teaching/Fitting", "Teaching/Intents", "Teaching/Slots", "Teaching",
        "Bench",
        "Commands", "",
    ]

    private struct SourceFile {
        let name: String
        let folder: String
        let code: String
    }

    private func sources() throws -> [SourceFile] {
        let root = try testWorkspace().path("Sources/forge")
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            let text = String(decoding: try Files.read("\(root)/\(name)"), as: UTF8.self)
            return SourceFile(
                name: name, folder: (name as NSString).deletingLastPathComponent, code: Self.code(text))
        }
    }

    /// The text without comments and without the letters of its strings.
    private static func code(_ text: String) -> String {
        text.replacing(/"""[\s\S]*?"""/, with: "").replacing(/"(\\.|[^"\\\n])*"/, with: "")
            .replacing(/\/\/.*/, with: "")
    }

    /// The types that stand at the start of a line and are not private.
    private func declaredTypes(in code: String) -> [String] {
        code.matches(of: /(?m)^(?:final )?(?:struct|enum|class|protocol|typealias) (\w+)/).map {
            String($0.1)
        }
    }

    /// What breaks the order: file and symbol.
    private func breaches(in files: [SourceFile]) -> [String] {
        var homes: [String: String] = [:]
        for file in files {
            for type in declaredTypes(in: file.code) { homes[type] = file.folder }
        }
        func place(_ folder: String) -> Int { Self.order.firstIndex(of: folder) ?? -1 }
        return files.flatMap { file in
            Set(file.code.matches(of: /\b[A-Z]\w*/).map { String($0.0) }).sorted().compactMap { word in
                guard let home = homes[word], place(home) > place(file.folder) else { return nil }
                return "\(file.name) uses \(word) of \(home)/"
            }
        }
    }

    @Test func usesRunOneWay() throws {
        let files = try sources()
        #expect(Set(files.map(\.folder)) == Set(Self.order))
        #expect(files.flatMap { declaredTypes(in: $0.code) }.count > 80)
        for breach in breaches(in: files) { Issue.record("\(breach)") }
    }

    @Test func aUseTheOtherWayIsNamed() {
        let files = [
            SourceFile(name: "Support/A.swift", folder: "Support", code: "struct A { let b: B }"),
            SourceFile(name: "Boards/B.swift", folder: "Boards", code: "struct B { let a: A }"),
            SourceFile(
                name: "Boards/C.swift", folder: "Boards", code: Self.code("// C: \"A\"\nlet c = \"B\"")),
        ]
        #expect(breaches(in: files) == ["Support/A.swift uses B of Boards/"])
    }
}
