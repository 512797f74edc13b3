/// Text for a terminal of 80 columns.
///
/// The texts of commands are written in paragraphs and in tables: a line of a table has a term, two blanks or more, and
/// what it means; lines as deep as that go on with it.
enum TextLayout {
    static let width = 80

    /// Lines of a text that fit the width.
    static func lines(of text: String) -> [String] {
        blocks(of: text).flatMap(laidOut)
    }

    /// Words in lines of the width; all but the first begin with `hanging` blanks, the first after `first`.
    static func wrapped(_ words: [String], first: String, hanging: Int) -> [String] {
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for word in words {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = String(repeating: " ", count: hanging)
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }

    /// A command line as its usage: options and their values are kept together.
    static func usage(_ synopsis: String) -> [String] {
        var words: [String] = []
        var depth = 0
        for word in synopsis.split(separator: " ").map(String.init) {
            if depth > 0 { words[words.count - 1] += " " + word } else { words.append(word) }
            depth += word.filter { $0 == "[" }.count - word.filter { $0 == "]" }.count
        }
        return wrapped(["forge"] + words, first: "usage: ", hanging: 13)
    }

    /// A part of a text.
    enum Block: Equatable {
        case blank
        case paragraph([String])
        /// A line of a table: its indentation, the term, and the words of what it means.
        case entry(indentation: Int, term: String, meaning: [String])
        /// An indented line that is no entry, as it is.
        case line(indentation: Int, words: [String])
    }

    /// The parts of a text.
    static func blocks(of text: String) -> [Block] {
        var blocks: [Block] = []
        var column: Int?  // where the meaning of the last entry begins
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            let indentation = line.prefix { $0 == " " }.count
            let words = line.split(separator: " ").map(String.init)
            if words.isEmpty {
                blocks.append(.blank)
                column = nil
            } else if let start = column, indentation >= start - 1,
                case .entry(let old, let term, let meaning)? = blocks.last
            {
                blocks[blocks.count - 1] = .entry(indentation: old, term: term, meaning: meaning + words)
            } else if let (term, start) = entry(line, indentation) {
                let meaning = line.dropFirst(start).split(separator: " ").map(String.init)
                blocks.append(.entry(indentation: indentation, term: term, meaning: meaning))
                column = start
            } else {
                column = nil
                if indentation > 0 {
                    blocks.append(.line(indentation: indentation, words: words))
                } else if case .paragraph(let before)? = blocks.last {
                    blocks[blocks.count - 1] = .paragraph(before + words)
                } else {
                    blocks.append(.paragraph(words))
                }
            }
        }
        return blocks
    }

    /// The term of a line of a table, and the column where its meaning begins.
    private static func entry(_ line: String, _ indentation: Int) -> (term: String, start: Int)? {
        let letters = Array(line)
        for index in letters.indices.dropFirst(indentation).dropLast(2)
        where letters[index] == " " && letters[index + 1] == " " {
            let start = letters[index...].firstIndex { $0 != " " } ?? letters.count
            return (String(letters[indentation..<index]), start)
        }
        return nil
    }

    private static func laidOut(_ block: Block) -> [String] {
        switch block {
        case .blank: return [""]
        case .paragraph(let words): return wrapped(words, first: "", hanging: 0)
        case .line(let indentation, let words):
            return wrapped(words, first: String(repeating: " ", count: indentation), hanging: indentation + 4)
        case .entry(let indentation, let term, let meaning):
            let head = String(repeating: " ", count: indentation) + term
            let column = 24
            guard head.count > column - 2 else {
                return wrapped(meaning, first: head.padded(to: column), hanging: column)
            }
            return [head] + wrapped(meaning, first: String(repeating: " ", count: column), hanging: column)
        }
    }
}
