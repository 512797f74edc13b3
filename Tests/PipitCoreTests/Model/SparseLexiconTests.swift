import Testing

@testable import PipitCore

/// Lexicons without the weights that are 0 say what those with all weights say.
@Suite struct SparseLexiconTests {
    /// Each part of the weights that is not 0, in lexicons of few features a block and of many.
    @Test(arguments: [1, 7, 8, 9, 57, 64, 65], [0, 0.1, 0.5, 1])
    func sumsAreThoseOfDenseRows(columns: Int, share: Double) throws {
        var dice = Dice(UInt64(columns) * 100 + UInt64(share * 10))
        for greatest: UInt32 in [0xFFFF, 0x3_FFFF, 0xFF_FFFF] {
            var written = Self.written(columns: columns, share: share, greatestKey: greatest, &dice)
            let dense = FencedBytes(written.bytes)
            written.isSparse = true
            let sparse = FencedBytes(written.bytes)
            try check(dense, columns)
            try check(sparse, columns)
            let (first, second) = (Lexicon(dense.readOnly), Lexicon(sparse.readOnly))
            let sorted = written.features.sorted { $0.key < $1.key }
            #expect(second.count == sorted.count && second.columns == columns)
            for (index, feature) in sorted.enumerated() {
                #expect(second.find(feature.key) == index)
                #expect(second.importance(of: index) == UInt32(feature.importance))
                let start = (0..<columns).map { _ in Int32.random(in: -1000...1000, using: &dice) }
                let expected = zip(start, feature.weights).map { $0 + Int32(feature.step) * Int32($1) }
                #expect(sums(first, index, feature.key, from: start) == expected)
                #expect(sums(second, index, feature.key, from: start) == expected)
            }
            #expect(second.find(sorted[0].key &- 1) == nil)
        }
    }

    /// Rows may end behind as many bytes as 16 bits tell, if none of a later block could start there.
    @Test func rowsMayEndBehindTheLastStart() throws {
        let row = [Int8](repeating: 1, count: 4096)
        // Each row has 512 + 2048 bytes: 25 of them are 64,000.
        let keys = (0..<25).map { UInt32($0) << 16 } + [0xFF_0000]
        var written = WrittenLexicon(
            features: keys.map { .init(key: $0, step: 1, weights: row) }, isSparse: true)
        try check(FencedBytes(written.bytes), 4096)
        written.features.append(.init(key: 0xFE_0000, step: 1, weights: row))
        #expect(throws: ModelError.self) { try check(FencedBytes(written.bytes), 4096) }
    }

    private func sums(_ lexicon: Lexicon, _ index: Int, _ key: UInt32, from start: [Int32]) -> [Int32] {
        var sums = start
        sums.withUnsafeMutableBufferPointer {
            if let base = $0.baseAddress { lexicon.add(index, of: key, to: base) }
        }
        return sums
    }

    /// Checks a section as that of a head with as many outputs.
    private func check(_ bytes: FencedBytes, _ columns: Int) throws {
        var entry = [UInt8](repeating: 0, count: EntryField.byteCount)
        entry.setU16(EntryField.role.rawValue, SectionRole.lexicon.rawValue)
        entry.setU32(EntryField.bytes.rawValue, UInt32(bytes.bytes.count))
        try entry.withUnsafeBytes {
            let section = Section(accepted: ByteView($0), file: ByteView(bytes.readOnly))
            try LexiconSection(section).check(outputs: UInt32(columns))
        }
    }

    private static func written(
        columns: Int, share: Double, greatestKey: UInt32, _ dice: inout Dice
    ) -> WrittenLexicon {
        let keys = Set((0..<100).map { _ in UInt32.random(in: 1...greatestKey, using: &dice) })
        let features = keys.sorted().enumerated().map { number, key in
            // An empty row and a full one are among all.
            let share = number == 3 ? 0 : number == 5 ? 1 : share
            let weights = (0..<columns).map { _ in
                Double.random(in: 0..<1, using: &dice) < share
                    ? Int8.random(in: 1...7, using: &dice) * (Bool.random(using: &dice) ? 1 : -1) : 0
            }
            return WrittenLexicon.Feature(
                key: key, step: UInt8.random(in: 0...255, using: &dice),
                importance: UInt8.random(in: 1...255, using: &dice), weights: weights)
        }
        return WrittenLexicon(features: features)
    }
}
