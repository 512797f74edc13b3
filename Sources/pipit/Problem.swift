import PipitCore
import PipitSystem

/// Why the program ends before its input does.
///
/// Unchecked for the paths in it: they are words of the command line, which stay where they are.
enum Problem: Error, @unchecked Sendable {
    case options(Options.Problem)
    /// A file or a serial line that the command line names.
    case opening(UnsafePointer<CChar>, error: Int32)
    case model(ModelError)
    case start(StartError)
    case confinement(error: Int32)
    case copy(error: Int32)
    case hangUp
    case reading(error: Int32)
    case writing(error: Int32)

    /// The exit status: 2 for what the command line or the model did, 1 for what happened later.
    var status: Int32 {
        switch self {
        case .reading, .writing, .copy, .hangUp: 1
        default: 2
        }
    }

    /// Writes what went wrong, for people.
    func describe(to sink: inout Descriptor) {
        switch self {
        case .options(let problem): problem.describe(to: &sink)
        case .opening(let path, let error):
            sink.write("cannot open ")
            sink.write(path)
            sink.write(": ", error: error)
        case .model(let error): error.describe(to: &sink)
        case .start(let error): error.describe(to: &sink)
        case .confinement(let error):
            sink.write("cannot be confined, as --require-confinement asks: ", error: error)
        case .copy(let error): sink.write("cannot write to the descriptor of --copy-to: ", error: error)
        case .hangUp: sink.write("the serial line hung up; with --reopen it would be opened again")
        case .reading(let error): sink.write("reading failed: ", error: error)
        case .writing(let error): sink.write("writing failed: ", error: error)
        }
    }
}

extension Descriptor {
    /// Writes what failed, and the error that Linux gave by name and number.
    @inline(never)  // Called in many places.
    mutating func write(_ what: Literal, error: Int32) {
        write(what)
        if let name = pipit_error_name(error), name.byte(0) != 0 {
            write(name)
            write(" (error ")
            write(decimal: error.magnitude)
            write(")")
        } else {
            write("error ")
            write(decimal: error.magnitude)
        }
    }
}
