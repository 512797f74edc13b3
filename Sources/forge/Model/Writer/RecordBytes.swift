import PipitCore

/// The bytes of a record of the file, as the config or a head record: zero but for the fields that are set.
struct RecordBytes<Field: FileField> {
    private(set) var bytes = [UInt8](repeating: 0, count: Field.byteCount)

    /// Sets a field to a number, lowest byte first.
    mutating func set(_ field: Field, to value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { set(field, to: Array($0)) }
    }

    /// Sets a field to a float.
    mutating func set(_ field: Field, to value: Float) {
        set(field, to: value.bitPattern)
    }

    /// Sets the first bytes of a field.
    mutating func set(_ field: Field, to value: [UInt8]) {
        bytes.replaceSubrange(field.offset..<field.offset + value.count, with: value)
    }

    /// Sets a field of 32 bits to a count; one that does not fit becomes the largest.
    mutating func set(_ field: Field, to value: Int) {
        set(field, to: UInt32(clamping: value))
    }
}
