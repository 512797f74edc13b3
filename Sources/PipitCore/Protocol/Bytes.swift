/// Bytes of a line, of the model or of a literal.
typealias Bytes = UnsafeBufferPointer<UInt8>
