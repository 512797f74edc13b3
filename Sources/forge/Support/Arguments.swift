/// A command line being taken apart: flags and options by name, in any order, then operands, then what follows `--`.
struct Arguments {
    private var words: [String]
    /// What stands after `--`, untouched.
    let passed: [String]

    init(_ line: [String]) {
        let end = line.firstIndex(of: "--") ?? line.endIndex
        words = Array(line[..<end])
        passed = Array(line[end...].dropFirst())
    }

    /// Takes `--name` off the line; whether it was there.
    mutating func flag(_ name: String) -> Bool {
        let before = words.count
        words.removeAll { $0 == name }
        return words.count < before
    }

    /// Takes `--name VALUE` or `--name=VALUE` off the line.
    ///
    /// - Throws: `Misuse` when the value is missing or the option is given twice.
    mutating func option(_ name: String) throws -> String? {
        var found: String?
        while let index = words.firstIndex(where: { $0 == name || $0.hasPrefix(name + "=") }) {
            guard found == nil else { throw Misuse("\(name) is given twice") }
            let word = words.remove(at: index)
            if word != name {
                found = String(word.dropFirst(name.count + 1))
            } else if index < words.endIndex, !words[index].hasPrefix("--") {
                found = words.remove(at: index)
            } else {
                throw Misuse("\(name) needs a value")
            }
            if found == "" { throw Misuse("\(name) needs a value") }
        }
        return found
    }

    /// Takes the next operand; flags and options must have been taken before.
    ///
    /// - Throws: `Misuse` when there is none.
    mutating func operand(_ name: String) throws -> String {
        try rejectOptions()
        guard !words.isEmpty else { throw Misuse("\(name) is missing") }
        return words.removeFirst()
    }

    /// Takes the next operand, nil where there is none; flags and options must have been taken before.
    mutating func nextOperand() throws -> String? {
        try rejectOptions()
        return words.isEmpty ? nil : words.removeFirst()
    }

    /// Says that all has been taken.
    ///
    /// - Throws: `Misuse` that names what is left.
    func finish(allowingPassed: Bool = false) throws {
        try rejectOptions()
        if let extra = words.first { throw Misuse("\"\(extra)\" is one argument too many") }
        if let extra = passed.first, !allowingPassed {
            throw Misuse("nothing may follow --, but \"\(extra)\" does")
        }
    }

    private func rejectOptions() throws {
        if let option = words.first(where: { $0.hasPrefix("-") && $0 != "-" }) {
            throw Misuse("no option \"\(option)\"")
        }
    }
}
