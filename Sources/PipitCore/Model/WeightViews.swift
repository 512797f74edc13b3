/// A matrix of weights in the file, read in place: `[rows, columns]` = `[outputs, inputs]`, with scale and bias.
///
/// int8: one scale a row. int4: one bf16 scale for each group of `group` columns, two weights a byte, low nibble first.
public struct Linear {
    /// Output channels.
    public let rows: Int
    /// Input channels.
    public let columns: Int
    /// 0 for int8; else the columns that share a scale in int4.
    public let group: Int
    /// `[rows]`.
    let bias: UnsafePointer<Float>
    /// `[rows]`; int8 only.
    let scales: UnsafePointer<Float>
    /// bf16 `[rows, columns / group]`; int4 only.
    let groupScales: UnsafePointer<UInt16>
    /// s8 `[rows, columns]`, or s4 `[rows, columns]`; packed, s8 `[rows / 16, columns / 4, 16, 4]`.
    let weights: UnsafePointer<Int8>
    /// Whether the weights lie in blocks: layout 1 of the file's page.
    let isPacked: Bool

    /// Whether the weights are four bits wide.
    public var isInt4: Bool { group != 0 }

    init(_ section: Section) {
        rows = section.rows
        columns = section.columns
        group = section.group
        isPacked = section.isPacked
        let base = section.bytes.base
        let rowBytes = section.rows &* 4
        if section.group == 0 {
            scales = base.assumingMemoryBound(to: Float.self)
            bias = (base + rowBytes).assumingMemoryBound(to: Float.self)
            groupScales = base.assumingMemoryBound(to: UInt16.self)
        } else {
            bias = base.assumingMemoryBound(to: Float.self)
            scales = bias
            groupScales = (base + rowBytes).assumingMemoryBound(to: UInt16.self)
        }
        weights = section.weights
    }
}

/// An embedding table in the file, read in place: `[rows, columns]` in int8, int4 or codes of four columns.
public struct Table {
    /// Entries.
    public let rows: Int
    /// Width of an entry.
    public let columns: Int
    /// Columns that share a scale; 0 when the whole table has one.
    public let group: Int
    /// Whether the entries are four bits wide, two a byte, low nibble first.
    public let isInt4: Bool
    /// The scale of the whole table, where `group` is 0.
    let scale: Float
    /// bf16 `[rows, columns / group]`, where `group` is not 0; or the grid that `steps` count on: its first bits, and its
    /// step.
    private let groupScales: UnsafePointer<UInt16>
    /// `[rows]`: where on that grid the scale of each row is.
    private let steps: UnsafePointer<UInt8>?
    /// s8 `[256, 4]`, a word for what each code stands for; nil where entries are no codes.
    let codebook: UnsafePointer<UInt32>?
    /// s8 or s4 `[rows, columns]`, or codes u8 `[rows, columns / 4]`.
    let entries: UnsafePointer<Int8>

    init(_ section: Section) {
        rows = section.rows
        columns = section.columns
        group = section.group
        isInt4 = section.format == .table4 || section.format == .stepped4
        let base = section.bytes.base
        groupScales = base.assumingMemoryBound(to: UInt16.self)
        scale = group == 0 ? section.bytes.float(0) : 0
        let isCoded = section.format == .coded2
        codebook = isCoded ? (base + Section.gridBytes).assumingMemoryBound(to: UInt32.self) : nil
        if isCoded || section.format == .stepped4 {
            steps = (base + section.placesOffset).assumingMemoryBound(to: UInt8.self)
        } else {
            steps = nil
        }
        entries = section.weights
    }

    /// Scale number `place` of `[rows, columns / group]`, where `group` is not 0.
    func scale(at place: Int) -> Float {
        if let steps { return floatOfBF16(groupScales[0] &+ groupScales[1] &* UInt16(steps[place])) }
        return floatOfBF16(groupScales[place])
    }
}

/// The weights of a depthwise convolution in the file, read in place.
public struct Depthwise {
    /// Length of the convolution in tokens; tap 0 is the earliest.
    public let kernelSize: Int
    /// Width of a row.
    public let channels: Int
    /// `[channels]`.
    let scales: UnsafePointer<Float>
    /// `[channels]`.
    let bias: UnsafePointer<Float>
    /// s8 `[kernelSize, channels]`.
    let weights: UnsafePointer<Int8>

    init(_ section: Section) {
        kernelSize = section.rows
        channels = section.columns
        let base = section.bytes.base
        scales = base.assumingMemoryBound(to: Float.self)
        bias = scales + section.columns
        weights = section.weights
    }
}

/// The weights of a norm in the file, read in place.
public struct NormWeights {
    /// Width of a row.
    public let width: Int
    /// `[width]`.
    let gain: UnsafePointer<Float>
    /// `[width]` of a LayerNorm; an RMSNorm has none.
    let bias: UnsafePointer<Float>?

    init(_ section: Section) {
        width = section.columns
        gain = section.bytes.base.assumingMemoryBound(to: Float.self)
        bias = section.rows == 2 ? gain + section.columns : nil
    }
}

/// The float whose upper half is `bits`.
@inline(__always)
func floatOfBF16(_ bits: UInt16) -> Float {
    Float(bitPattern: UInt32(bits) &<< 16)
}

extension Section {
    /// Bytes of the grid in front of a stepped4 or coded2 section: the bits of its first scale, and its step.
    static var gridBytes: Int { 4 }

    /// Where a stepped4 or coded2 section says of each row which scale of the grid it has.
    var placesOffset: Int { Self.gridBytes &+ (format == .coded2 ? FileFormat.codebookBytes : 0) }

    /// The weights, which are the last of the section's bytes.
    fileprivate var weights: UnsafePointer<Int8> {
        UnsafePointer((bytes.base + weightsOffset).assumingMemoryBound(to: Int8.self))
    }
}

extension ModelFile {
    /// The matrix of this role; the config must ask for it.
    @inline(never)  // Long, and called in several places.
    func linear(_ role: SectionRole, _ layer: Int = 0) -> Linear { Linear(checked(role, layer)) }

    /// The matrix of this role of a head, nil where it has none.
    @inline(never)  // Long, and called in several places.
    func linearIfThere(_ role: SectionRole, _ head: Int) -> Linear? {
        table.find(role, head).map(Linear.init)
    }

    /// The embedding table of this role; the config must ask for it.
    func embeddings(_ role: SectionRole) -> Table { Table(checked(role, 0)) }

    /// The convolution of this layer of EmbBERT blocks.
    @inline(never)  // Long, and called in several places.
    func convolution(_ layer: Int) -> Depthwise { Depthwise(checked(.convolution, layer)) }

    /// The norm of this role; the config must ask for it.
    @inline(never)  // Long, and called in several places.
    func norm(_ role: SectionRole, _ layer: Int = 0) -> NormWeights { NormWeights(checked(role, layer)) }

    /// The floats of the segment table `[segments, d]`; the config must ask for it.
    var segmentTable: UnsafePointer<Float> {
        checked(.segmentTable, 0).bytes.base.assumingMemoryBound(to: Float.self)
    }

    /// The words that head number `index` reads beside hidden states, nil where it reads none.
    func lexicon(ofHead index: Int) -> Lexicon? {
        table.find(.lexicon, index).map { Lexicon($0.bytes) }
    }

    /// A section that `NetworkSections` has found.
    @inline(never)  // Long, and called in several places.
    private func checked(_ role: SectionRole, _ index: Int) -> Section {
        table.find(role, index).unsafelyUnwrapped
    }
}
