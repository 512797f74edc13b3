/// The bytes that describe a head, as they stand in the file.
struct HeadRecord {
    let bytes: ByteView

    init(_ bytes: ByteView) {
        self.bytes = bytes
    }

    var kind: Head.Kind { Head.Kind(rawValue: bytes.u32(HeadField.kind)) ?? .sequence }
    var labels: UInt32 { bytes.u32(HeadField.labels) }
    var outputs: UInt32 { bytes.u32(HeadField.outputs) }
    var activation: ModelConfig.Activation {
        ModelConfig.Activation(rawValue: bytes.u32(HeadField.activation)) ?? .none
    }
    /// Nil when the config decides: the record counts on from there.
    var pooling: ModelConfig.Pooling? { ModelConfig.Pooling(rawValue: bytes.u32(HeadField.pooling) &- 1) }
    var threshold: Float { bytes.float(HeadField.threshold) }
    var hasBackground: Bool { bytes.u32(HeadField.flags) & HeadFlag.background.rawValue != 0 }
    var hasOutOfScope: Bool { bytes.u32(HeadField.flags) & HeadFlag.outOfScope.rawValue != 0 }

    /// The name without its padding.
    var name: ByteView {
        let start = HeadField.name.offset
        var count = 0
        while count < HeadField.maximumNameBytes && bytes.u8(start &+ count) != 0 { count &+= 1 }
        return bytes.slice(start, count)
    }
}
