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
        case .printPlan: printPlan(of: try checkModel(try readModel(options)))
        case .answer: try answer(options)
        }
    }

    /// Opens and reads all that the command line names, is confined, and only then looks at the bytes of model and
    /// examples, which may come from anywhere.
    private static func answer(_ options: Options) throws(Problem) {
        pipit_report_traps()
        pipit_close_inherited(options.copy)
        var line = try Line(options)
        let model = try readModel(options)
        let examples = try readExamples(options)
        let status = options.hasTiming ? pipit_open_status() : -1
        try confine(line, status: status, isRequired: options.requiresConfinement)
        var session = try startSession(options, try checkModel(model), hasStatus: status >= 0)
        if let examples { learn(examples, &session) }
        if Wyoming.isBuiltIn && options.speaksWyoming { return try line.converse(inWyomingWith: session) }
        try line.converse(with: &session, startsQuietly: options.startsQuietly)
    }

    private static func readModel(_ options: Options) throws(Problem) -> UnsafeRawBufferPointer {
        var start: UnsafePointer<UInt8>? = pipit_embedded_model_address()
        var count = pipit_embedded_model_bytes
        if let path = options.modelPath {
            let result = pipit_read_file(path, ModelFile.maximumBytes, &start, &count)
            if result < 0 { throw .opening(path, error: result) }
        }
        return UnsafeRawBufferPointer(start: start, count: count)
    }

    private static func checkModel(_ bytes: UnsafeRawBufferPointer) throws(Problem) -> ModelFile {
        do throws(ModelError) {
            return try ModelFile(bytes)
        } catch {
            throw .model(error)
        }
    }

    /// The bytes of the file of examples, nil where none is named.
    private static func readExamples(_ options: Options) throws(Problem) -> UnsafeBufferPointer<UInt8>? {
        guard let path = options.taughtPath else { return nil }
        var start: UnsafePointer<UInt8>?
        var count = 0
        let result = pipit_read_file(path, maximumExampleBytes, &start, &count)
        if result < 0 { throw .opening(path, error: result) }
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

    // Not in the caller's frame, which stays: the plan that it makes and the check of the model take kilobytes of stack.
    @inline(never)
    private static func startSession(
        _ options: Options, _ model: ModelFile, hasStatus: Bool
    ) throws(Problem) -> Session {
        let arena = UnsafeMutableRawBufferPointer(start: pipit_arena_address(), count: pipit_arena_bytes)
        let process = ProcessFacts(
            clock: options.hasTiming ? { pipit_monotonic_nanoseconds() } : nil,
            peakBytes: hasStatus ? { pipit_peak_bytes() } : nil, restarts: options.restarts)
        do throws(StartError) {
            return try Session(
                model: model, kernels: pipit_kernels_for_this_processor(), arena: arena, process: process,
                isTerminal: options.serialPath != nil)
        } catch {
            throw .start(error)
        }
    }

    private static func confine(_ line: Line, status: Int32, isRequired: Bool) throws(Problem) {
        var reach = pipit_reach(
            input: line.input, output: line.output, copy: line.copy, status: status, line: line.reopenedPath)
        let result = pipit_confine(&reach)
        if result == 0 { return }
        if isRequired { throw .confinement(error: result) }
        var diagnostics = Descriptor(Descriptor.diagnostics)
        diagnostics.report {
            $0.write("note: no seccomp here, so not confined to reading, writing and ending: ", error: result)
        }
    }
}
