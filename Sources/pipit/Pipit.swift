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
        let examples = try mapExamples(options)
        let (input, output) = try openLine(options)
        confine()
        if let examples { learn(examples, &session) }
        try write(session.ready(), to: output)
        var count = 0
        repeat {
            count = pipit_read(input, session.input.baseAddress, session.input.count)
            session.receive(max(count, 0))
            while let reply = session.nextReply() { try write(reply, to: output) }
        } while count > 0
        if let reply = session.lastReply() { try write(reply, to: output) }
        if count < 0 { throw .reading(error: Int32(truncatingIfNeeded: count)) }
    }

    private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to output: Int32) throws(Problem) {
        let result = pipit_write_all(output, bytes.baseAddress, bytes.count)
        if result < 0 { throw .writing(error: result) }
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

    /// The bytes of the file of examples, nil where none is named; read before the process is confined.
    private static func mapExamples(_ options: Options) throws(Problem) -> UnsafeBufferPointer<UInt8>? {
        guard let path = options.taughtPath else { return nil }
        var start: UnsafePointer<UInt8>?
        var count = 0
        let result = pipit_map_file(path, maximumExampleBytes, &start, &count)
        if result < 0 { throw .taughtFile(error: result) }
        return UnsafeBufferPointer(start: start, count: count)
    }

    /// A line for each example that there may be, each of the longest.
    private static let maximumExampleBytes =
        TeachingLimits.device.examples * (LineReader.maximumBytes + 2)

    /// Learns examples; standard error gets a line with the counts, and one for each line that cannot be learnt.
    private static func learn(_ examples: UnsafeBufferPointer<UInt8>, _ session: inout Session) {
        var diagnostics = Descriptor(Descriptor.diagnostics)
        var file = ExampleFile(examples)
        var problems: UInt32 = 0
        while let problem = session.learn(from: &file) {
            problems += 1
            diagnostics.write("pipit: line ")
            diagnostics.write(decimal: UInt32(truncatingIfNeeded: file.line))
            diagnostics.write(" of the file of examples: ")
            for byte in problem { diagnostics.write(byte) }
        }
        let counts = session.taughtCounts
        diagnostics.report { sink in
            sink.write("taught ")
            sink.write(decimal: UInt32(truncatingIfNeeded: counts.examples))
            sink.write(" examples of ")
            sink.write(decimal: UInt32(truncatingIfNeeded: counts.labels))
            sink.write(" labels; lines left out: ")
            sink.write(decimal: problems)
        }
    }

    private static func startSession(_ options: Options) throws(Problem) -> Session {
        let arena = UnsafeMutableRawBufferPointer(start: pipit_arena_address(), count: pipit_arena_bytes)
        let model = try loadModel(options)
        do throws(StartError) {
            return try Session(
                model: model, kernels: pipit_kernels_for_this_processor(), arena: arena,
                clock: options.hasTiming ? { pipit_monotonic_nanoseconds() } : nil,
                endsLinesAtCR: options.serialPath != nil)
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
