@testable import PipitCore

/// Lists and texts outside of a session, in memory that ends with a page.
final class ListBench {
    private let words = FencedBytes(count: ListMemory.wordCount * MemoryLayout<ListWord>.stride)
    private let letters = FencedBytes(count: ListMemory.letterCount)
    private let spans = FencedBytes(count: 200 * MemoryLayout<TextSpan>.stride)
    private let told = FencedBytes(count: SessionLists.bufferBytes)

    var memory: ListMemory {
        ListMemory(
            words: words.bytes.bindMemory(to: ListWord.self).baseAddress.unsafelyUnwrapped,
            letters: letters.bytes.bindMemory(to: UInt8.self).baseAddress.unsafelyUnwrapped)
    }

    /// A session's lists, none so far.
    var lists: SessionLists {
        SessionLists(storage: told.bytes.bindMemory(to: UInt8.self).baseAddress.unsafelyUnwrapped)
    }

    /// The normal form of a name.
    func form(_ name: String) -> String {
        var name = name
        return name.withUTF8 { String(decoding: ListText($0, in: memory).letters, as: UTF8.self) }
    }

    /// The lines of entries, each a slot and its names; of a slot alone, that its list is closed.
    func packed(_ entries: [[String]]) -> [UInt8] {
        let lines = entries.map { entry in
            entry.count == 1
                ? entry[0] + "\t\n" : (entry[0...1] + entry[1...].map(form)).joined(separator: "\t") + "\n"
        }
        return Array(lines.joined().utf8)
    }

    /// What is found in a text beside spans of a head, as "slot=words (canonical name)"; without words that are no name of
    /// their slot's list, "slot=words".
    ///
    /// - Parameters:
    ///   - entries: of a model.
    ///   - told: of the session.
    ///   - text: the text.
    ///   - found: spans of the head, as slot and words.
    /// - Returns: the slots in order.
    func slots(
        _ entries: [[String]], told: [[String]] = [], in text: String,
        beside found: [(slot: String, words: String)] = []
    ) -> [String] {
        let labels = Array(found.map { "B-\($0.slot)\n" }.joined().utf8)
        let bytes = Array(text.utf8)
        return packed(entries).withUnsafeBufferPointer { model in
            packed(told).withUnsafeBufferPointer { session in
                labels.withUnsafeBytes { labels in
                    bytes.withUnsafeBufferPointer { text in
                        var spans = TextSpans(
                            storage: spans.bytes.bindMemory(to: TextSpan.self), text: text,
                            labels: TextLines(bytes: ByteView(labels)))
                        for (label, span) in found.enumerated() {
                            let start = bytes.firstRange(of: Array(span.words.utf8))?.lowerBound ?? 0
                            spans.append(
                                TextSpan(
                                    label: label, start: UInt16(start),
                                    end: UInt16(start + span.words.utf8.count)))
                        }
                        spans.addNames(
                            of: ListSources(
                                model: PackedLists(bytes: model), session: PackedLists(bytes: session)),
                            memory)
                        return (0..<spans.count).map { index in
                            let id = String(decoding: spans.id(of: index), as: UTF8.self)
                            return String(decoding: spans.name(of: index), as: UTF8.self) + "="
                                + String(decoding: spans.text(of: index), as: UTF8.self)
                                + (id.isEmpty ? "" : " (\(id))")
                        }
                    }
                }
            }
        }
    }
}
