/// The 64 bytes that describe a head, as they stand in the file.
struct HeadRecord {
    static let sectionBytes = 64
    static let nameOffset = 32
    static let greatestNameBytes = 32
    static let greatestLabels: UInt32 = 4096

    let bytes: ByteView

    init(_ bytes: ByteView) {
        self.bytes = bytes
    }

    var kind: Head.Kind { Head.Kind(rawValue: bytes.u32(0)) ?? .sequence }
    var labels: UInt32 { bytes.u32(4) }
    var outputs: UInt32 { bytes.u32(8) }
    var activation: ModelConfig.Activation { ModelConfig.Activation(rawValue: bytes.u32(12)) ?? .none }
    /// Nil when the config decides.
    var pooling: ModelConfig.Pooling? {
        switch bytes.u32(16) {
        case 1: .firstPosition
        case 2: .mean
        default: nil
        }
    }
    var threshold: Float { bytes.float(20) }
    var hasOutOfScope: Bool { bytes.u32(24) & 1 != 0 }

    /// The name without its padding.
    var name: ByteView {
        var count = 0
        while count < Self.greatestNameBytes && bytes.u8(Self.nameOffset &+ count) != 0 { count &+= 1 }
        return bytes.slice(Self.nameOffset, count)
    }

    /// Makes sure that every field is within its bounds.
    func check(_ head: UInt32) throws(ModelError) {
        try check(head, 0, "kind, 1 to 8", 1...8)
        try check(head, 4, "labels, at most 4096", 0...Self.greatestLabels)
        try check(head, 12, "activation, 0 to 4", 0...4)
        try check(head, 16, "pooling, 0 to 2", 0...2)
        // The bits of a float in 0 ... 1 rise with it, and those of NaN and of negative numbers are greater.
        try check(head, 20, "threshold, 0 to 1, as bits", 0...0x3F80_0000)
        try check(head, 24, "flags", 0...1)
        try check(head, 28, "reserved bytes", 0...0)
        let name = name
        if name.count == 0 {
            throw .badHead(head: head, problem: "bytes of the name", needed: 1, available: 0)
        }
        for offset in 0..<name.count where !Self.isNameByte(name.u8(offset)) {
            throw .badHead(
                head: head, problem: "name of a to z, 0 to 9, _ and .", needed: 0,
                available: UInt32(name.u8(offset)))
        }
        for offset in name.count..<Self.greatestNameBytes where bytes.u8(Self.nameOffset &+ offset) != 0 {
            throw .badHead(
                head: head, problem: "padding of the name", needed: 0,
                available: UInt32(bytes.u8(Self.nameOffset &+ offset)))
        }
    }

    private func check(
        _ head: UInt32, _ offset: Int, _ field: Literal, _ allowed: ClosedRange<UInt32>
    ) throws(ModelError) {
        let value = bytes.u32(offset)
        if value < allowed.lowerBound {
            throw .badHead(head: head, problem: field, needed: allowed.lowerBound, available: value)
        }
        if value > allowed.upperBound {
            throw .badHead(head: head, problem: field, needed: allowed.upperBound, available: value)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }
}
