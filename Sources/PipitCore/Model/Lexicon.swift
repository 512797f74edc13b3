/// The words that a task head reads beside hidden states, in place in the file: Text/FEATURES.md has the layout.
public struct Lexicon {
    /// How many features there are.
    public let count: Int
    /// How many weights a feature has: one for each output of the head.
    public let columns: Int
    /// What one step of a weight is worth.
    public let scale: Float
    /// Whether sums are divided by the length of the text.
    public let isNormalized: Bool
    /// Whether features may be of the kind `order`.
    public let hasOrder: Bool

    /// `[256]`: how many features have keys below the end of each block of 2^16; where rows are sparse `[256]` more,
    /// bytes of rows before each block.
    private let ends: UnsafePointer<UInt16>
    /// `[count]`: the lower halves of the keys.
    private let keys: UnsafePointer<UInt16>
    private let steps: UnsafePointer<UInt8>
    private let importances: UnsafePointer<UInt8>
    /// The rows.
    private let weights: UnsafePointer<UInt8>
    /// Bytes of a dense row.
    private var rowBytes: Int { (columns &+ 1) &>> 1 }
    /// Bytes of the bitmap of a row, 0 where rows are dense.
    private let bitmapBytes: Int

    /// A view of a valid section, aligned to 4 bytes.
    package init(_ section: UnsafeRawBufferPointer) {
        self.init(ByteView(section))
    }

    /// A view of a section that `LexiconSection` has checked.
    init(_ bytes: ByteView) {
        let layout = LexiconLayout(bytes)
        count = layout.count
        columns = layout.columns
        scale = bytes.float(LexiconLayout.scaleOffset)
        isNormalized = layout.isNormalized
        hasOrder = bytes.u32(LexiconLayout.flagsOffset) & LexiconLayout.orderFlag != 0
        bitmapBytes = layout.bitmapBytes
        ends = (bytes.base + LexiconLayout.endsOffset).assumingMemoryBound(to: UInt16.self)
        keys = (bytes.base + layout.keysOffset).assumingMemoryBound(to: UInt16.self)
        steps = (bytes.base + layout.stepsOffset).assumingMemoryBound(to: UInt8.self)
        importances = (bytes.base + layout.importancesOffset).assumingMemoryBound(to: UInt8.self)
        weights = (bytes.base + layout.weightsOffset).assumingMemoryBound(to: UInt8.self)
    }

    /// The number of the feature with this key, nil where the lexicon does not have it.
    public func find(_ key: UInt32) -> Int? {
        let block = Int(key >> 16)
        var first = block == 0 ? 0 : Int(ends[block &- 1])
        var end = Int(ends[block])
        let lower = UInt16(truncatingIfNeeded: key)
        while first < end {
            let middle = (first &+ end) &>> 1
            if keys[middle] == lower { return middle }
            if keys[middle] < lower { first = middle &+ 1 } else { end = middle }
        }
        return nil
    }

    /// How much feature `index` counts in the length of a text; only where sums are divided by it.
    public func importance(of index: Int) -> UInt32 { UInt32(importances[index]) }

    /// Adds the weights of feature `index`, which has this key, to `sums`, `[columns]`.
    public func add(_ index: Int, of key: UInt32, to sums: UnsafeMutablePointer<Int32>) {
        let step = Int32(steps[index])
        let row = bitmapBytes == 0 ? weights + index &* rowBytes : sparseRow(index, of: key)
        let nibbles = row + bitmapBytes
        var number = 0
        var column = 0
        while column < columns {
            let bits = bitmapBytes == 0 ? 0xFF : row[column &>> 3] &>> UInt8(truncatingIfNeeded: column & 7)
            if bits & 1 != 0 {
                // The upper half of a byte is the second weight; a shift to the right copies its sign.
                let byte = nibbles[number &>> 1] &<< (number & 1 == 0 ? 4 : 0)
                sums[column] &+= step &* Int32(Int8(bitPattern: byte) &>> 4)
                number &+= 1
            }
            column &+= 1
        }
    }

    /// Walks to a row from the first one of its block.
    private func sparseRow(_ index: Int, of key: UInt32) -> UnsafePointer<UInt8> {
        let block = Int(key >> 16)
        // The starts follow the ends.
        var row = weights + Int(ends[LexiconLayout.blocks &+ block])
        var before = block == 0 ? 0 : Int(ends[block &- 1])
        while before < index {
            let weights = row + bitmapBytes
            var count = 1
            while row < weights {
                count &+= row.pointee.nonzeroBitCount
                row += 1
            }
            row += count &>> 1
            before &+= 1
        }
        return row
    }
}

/// Where the parts of a lexicon lie, by the numbers in front of it.
package struct LexiconLayout {
    package let count: Int
    package let columns: Int
    package let isNormalized: Bool
    package let isSparse: Bool

    package static var columnsOffset: Int { 4 }
    package static var scaleOffset: Int { 8 }
    package static var flagsOffset: Int { 12 }
    package static var endsOffset: Int { 16 }
    /// Blocks of keys that share their upper 8 bits.
    package static var blocks: Int { 256 }
    /// The starts of rows, where these are sparse; else the keys.
    package static var startsOffset: Int { headerBytes }
    /// Bytes that all lexicons have in front.
    package static var headerBytes: Int { endsOffset &+ 2 &* blocks }
    /// No lexicon has more features.
    package static var maximumCount: UInt32 { 65_535 }
    /// The flag of sums that are divided by the length of the text.
    package static var normalizedFlag: UInt32 { 1 }
    /// The flag of features of the kind `order`.
    package static var orderFlag: UInt32 { 2 }
    /// The flag of rows without the weights that are 0.
    package static var sparseFlag: UInt32 { 4 }

    /// A layout for `count` features of `columns` weights.
    package init(count: Int, columns: Int, isNormalized: Bool, isSparse: Bool) {
        self.count = count
        self.columns = columns
        self.isNormalized = isNormalized
        self.isSparse = isSparse
    }

    /// The layout that a section of at least `headerBytes` says it has.
    init(_ bytes: ByteView) {
        self.init(
            count: Int(truncatingIfNeeded: bytes.u32(0)),
            columns: Int(truncatingIfNeeded: bytes.u32(Self.columnsOffset)),
            isNormalized: bytes.u32(Self.flagsOffset) & Self.normalizedFlag != 0,
            isSparse: bytes.u32(Self.flagsOffset) & Self.sparseFlag != 0)
    }

    package var keysOffset: Int { Self.startsOffset &+ (isSparse ? 2 &* Self.blocks : 0) }
    package var stepsOffset: Int { keysOffset &+ 2 &* count }
    package var importancesOffset: Int { stepsOffset &+ count }
    package var weightsOffset: Int { importancesOffset &+ (isNormalized ? count : 0) }
    /// Bytes of the bitmap of a row, 0 where rows are dense.
    package var bitmapBytes: Int { isSparse ? (columns &+ 7) &>> 3 : 0 }
}
