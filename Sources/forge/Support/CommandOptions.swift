/// What a command line may have after a command's name, as far as its help says it.
struct CommandOptions {
    /// An option.
    struct Option: Equatable {
        let name: String
        /// What its value is called, nil for a flag.
        let value: String?
        /// What help says of it, where it does.
        var meaning: String
    }

    /// The options, in the order of the help.
    let options: [Option]
    /// The operands' names: `BOARD`, `FILE.tsv`.
    let operands: [String]

    /// Reads the synopsis of a command and the tables of its details.
    init(_ command: Command) {
        var found: [Option] = []
        func add(_ name: String, _ value: String?, _ meaning: String) {
            if let index = found.firstIndex(where: { $0.name == name }) {
                if found[index].meaning.isEmpty { found[index].meaning = meaning }
                return
            }
            found.append(Option(name: name, value: value, meaning: meaning))
        }
        let words = command.synopsis.split { " []|".contains($0) }.map(String.init).dropFirst()
        var operands: [String] = []
        var last: Substring?
        for (word, next) in zip(words, words.dropFirst() + [""]) {
            if word == "--" || word == "ARGUMENTS" { continue }
            if word.hasPrefix("-") {
                let value = next.hasPrefix("-") || next.isEmpty ? nil : next
                // What follows the bracket of a flag is no value of it.
                let isFlag = command.synopsis.contains("\(word)]")
                add(word, isFlag ? nil : value, "")
                last = isFlag ? nil : value.map { $0[...] }
            } else if last.map({ $0 == word }) != true, word.first?.isUppercase == true {
                operands.append(word)
            } else {
                last = nil
            }
        }
        for case .entry(_, let term, let meaning) in TextLayout.blocks(of: command.details)
        where term.hasPrefix("-") {
            let parts = term.split(separator: " ", maxSplits: 1).map(String.init)
            add(parts[0], parts.count > 1 ? parts[1] : nil, meaning.joined(separator: " "))
        }
        options = found
        self.operands = operands
    }
}
