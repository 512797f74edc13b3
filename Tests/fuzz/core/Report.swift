import Glibc

/// What was counted, which the last line of a run tells.
nonisolated(unsafe) private var counts: [String: Int] = [:]

func count(_ what: String, _ more: Int = 1) { counts[what, default: 0] += more }
func counted(_ what: String) -> Int { counts[what, default: 0] }

nonisolated(unsafe) private var told = 0

/// Prints how much was counted, every hundred thousand.
func tellOften(_ what: String) {
    guard counted(what) / 100_000 > told else { return }
    told = counted(what) / 100_000
    print("\(what): \(counted(what))")
    fflush(nil)
}

/// Prints what was counted, a name and a number a line.
func printStatistics() {
    for (name, number) in counts.sorted(by: { $0.key < $1.key }) { print("STATISTICS \(name) \(number)") }
    fflush(nil)
}

/// Ends the process as a crash does, so that the input is kept.
func fail(_ what: String) -> Never {
    print("FAILED: \(what)")
    fflush(nil)
    abort()
}

/// The value of a variable of the environment.
func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// The bytes of a file.
func fileBytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { fail("no file \(path)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
    return bytes
}

/// The bytes of the files that a variable names, with colons between.
func filesBytes(named name: String) -> [[UInt8]] {
    (variable(name) ?? "").split(separator: ":").map { fileBytes(String($0)) }
}
