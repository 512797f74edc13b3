import Foundation

/// Standard output for results, standard error for everything else.
///
/// Lines may quote files that nobody vouches for, so no control character of theirs gets to the terminal.
enum Console {
    /// Writes a line of the result.
    static func say(_ text: String) {
        write(Array((text.printable + "\n").utf8), to: STDOUT_FILENO)
    }

    /// Writes a complaint, headed by the program's name.
    static func complain(_ text: String) {
        note("forge: " + text)
    }

    /// Writes a line that is no part of the result.
    static func note(_ text: String) {
        write(Array((text.printable + "\n").utf8), to: STDERR_FILENO)
    }

    /// Writes all bytes, however many calls that takes; gives up silently when nobody reads any more.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        _ = FileDescriptor.write(bytes, to: descriptor)
    }
}

extension String {
    /// The text with the numbers of its control characters in their place, as `\u{1B}`; line feeds and TABs stay.
    var printable: String {
        func isControl(_ sign: Unicode.Scalar) -> Bool {
            sign.properties.generalCategory == .control && sign != "\n" && sign != "\t"
        }
        guard unicodeScalars.contains(where: isControl) else { return self }
        return unicodeScalars.map { isControl($0) ? $0.escaped(asASCII: true) : String($0) }.joined()
    }

    /// The text followed by spaces up to `width` characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    /// The text after spaces, right-aligned in `width` characters.
    func alignedRight(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}

extension Int {
    /// The number with commas between thousands: `1,234,567`.
    var grouped: String {
        let digits = String(magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return self < 0 ? "-" + text : text
    }
}

extension Double {
    /// The number with a fixed count of decimals.
    func fixed(_ decimals: Int) -> String {
        String(format: "%.\(decimals)f", self)
    }
}
