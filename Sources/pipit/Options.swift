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
    /// Whether replies tell how long they took.
    private(set) var hasTiming = true

    /// Reads the command line.
    init() throws(Problem) {
        var index = 1
        while let argument = Self.argument(index) {
            if argument.equals("--version") {
                action = .printVersion
            } else if argument.equals("--help") {
                action = .printHelp
            } else if argument.equals("--plan") {
                action = .printPlan
            } else if argument.equals("--no-timing") {
                hasTiming = false
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
