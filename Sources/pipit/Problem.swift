import PipitCore

/// Why the program ends before its input does.
enum Problem: Error {
    case options(Options.Problem)
    case modelFile(error: Int32)
    case model(ModelError)
    case taughtFile(error: Int32)
    case start(StartError)
    case serial(error: Int32)
    case reading(error: Int32)
    case writing(error: Int32)

    /// The exit status: 2 for what the command line or the model did, 1 for what happened later.
    var status: Int32 {
        switch self {
        case .reading, .writing: 1
        default: 2
        }
    }

    /// Writes what went wrong, for people.
    func describe(to sink: inout Descriptor) {
        switch self {
        case .options(let problem): problem.describe(to: &sink)
        case .modelFile(let error): sink.write("cannot read the model file: ", error: error)
        case .taughtFile(let error): sink.write("cannot read the file of examples: ", error: error)
        case .model(let error): error.describe(to: &sink)
        case .start(let error): error.describe(to: &sink)
        case .serial(let error): sink.write("cannot open the serial line: ", error: error)
        case .reading(let error): sink.write("reading failed: ", error: error)
        case .writing(let error): sink.write("writing failed: ", error: error)
        }
    }
}

extension Descriptor {
    /// Writes what failed, and the number that Linux gave.
    mutating func write(_ what: Literal, error: Int32) {
        write(what)
        write("error ")
        write(decimal: -error)
    }
}
