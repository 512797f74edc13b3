import Testing

@testable import PipitCore

/// Features and parts of words against those of Weights/python/pipit/text, which was written from the documents.
@Suite struct FeatureGoldenTests {
    @Test func everyCodePointIsALetterOrDigitWhereTheReferenceSaysSo() throws {
        let lines = String(decoding: try TextFixtures.bytes("letters.txt"), as: UTF8.self).split(
            separator: "\n")
        var expected = [Bool](repeating: false, count: 0x11_0000)
        for line in lines {
            let bounds = line.split(separator: " ").compactMap { Int($0, radix: 16) }
            for code in bounds[0]...bounds[1] { expected[code] = true }
        }
        var differing: [String] = []
        for code in 0..<expected.count {
            guard let scalar = Unicode.Scalar(UInt32(code)) else { continue }
            var text = String(Character(scalar))
            if text.withUTF8({ hasLetterOrDigit($0) }) != expected[code] {
                differing.append(String(code, radix: 16))
            }
        }
        #expect(differing == [])
    }

    @Test func featuresOfLinesAreThoseOfTheReference() throws {
        let tokenizer = try TextFixtures.tokenizer()
        let lines = try TextFixtures.bytes("lines.txt").split(separator: 10, omittingEmptySubsequences: false)
            .dropLast()
        let digests = try TextFixtures.bytes("features.bin")
        #expect(digests.count == 8 * lines.count)
        for (index, line) in lines.enumerated() {
            let text = [UInt8](line)
            let pieces = tokenizer.pieces(text).pieces
            let (texts, parts) = text.withUnsafeBufferPointer { text in
                (digest(ofText: text), pieces.withUnsafeBufferPointer { digest(ofPartsOf: text, $0) })
            }
            let name = String(decoding: text, as: UTF8.self).debugDescription
            #expect(texts == digests.u32(8 * index), "features of \(name)")
            #expect(parts == digests.u32(8 * index + 4), "parts of \(name)")
        }
    }

    private func digest(ofText text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var digest = Digest()
        forEachTextFeature(of: text) { digest.add($0) }
        forEachTextFeature(of: text, .ordered) { digest.add($0) }
        return digest.value
    }

    private func digest(
        ofPartsOf text: UnsafeBufferPointer<UInt8>, _ pieces: UnsafeBufferPointer<WordPiece>
    ) -> UInt32 {
        let storage = UnsafeMutableBufferPointer<PartTraits>.allocate(capacity: text.count)
        defer { storage.deallocate() }
        let noStates = HiddenStates(RowBuffer(FencedBytes(count: 16).bytes, rows: 0, width: 0), count: 0)
        let parts = PartList(
            Reading(text: text, pieces: pieces, isTruncated: false, states: noStates), storage: storage)
        var digest = Digest()
        for index in 0..<parts.count {
            let part = parts[index].part
            for number in [part.piece, part.start, part.end] { digest.add(UInt32(number)) }
            parts.eachFeature(of: index) { digest.add($0) }
        }
        return digest.value
    }
}

/// FNV-1a over numbers of three bytes, the lowest first.
private struct Digest {
    private(set) var value: UInt32 = 0x811C_9DC5

    mutating func add(_ number: UInt32) {
        for shift in [0, 8, 16] as [UInt32] { value = (value ^ (number >> shift & 0xFF)) &* 0x0100_0193 }
    }
}
