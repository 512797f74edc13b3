import PipitCore
import PipitKernels
import PipitSystem

/// The device program: a model, the core, and two file descriptors.
@main
struct Pipit {
    static func main() {
        do throws(Problem) {
            try run(try readOptions())
        } catch {
            var diagnostics = Descriptor(Descriptor.diagnostics)
            diagnostics.report { error.describe(to: &$0) }
            pipit_exit(error.status)
        }
        pipit_exit(0)
    }

    private static func readOptions() throws(Problem) -> Options {
        do throws(Options.Problem) {
            return try Options()
        } catch {
            throw .options(error)
        }
    }

    private static func run(_ options: Options) throws(Problem) {
        switch options.action {
        case .printVersion: printVersion()
        case .printHelp: printUsage()
        case .printPlan: printPlan(of: try loadModel(options))
        case .answer: try answer(options)
        }
    }

    private static func answer(_ options: Options) throws(Problem) {
        var session = try startSession(options)
        let (input, output) = try openLine(options)
        confine()
        var failure: Problem?
        session.converse(
            endingLinesAtCR: options.serialPath != nil,
            reading: { buffer in
                let count = pipit_read(input, buffer.baseAddress, buffer.count)
                if count < 0 { failure = .reading(error: Int32(truncatingIfNeeded: count)) }
                return count
            },
            writing: { bytes in
                let result = pipit_write_all(output, bytes.baseAddress, bytes.count)
                if result < 0 { failure = .writing(error: result) }
                return result == 0
            })
        if let failure { throw failure }
    }

    private static func loadModel(_ options: Options) throws(Problem) -> ModelFile {
        var start: UnsafePointer<UInt8>? = pipit_embedded_model_address()
        var count = pipit_embedded_model_bytes
        if let path = options.modelPath {
            let result = pipit_map_file(path, ModelFile.maximumBytes, &start, &count)
            if result < 0 { throw .modelFile(error: result) }
        }
        do throws(ModelError) {
            return try ModelFile(UnsafeRawBufferPointer(start: start, count: count))
        } catch {
            throw .model(error)
        }
    }

    private static func startSession(_ options: Options) throws(Problem) -> Session {
        let arena = UnsafeMutableRawBufferPointer(start: pipit_arena_address(), count: pipit_arena_bytes)
        let model = try loadModel(options)
        do throws(StartError) {
            return try Session(
                model: model, kernels: pipit_kernels_for_this_processor(), arena: arena,
                clock: options.hasTiming ? { pipit_monotonic_nanoseconds() } : nil)
        } catch {
            throw .start(error)
        }
    }

    /// The descriptors to read lines from and to write replies to.
    private static func openLine(_ options: Options) throws(Problem) -> (input: Int32, output: Int32) {
        guard let path = options.serialPath else { return (0, Descriptor.output) }
        let descriptor = pipit_open_serial(path, options.baud)
        if descriptor < 0 { throw .serial(error: descriptor) }
        return (descriptor, descriptor)
    }

    private static func confine() {
        let result = pipit_confine()
        if result == 0 { return }
        var diagnostics = Descriptor(Descriptor.diagnostics)
        diagnostics.report {
            $0.write("note: no seccomp here, so not confined to reading, writing and ending: ", error: result)
        }
    }
}
