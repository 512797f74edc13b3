import PipitCore

/// The rows of a lexicon, dense or sparse, whichever take fewer bytes.
struct LexiconRows {
    /// `[LexiconLayout.blocks]`: where the rows of each block start; empty where rows are dense.
    let starts: [UInt16]
    let bytes: [UInt8]
    var isSparse: Bool { !starts.isEmpty }

    /// - Parameters:
    ///   - rows: −7 … 7, as many in each.
    ///   - ends: how many rows there are to the end of each block.
    init(_ rows: [[Int8]], ends: [Int]) {
        let dense = rows.flatMap(Self.packed)
        var sparse: [UInt8] = []
        var starts: [Int] = []
        var first = 0
        for end in ends {
            starts.append(sparse.count)
            for row in rows[first..<end] { sparse += Self.bitmap(row) + Self.packed(row.filter { $0 != 0 }) }
            first = end
        }
        let fitting = starts.compactMap(UInt16.init(exactly:))
        let isSparse = fitting.count == starts.count && 2 * starts.count + sparse.count < dense.count
        self.starts = isSparse ? fitting : []
        bytes = isSparse ? sparse : dense
    }

    /// A bit for each weight, lowest first: whether it is not 0.
    private static func bitmap(_ row: [Int8]) -> [UInt8] {
        var bits = [UInt8](repeating: 0, count: (row.count + 7) / 8)
        for (column, weight) in row.enumerated() where weight != 0 { bits[column / 8] |= 1 << (column % 8) }
        return bits
    }

    /// Two weights a byte, the first in the low half.
    private static func packed(_ row: [Int8]) -> [UInt8] {
        stride(from: 0, to: row.count, by: 2).map { column in
            let high = column + 1 < row.count ? row[column + 1] : 0
            return UInt8(bitPattern: high << 4) | UInt8(bitPattern: row[column]) & 15
        }
    }
}
