/// A field at a fixed place in a record of the file; its raw value is its offset.
package protocol FileField: RawRepresentable where RawValue == Int {
    /// Bytes of the whole record.
    static var byteCount: Int { get }
}

extension FileField {
    /// Where the field starts, in bytes from the start of its record.
    package var offset: Int { rawValue }
}

extension ByteView {
    /// The number in a field of 16 bits of the record that starts here.
    func u16(_ field: some FileField) -> UInt16 { u16(field.offset) }

    /// The number in a field of 32 bits of the record that starts here.
    func u32(_ field: some FileField) -> UInt32 { u32(field.offset) }

    /// The number in a field of eight bytes.
    func u64(_ field: some FileField) -> UInt64 { u64(field.offset) }

    /// The number in a field of 32 bits, as an `Int`.
    func int(_ field: some FileField) -> Int { Int(truncatingIfNeeded: u32(field.offset)) }

    /// The float in a field of the record that starts here.
    func float(_ field: some FileField) -> Float { float(field.offset) }
}
