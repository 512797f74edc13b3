@testable import PipitCore

/// Memory for reading texts for lists, as a session has it, each buffer at the very end of a page.
final class TestListMemory {
    private let words = FencedBytes(count: ListMemory.wordCount * MemoryLayout<ListWord>.stride)
    private let letters = FencedBytes(count: ListMemory.letterCount)
    private let matches = FencedBytes(count: ListMatches.maximumCount * MemoryLayout<ListMatch>.stride)
    private let told = FencedBytes(count: SessionLists.maximumBytes + SessionLists.draftBytes)

    var memory: ListMemory {
        ListMemory(words: words.bytes.bindMemory(to: ListWord.self), letters: letters.bytes.bindMemory(to: UInt8.self))
    }

    var lists: SessionLists {
        SessionLists(storage: told.bytes.bindMemory(to: UInt8.self), memory: memory)
    }

    /// The normal form of a name.
    func form(_ name: String) -> String {
        var name = name
        return name.withUTF8 { String(decoding: ListText($0, in: memory).letters, as: UTF8.self) }
    }

    /// The names of entries that stand in a text, as "id@start-end"; an entry is a slot and its names.
    func found(_ entries: [[String]], in text: String, expecting slot: String? = nil) -> [String] {
        let lines = entries.map { entry in
            (entry[0...1] + entry[1...].map(form)).joined(separator: "\t") + "\n"
        }
        return Array(lines.joined().utf8).withUnsafeBufferPointer { packed in
            let sources = ListSources(model: PackedLists(bytes: packed), session: lists.packed)
            var found = ListMatches(in: sources, storage: matches.bytes.bindMemory(to: ListMatch.self))
            var text = text
            text.withUTF8 {
                found.find(in: $0, memory) { match in
                    sources.entry(match.entry).list.elementsEqual((slot ?? "").utf8)
                }
            }
            return (0..<found.count).map { index in
                let match = found[index]
                let id = String(decoding: sources.entry(match.entry).id, as: UTF8.self)
                return "\(id)@\(match.start)-\(match.end)"
            }
        }
    }
}
