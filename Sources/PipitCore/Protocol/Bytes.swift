/// Bytes of a line, of the model or of a literal.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension StaticString {
    /// The UTF-8 bytes of the literal.
    var bytes: Bytes { Bytes(start: utf8Start, count: utf8CodeUnitCount) }
}
