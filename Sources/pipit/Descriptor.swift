import PipitCore
import PipitSystem

/// Text for a file descriptor, collected and written a line at a time.
struct Descriptor: ByteSink {
    private let number: Int32
    private var line = InlineArray<256, UInt8>(repeating: 0)
    private var count = 0

    /// Standard output.
    static let output: Int32 = 1
    /// Standard error, where everything goes that is no reply.
    static let diagnostics: Int32 = 2

    init(_ number: Int32) {
        self.number = number
    }

    @inline(never)  // Long, and called in several places.
    mutating func write(_ byte: UInt8) {
        line[count] = byte
        count += 1
        if byte == UInt8(ascii: "\n") || count == line.count { flush() }
    }

    /// Writes the bytes of a C string.
    @inline(never)  // Long, and called in several places.
    mutating func write(_ text: UnsafePointer<CChar>) {
        var index = 0
        while text.byte(index) != 0 {
            write(text.byte(index))
            index += 1
        }
    }

    /// Writes one diagnostic, a line that begins with the program's name.
    mutating func report(_ message: (inout Descriptor) -> Void) {
        write("pipit: ")
        message(&self)
        write("\n")
    }

    private mutating func flush() {
        // Nothing can be done, and nobody told, when standard error is gone.
        _ = line.span.withUnsafeBytes { pipit_write_all(number, $0.baseAddress, count) }
        count = 0
    }
}
