/// What the kernel says about a process that has done its work.
struct Measurement: Equatable {
    /// The most memory that the process ever touched, as the kernel counts it (VmHWM): pages of its file, data and
    /// stack alike.
    let peakBytes: Int
    /// The part of the stack that was ever touched, in whole pages.
    let stackBytes: Int
    /// Whether the process is confined by a seccomp filter.
    let isConfined: Bool

    /// Reads `/proc/PID/status` and `/proc/PID/smaps`.
    ///
    /// The kernel may gather VmHWM a little late where it has several processors, but the sums of smaps are
    /// exact: the larger of the two counts.
    ///
    /// - Throws: `Failure` when a line is missing.
    init(status: String, smaps: String) throws {
        let highWater = try Measurement.kilobytes("VmHWM:", in: Measurement.lines(status))
        var resident = 0
        var stack: Int?
        var isStack = false
        for line in Measurement.lines(smaps) {
            if Measurement.isMappingHeader(line) { isStack = line.hasSuffix("[stack]") }
            guard line.hasPrefix("Rss:") else { continue }
            let bytes = try Measurement.kilobytes("Rss:", in: [line])
            resident += bytes
            if isStack { stack = bytes }
        }
        guard let stack else { throw Failure("the kernel's list of mappings has no stack") }
        peakBytes = max(highWater, resident)
        stackBytes = stack
        isConfined = Measurement.lines(status).contains { $0.hasPrefix("Seccomp:") && $0.hasSuffix("2") }
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(whereSeparator: \.isNewline)
    }

    /// `bef00000-bef21000 rw-p … [stack]`: an address comes first, not a name with a colon.
    private static func isMappingHeader(_ line: Substring) -> Bool {
        guard let range = line.split(separator: " ").first else { return false }
        return range.contains("-") && !range.hasSuffix(":")
    }

    private static func kilobytes(_ name: String, in lines: [Substring]) throws -> Int {
        guard let line = lines.first(where: { $0.hasPrefix(name) }),
            let number = line.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap({
                Int($0)
            })
        else { throw Failure("the kernel does not say \(name)") }
        return number * 1024
    }
}
