import Foundation
import PipitCore
import Testing

@testable import forge

@Suite struct ModelWriterTests {
    /// What pipit.format.tensors packs, byte for byte.
    @Test func plainQuantizationIsThatOfTheRecipe() throws {
        for item in try TinyBERT.golden().quantized {
            let matrix = try FloatMatrix(rows: item.rows, columns: item.columns, values: item.values.floats)
            let bias = item.bias.floats
            let made = [
                "float32": Quantizer.float32(matrix), "linear8": try Quantizer.linear8(matrix, bias: bias),
                "linear4/16": try Quantizer.linear4(matrix, bias: bias, group: 16, scales: .plain),
                "table8/0": try Quantizer.table8(matrix, group: 0),
                "table8/8": try Quantizer.table8(matrix, group: 8),
                "table4/0": try Quantizer.table4(matrix, group: 0, scales: .plain),
                "table4/16": try Quantizer.table4(matrix, group: 16, scales: .plain),
            ]
            #expect(Set(made.keys) == Set(item.formats.keys))
            for (name, content) in made {
                #expect(Data(content.bytes) == item.formats[name], "\(name), \(item.rows) × \(item.columns)")
            }
        }
    }

    @Test func leastSquaresLoseLess() throws {
        var dice = Dice(state: 5)
        let values = (0..<64 * 64).map { _ in dice.normal() }
        let matrix = try FloatMatrix(rows: 64, columns: 64, values: values)
        let plain = error(of: try Quantizer.linear4(matrix, group: 32, scales: .plain), values)
        let best = error(of: try Quantizer.linear4(matrix, group: 32), values)
        #expect(best < 0.85 * plain, "\(best) of \(plain)")
        let zeros = try FloatMatrix(rows: 1, columns: 16, values: [Float](repeating: 0, count: 16))
        #expect(try Quantizer.linear4(zeros, group: 16).bytes.allSatisfy { $0 == 0 })
    }

    /// The squared error of a linear4 with groups of 32.
    private func error(of content: SectionContent, _ values: [Float]) -> Double {
        let scaleStart = 4 * content.rows
        let weightStart = scaleStart + 2 * values.count / 32
        return values.enumerated().map { index, value in
            let at = scaleStart + index / 32 * 2
            let bits = UInt32(content.bytes[at]) << 16 | UInt32(content.bytes[at + 1]) << 24
            let byte = content.bytes[weightStart + index / 2]
            let nibble = Int(index % 2 == 0 ? byte & 15 : byte >> 4)
            let number = Float(nibble > 7 ? nibble - 16 : nibble)
            return pow(Double(number * Float(bitPattern: bits) - value), 2)
        }.reduce(0, +)
    }

    @Test func shapesThatDoNotFitAreRefused() throws {
        let matrix = try FloatMatrix(rows: 2, columns: 24, values: [Float](repeating: 1, count: 48))
        #expect(
            message { _ = try Quantizer.linear4(matrix, group: 16) }?.contains("groups of 16 in 24 columns")
                == true)
        #expect(
            message { _ = try Quantizer.linear8(matrix, bias: [1]) }?.contains("a bias of 1 values, 2")
                == true)
        #expect(
            message { _ = try Quantizer.table8(matrix, group: 5) }?.contains("groups of 5 do not divide 24")
                == true)
        #expect(throws: Failure.self) { try FloatMatrix(rows: 2, columns: 3, values: [1]) }
        let odd = try FloatMatrix(rows: 1, columns: 3, values: [1, 2, 3])
        #expect(throws: Failure.self) { try Quantizer.table4(odd, group: 0) }
    }

    /// Models of every shape, written by the Python recipe: read and written again they are the same bytes.
    @Test func copiesAreTheSameBytes() throws {
        let folder = try testWorkspace().path("Tests/PipitCoreTests/Fixtures/encoder")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".pipit")
        }
        #expect(names.count > 10)
        for name in names {
            let loaded = kept(try LoadedModel(path: "\(folder)/\(name)"))
            #expect(try ModelDraft(copying: loaded).fileBytes() == loaded.bytes, "\(name)")
        }
    }

    @Test func headsAreReplacedByName() throws {
        let path = try testWorkspace().path("Tests/PipitCoreTests/Fixtures/encoder/every_head.pipit")
        let loaded = kept(try LoadedModel(path: path))
        var draft = try ModelDraft(copying: loaded)
        let names = draft.headNames
        let width = loaded.model.config.width
        let weights = try FloatMatrix(
            rows: 3, columns: width, values: (0..<3 * width).map { Float($0 % 7) - 3 })
        var head = DraftHead(
            kind: .sequence, name: names[1], labels: ["on", "off"], flag: .outOfScope, threshold: 0.75)
        head.matrices[.headOutput] = try Quantizer.linear8(weights, bias: [1, 2, 3])
        try draft.put(head)
        head.name = "new"
        head.pooling = .mean
        try draft.put(head)
        var pair = DraftHead(kind: .pairClassification, name: "pair", labels: ["same", "other"])
        pair.matrices[.headOutput] = try Quantizer.linear8(
            FloatMatrix(rows: 2, columns: width, values: (0..<2 * width).map { Float($0 % 5) - 2 }))
        try draft.put(pair)
        #expect(draft.headNames == names + ["new", "pair"])
        let changed = kept(try LoadedModel(bytes: try draft.fileBytes(), path: "changed"))
        for (index, name) in [(1, names[1]), (names.count, "new")] {
            let found = changed.model.head(index)
            #expect(String(found.name) == name && found.kind == .sequence && found.outputs == 3)
            #expect(found.hasOutOfScope && found.threshold == 0.75)
            #expect((0..<found.labelCount).map { String(found.label($0)) } == ["on", "off"])
            #expect(found.transform == nil && found.transformNorm == nil)
        }
        #expect(changed.model.head(names.count).pooling == .mean)
        #expect(changed.model.head(names.count + 1).kind == .pairClassification)
        #expect(String(changed.model.head(2).name) == names[2])
    }

    @Test func whatTheReaderWouldRefuseIsNotWritten() throws {
        let path = try testWorkspace().path("Tests/PipitCoreTests/Fixtures/encoder/every_head.pipit")
        var draft = try ModelDraft(copying: try LoadedModel(path: path))
        try draft.put(DraftHead(kind: .sequence, name: "Loud", labels: ["a"]))
        #expect(message { _ = try draft.fileBytes() }?.contains("name of a to z") == true)
        draft[.tokenTable] = SectionContent([UInt8](repeating: 0, count: 64 << 20))
        #expect(message { _ = try draft.fileBytes() }?.contains("a file holds at most 67,108,864") == true)
        let long = String(repeating: "a", count: 33)
        #expect(
            message { try draft.put(DraftHead(kind: .sequence, name: long)) }?.contains("has 33 bytes")
                == true)
        #expect(throws: Failure.self) {
            try draft.put(DraftHead(kind: .sequence, name: "a", labels: ["a\nb"]))
        }
        #expect(throws: Failure.self) { try draft.put(DraftHead(kind: .sequence, name: "a", labels: [""])) }
    }

    @Test func vocabulariesAreSortedByBytes() throws {
        let pieces = ["zoo", "##b", "é", "[C]", "a", "##", "##a", "[P]", "~", "e\u{301}"].map {
            Array($0.utf8)
        }
        let draft = try VocabularyDraft(pieces: pieces, specials: ["[P]", "[C]"])
        let order = ["[P]", "[C]", "##", "a", "e\u{301}", "zoo", "~", "é", "##a", "##b"]
        #expect(draft.order.map { pieces[$0] } == order.map { Array($0.utf8) })
        let refusals: [([String], String)] = [
            (["a", "b", "a"], "has \"a\" twice, as entries 0 and 2"),
            (["a", ""], "entry 1 of the vocabulary has 0 bytes"),
            ([String(repeating: "a", count: 101)], "has 101 bytes"), (["a"], "the vocabulary has no [P]"),
        ]
        for (pieces, words) in refusals {
            let text = message {
                _ = try VocabularyDraft(pieces: pieces.map { Array($0.utf8) }, specials: ["[P]"])
            }
            #expect(text?.contains(words) == true, "\(text ?? "accepted")")
        }
    }

    @Test func longEntriesHaveTheirCountsAsTheFormatSays() throws {
        let alike = [UInt8](repeating: 0x78, count: 16)
        let long = [UInt8](repeating: 0x79, count: 15)
        let pieces = [Array("[P]".utf8), alike + [0x61], alike + [0x62], long]
        let entries: [UInt8] =
            [0x03] + pieces[0] + [0x0F, 17] + pieces[1] + [0xF2, 0x78, 0x62] + [0x0F, 15] + long
        #expect(
            try VocabularyDraft(pieces: pieces, specials: ["[P]"]).bytes.suffix(entries.count) == entries[...]
        )
    }

    @Test func theChecksumIsZlibs() {
        #expect(Array("123456789".utf8).withUnsafeBytes { CRC32.checksum(of: $0) } == 0xCBF4_3926)
        #expect(CRC32.checksum(of: UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
    }
}

/// Random numbers that are the same on every run (xorshift64*).
private struct Dice {
    var state: UInt64

    /// About normal: the sum of twelve uniform numbers.
    mutating func normal() -> Float {
        (0..<12).reduce(Float(-6)) { sum, _ in
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return sum + Float(state &* 0x2545_F491_4F6C_DD1D >> 40) * 0x1p-24
        }
    }
}
