/// Bytes of a line, of the model or of a literal.
typealias Bytes = UnsafeBufferPointer<UInt8>

/// Whether two runs of bytes are the same.
@inline(never)  // Long, and called in several places.
func sameBytes(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    if a.count != b.count { return false }
    for index in 0..<a.count where a[index] != b[index] { return false }
    return true
}

/// `bytes` rounded up to a multiple of `alignment`, a power of two.
func aligned(_ bytes: Int, to alignment: Int) -> Int {
    (bytes &+ alignment &- 1) & ~(alignment &- 1)
}

/// A text that stands in the program: only its address, since its bytes end with a zero.
///
/// Half of a `StaticString`'s words: messages and names are passed on in hundreds of places, and errors carry them.
public struct Literal: ExpressibleByStringLiteral, @unchecked Sendable {
    @usableFromInline let start: UnsafePointer<UInt8>

    /// A literal in the sources, without zeros in it.
    @inlinable
    @inline(__always)
    public init(stringLiteral text: StaticString) {
        start = text.utf8Start
    }

    /// The UTF-8 bytes, without the zero at the end.
    public var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: start, count: count)
    }

    /// How many bytes there are.
    @inline(never)
    var count: Int {
        var count = 0
        while start[count] != 0 { count &+= 1 }
        return count
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether these are the bytes of a literal.
    @inline(never)
    func equals(_ literal: Literal) -> Bool { sameBytes(self, literal.bytes) }
}

extension StaticString {
    /// The UTF-8 bytes.
    ///
    /// Rows of a table hold static strings, which lie in the program as they are; a `Literal` is made when it is used.
    var bytes: Bytes { Bytes(start: utf8Start, count: utf8CodeUnitCount) }
}

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

/// A field at a fixed place in a record of a file; its raw value is its offset.
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
