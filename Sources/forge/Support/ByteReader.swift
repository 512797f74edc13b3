/// Reads little-endian numbers out of bytes that nobody vouches for.
struct ByteReader {
    private let bytes: [UInt8]
    /// What the bytes are called in errors.
    private let name: String

    init(_ bytes: [UInt8], name: String) {
        self.bytes = bytes
        self.name = name
    }

    var count: Int { bytes.count }

    /// An unsigned number of 1 to 8 bytes.
    ///
    /// - Throws: `Failure` when it lies outside, or is too large for an `Int`.
    func integer(at offset: Int, bytes width: Int) throws -> Int {
        let range = try range(at: offset, count: width)
        var value: UInt64 = 0
        for byte in bytes[range].reversed() { value = value << 8 | UInt64(byte) }
        guard let result = Int(exactly: value) else {
            throw Failure("\(name): the number at byte \(offset) is too large")
        }
        return result
    }

    /// `count` bytes.
    ///
    /// - Throws: `Failure` when they lie outside.
    func slice(at offset: Int, count: Int) throws -> ArraySlice<UInt8> {
        bytes[try range(at: offset, count: count)]
    }

    /// The text up to the next zero byte.
    ///
    /// - Throws: `Failure` when it lies outside or has no end.
    func text(at offset: Int) throws -> String {
        let rest = bytes[try range(at: offset, count: bytes.count - min(max(offset, 0), bytes.count))]
        guard let end = rest.firstIndex(of: 0) else {
            throw Failure("\(name): the text at byte \(offset) has no end")
        }
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    /// The sum of two offsets.
    ///
    /// - Throws: `Failure` when it lies outside.
    func sum(_ offset: Int, _ more: Int) throws -> Int {
        let (sum, isTooLarge) = offset.addingReportingOverflow(more)
        guard !isTooLarge, sum <= bytes.count else { throw Failure("\(name): an offset points outside") }
        return sum
    }

    private func range(at offset: Int, count: Int) throws -> Range<Int> {
        guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else {
            throw Failure(
                "\(name): cut off: \(count) bytes needed at byte \(offset), the file has \(bytes.count)")
        }
        return offset..<offset + count
    }
}
