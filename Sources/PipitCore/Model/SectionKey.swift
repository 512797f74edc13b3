/// What a section holds, by the number that stands in the section table.
public enum SectionRole: UInt16 {
    case config = 0x01
    case info = 0x02
    case vocabulary = 0x03
    case tokenTable = 0x10
    case tokenProjection = 0x11
    case positionTable = 0x12
    case positionProjection = 0x13
    case segmentTable = 0x14
    case embeddingNorm = 0x15
    case norm = 0x20
    case query = 0x21
    case attentionOutput = 0x22
    case convolution = 0x23
    case convolutionOutput = 0x24
    case bertQuery = 0x30
    case bertKey = 0x31
    case bertValue = 0x32
    case bertAttentionOutput = 0x33
    case bertAttentionNorm = 0x34
    case feedForwardIn = 0x35
    case feedForwardOut = 0x36
    case feedForwardNorm = 0x37
    case finalNorm = 0x40
    case headRecord = 0x50
    case headLabels = 0x51
    case headTransform = 0x52
    case headTransformNorm = 0x53
    case headOutput = 0x54
    case wordBias = 0x55

    /// The name that people read in an error or a listing.
    public var name: Literal {
        switch self {
        case .config: "config"
        case .info: "info"
        case .vocabulary: "vocabulary"
        case .tokenTable: "token table"
        case .tokenProjection: "token projection"
        case .positionTable: "position table"
        case .positionProjection: "position projection"
        case .segmentTable: "segment table"
        case .embeddingNorm: "embedding norm"
        case .norm: "norm"
        case .query, .bertQuery: "query"
        case .bertKey: "key"
        case .bertValue: "value"
        case .attentionOutput, .bertAttentionOutput: "attention output"
        case .convolution: "convolution"
        case .convolutionOutput: "convolution output"
        case .bertAttentionNorm: "attention norm"
        case .feedForwardIn: "feed-forward in"
        case .feedForwardOut: "feed-forward out"
        case .feedForwardNorm: "feed-forward norm"
        case .finalNorm: "final norm"
        case .headRecord: "head record"
        case .headLabels: "head labels"
        case .headTransform: "head transform"
        case .headTransformNorm: "head transform norm"
        case .headOutput: "head output"
        case .wordBias: "word bias"
        }
    }
}

/// A section's name in the table: its role, and the number of its layer or head (0 elsewhere).
///
/// The role is kept as a number, since a hostile file may hold one that no `SectionRole` has.
public struct SectionKey: Equatable, Sendable {
    /// The number of the role.
    public let role: UInt16
    /// The layer, the head, or 0.
    public let index: UInt16

    init(role: UInt16, index: UInt16) {
        self.role = role
        self.index = index
    }

    init(_ role: SectionRole, _ index: Int = 0) {
        self.init(role: role.rawValue, index: UInt16(truncatingIfNeeded: index))
    }

    /// The order of the section table: by role, then by index.
    var order: UInt32 { UInt32(role) << 16 | UInt32(index) }

    /// Writes the name and index, as in `section 0x21[3] (query)`.
    public func describe(to sink: inout some ByteSink) {
        sink.write("section ")
        sink.write(hexadecimal: UInt32(role))
        sink.write("[")
        sink.write(decimal: UInt32(index))
        sink.write("]")
        if let known = SectionRole(rawValue: role) {
            sink.write(" (")
            sink.write(known.name)
            sink.write(")")
        }
    }
}
