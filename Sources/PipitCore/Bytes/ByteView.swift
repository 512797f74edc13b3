/// Little-endian numbers in the bytes of a file; the one place where the reader touches raw memory.
///
/// Offsets are not checked here: a reader first makes sure of the section's length.
struct ByteView {
    let base: UnsafeRawPointer
    let count: Int

    init(_ bytes: UnsafeRawBufferPointer) {
        // An empty buffer may have no address; a view of zero bytes is never read.
        base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 16).unsafelyUnwrapped
        count = bytes.count
    }

    init(base: UnsafeRawPointer, count: Int) {
        self.base = base
        self.count = count
    }

    /// The bytes `offset ..< offset + count`.
    func slice(_ offset: Int, _ count: Int) -> ByteView {
        ByteView(base: base + offset, count: count)
    }

    func u8(_ offset: Int) -> UInt8 {
        base.loadUnaligned(fromByteOffset: offset, as: UInt8.self)
    }

    func u16(_ offset: Int) -> UInt16 {
        UInt16(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    func u32(_ offset: Int) -> UInt32 {
        UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    func u64(_ offset: Int) -> UInt64 {
        UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    func float(_ offset: Int) -> Float {
        Float(bitPattern: u32(offset))
    }

    /// The same memory as text or plain bytes.
    var characters: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt8.self), count: count)
    }
}
