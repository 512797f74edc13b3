import PipitCore

/// A vocabulary in the order and the front coding of the file, with the permutation that took it there.
struct VocabularyDraft {
    /// The section.
    let bytes: [UInt8]
    /// The entry that id i of the file had before: row i of a table is its old row `order[i]`.
    let order: [Int]

    /// Orders and packs WordPiece entries.
    ///
    /// - Parameters:
    ///   - pieces: by id, in UTF-8; `##` marks a continuation, a lone `##` is a word.
    ///   - specials: those that come first, in this order.
    /// - Throws: `Failure` that names an entry that is missing, stands twice, or is too long.
    init(pieces: [[UInt8]], specials: [String]) throws {
        let ids = try VocabularyDraft.ids(of: pieces)
        let first = try specials.map { name in
            guard let id = ids[Array(name.utf8)] else { throw Failure("the vocabulary has no \(name)") }
            return id
        }
        let special = Set(first)
        let rest = pieces.indices.filter { !special.contains($0) }
        let texts = pieces.map(VocabularyDraft.text(of:))
        let groups = [
            first,
            rest.filter { texts[$0].count == pieces[$0].count },
            rest.filter { texts[$0].count < pieces[$0].count },
        ]
        let sorted =
            [groups[0]]
            + groups[1...].map { group in
                group.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
            }
        order = sorted.flatMap { $0 }
        bytes = VocabularyDraft.packed(
            [groups[0].map { pieces[$0] }] + sorted[1...].map { group in group.map { texts[$0] } })
    }

    private static func ids(of pieces: [[UInt8]]) throws -> [[UInt8]: Int] {
        var ids: [[UInt8]: Int] = [:]
        for (id, piece) in pieces.enumerated() {
            let maximum = VocabularyField.maximumEntryBytes
            guard 1...maximum ~= piece.count else {
                throw Failure(
                    "entry \(id) of the vocabulary has \(piece.count) bytes; 1 to \(maximum) are allowed"
                )
            }
            if let earlier = ids.updateValue(id, forKey: piece) {
                let text = String(decoding: piece, as: UTF8.self)
                throw Failure("the vocabulary has \"\(text)\" twice, as entries \(earlier) and \(id)")
            }
        }
        return ids
    }

    /// A continuation without its `##`.
    private static func text(of piece: [UInt8]) -> [UInt8] {
        piece.starts(with: "##".utf8) && piece.count > 2 ? Array(piece.dropFirst(2)) : piece
    }

    /// Specials, words and continuations; an entry keeps the bytes that it shares with the one before it.
    private static func packed(_ groups: [[[UInt8]]]) -> [UInt8] {
        var entries = ByteWriter()
        var blocks: [UInt32] = []
        var before: [UInt8] = []
        var count = 0
        for group in groups {
            for (position, text) in group.enumerated() {
                let startsBlock = count % VocabularyField.entriesInBlock == 0
                if startsBlock { blocks.append(UInt32(clamping: entries.bytes.count)) }
                let common = zip(before, text).prefix { $0 == $1 }.count
                let shared =
                    startsBlock || position == 0 ? 0 : min(common, VocabularyField.maximumSharedBytes)
                let rest = text.count - shared
                let longRest = VocabularyField.longRest
                entries.append(UInt8(shared << 4 | min(rest, longRest)))
                if rest >= longRest { entries.append(UInt8(rest)) }
                entries.append(raw: text.dropFirst(shared))
                before = text
                count += 1
            }
        }
        var writer = ByteWriter()
        var header = RecordBytes<VocabularyField>()
        for (field, group) in zip([VocabularyField.specials, .words, .continuations], groups) {
            header.set(field, to: group.count)
        }
        header.set(.entryBytes, to: entries.bytes.count)
        writer.append(raw: header.bytes)
        for block in blocks { writer.append(block) }
        writer.append(raw: entries.bytes)
        return writer.bytes
    }
}
