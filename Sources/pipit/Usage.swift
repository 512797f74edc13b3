import PipitCore
import PipitKernels

/// Prints the version.
func printVersion() {
    var output = Descriptor(Descriptor.output)
    output.write("pipit ")
    output.write(pipitVersion)
    output.write("\n")
}

/// Prints how the program is called.
func printUsage() {
    var output = Descriptor(Descriptor.output)
    output.write(
        """
        usage: pipit [OPTION ...]
        A line of text in, one line of JSON out; a ready line comes first.

          --model FILE     use this model instead of the one built in
          --taught FILE    learn the @teach and @list lines of this file first
          --serial DEVICE  talk on a serial line instead of standard input and output
          --baud N         its speed in bits a second (115200)
          --reopen         open the line again after a hang-up, instead of ending
          --copy-to FD     write each line that goes out to this descriptor too
          --quiet-start    no ready line: @info tells the same
          --no-timing      leave times and peak memory out of the replies
          --restarts N     what @stats says of restarts
          --require-confinement
                           end where the kernel has no seccomp

        """)
    if Wyoming.isBuiltIn {
        output.write("  --wyoming        answer events of the Wyoming protocol, not lines\n")
    }
    output.write(
        """
          --plan           print the plan of the memory to standard error and end
          --version        print the version and end
          --help           print this and end

        """)
}

/// Prints where everything lies that a model needs, and what runs it.
func printPlan(of model: ModelFile) {
    var diagnostics = Descriptor(Descriptor.diagnostics)
    Session.plan(for: model).describe(to: &diagnostics)
    diagnostics.write("kernels: ")
    if let name = pipit_kernels_for_this_processor()?.pointee.name { diagnostics.write(name) }
    diagnostics.write("\n")
}

extension Options.Problem {
    /// Writes what is wrong with the command line.
    func describe(to sink: inout Descriptor) {
        let culprit: Int
        switch self {
        case .unknown(let argument):
            sink.write("unknown option ")
            culprit = argument
        case .missingValue(let argument):
            sink.write("a value must follow ")
            culprit = argument
        case .badNumber(let argument):
            sink.write("no number of at most nine digits: ")
            culprit = argument
        }
        if let text = Options.argument(culprit) { sink.write(text) }
        sink.write("; see pipit --help")
    }
}
