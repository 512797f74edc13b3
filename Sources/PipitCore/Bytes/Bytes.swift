/// Bytes of a line, of the model or of a literal.
typealias Bytes = UnsafeBufferPointer<UInt8>

/// Whether two runs of bytes are the same.
func sameBytes(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    if a.count != b.count { return false }
    for index in 0..<a.count where a[index] != b[index] { return false }
    return true
}

/// `bytes` rounded up to a multiple of `alignment`, a power of two.
func aligned(_ bytes: Int, to alignment: Int) -> Int {
    (bytes &+ alignment &- 1) & ~(alignment &- 1)
}
