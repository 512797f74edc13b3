import PipitCore
import PipitSystem

/// What the command line asks for.
struct Options {
    /// What to do, instead of answering lines where it is not `answer`.
    enum Action {
        case answer, printPlan, printVersion, printHelp
    }

    /// Why the command line was refused, with the number of the argument at fault.
    enum Problem: Error {
        case unknown(argument: Int)
        case missingValue(argument: Int)
        case badNumber(argument: Int)
    }

    private(set) var action = Action.answer
    /// A model file to use instead of the one built in.
    private(set) var modelPath: UnsafePointer<CChar>?
    /// A file of examples to learn from before the first request.
    private(set) var taughtPath: UnsafePointer<CChar>?
    /// A serial line to talk on instead of standard input and output.
    private(set) var serialPath: UnsafePointer<CChar>?
    /// Speed of the serial line in bits a second.
    private(set) var baud: UInt32 = 115_200
    /// Whether a serial line that hangs up is opened again, rather than the end of the program.
    private(set) var reopensLine = false
    /// A descriptor that gets every line that is written out, beside the other end; -1 for none.
    private(set) var copy: Int32 = -1
    /// Whether replies tell what differs between boards: how long they took, and how much memory was touched.
    private(set) var hasTiming = true
    /// Whether no ready line is written.
    private(set) var startsQuietly = false
    /// Whether to talk in the Wyoming protocol instead of lines; programs built without it have no such option.
    private(set) var speaksWyoming = false
    /// Whether to end where the kernel cannot confine the program.
    private(set) var requiresConfinement = false
    /// How often the program was started again, by the count of whoever does that.
    private(set) var restarts: UInt32?

    /// Reads the command line.
    init() throws(Problem) {
        var index = 1
        while let argument = Self.argument(index) {
            if argument.equals("--version") {
                action = .printVersion
            } else if argument.equals("--help") || argument.equals("-h") {
                action = .printHelp
            } else if argument.equals("--plan") {
                action = .printPlan
            } else if argument.equals("--no-timing") {
                hasTiming = false
            } else if argument.equals("--quiet-start") {
                startsQuietly = true
            } else if Wyoming.isBuiltIn && argument.equals("--wyoming") {
                speaksWyoming = true
            } else if argument.equals("--require-confinement") {
                requiresConfinement = true
            } else if argument.equals("--reopen") {
                reopensLine = true
            } else if argument.equals("--copy-to") {
                copy = Int32(try Self.number(after: &index))
            } else if argument.equals("--restarts") {
                restarts = try Self.number(after: &index)
            } else if argument.equals("--model") {
                modelPath = try Self.value(after: &index)
            } else if argument.equals("--taught") {
                taughtPath = try Self.value(after: &index)
            } else if argument.equals("--serial") {
                serialPath = try Self.value(after: &index)
            } else if argument.equals("--baud") {
                baud = try Self.number(after: &index)
            } else {
                throw .unknown(argument: index)
            }
            index += 1
        }
    }

    /// An argument of the command line, or nil past the last.
    static func argument(_ index: Int) -> UnsafePointer<CChar>? {
        index < pipit_argument_count() ? pipit_argument(index) : nil
    }

    private static func value(after index: inout Int) throws(Problem) -> UnsafePointer<CChar> {
        guard let value = argument(index + 1) else { throw .missingValue(argument: index) }
        index += 1
        return value
    }

    private static func number(after index: inout Int) throws(Problem) -> UInt32 {
        let text = try value(after: &index)
        var value: UInt32 = 0
        var length = 0
        while text.byte(length) != 0 {
            let digit = text.byte(length) &- UInt8(ascii: "0")
            guard digit <= 9, length < 9 else { throw .badNumber(argument: index) }
            value = value * 10 + UInt32(digit)
            length += 1
        }
        if length == 0 { throw .badNumber(argument: index) }
        return value
    }
}

extension UnsafePointer<CChar> {
    /// A byte of this C string; `char` has a sign on some processors and none on others.
    func byte(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: self[index]) }

    /// Whether this C string holds the bytes of `literal`.
    func equals(_ literal: Literal) -> Bool {
        let bytes = literal.bytes
        for index in 0..<bytes.count where byte(index) != bytes[index] { return false }
        return byte(bytes.count) == 0
    }
}
