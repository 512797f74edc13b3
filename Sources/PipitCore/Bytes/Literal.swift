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
