/// A page of the manual in the language of man, made of what a program's `--help` prints or of forge's commands.
struct ManualPage {
    /// A heading with its paragraphs.
    struct Section {
        let heading: String
        var paragraphs: [Paragraph]
    }

    /// A paragraph.
    enum Paragraph {
        /// Running text.
        case text(String)
        /// A term and what it means.
        case entry(term: String, meaning: String)
        /// Lines as they are.
        case lines([String])
    }

    let name: String
    /// What the program is, in a few words.
    let summary: String
    let sections: [Section]

    /// The page of a program from the text that its `--help` prints.
    ///
    /// Lines of that text that begin with two blanks are options: the option, two blanks or more, what it means; a line
    /// that begins with more blanks goes on with the meaning. The first line is the usage, others are the description.
    init(name: String, summary: String, help: String, also: [String]) {
        var usage = ""
        var description: [String] = []
        var options: [(term: String, meaning: String)] = []
        for line in help.split(whereSeparator: \.isNewline).map(String.init) {
            if line.hasPrefix("usage: ") {
                usage = String(line.dropFirst("usage: ".count))
            } else if line.hasPrefix("   "), !options.isEmpty {
                options[options.count - 1].meaning += " " + line.drop { $0 == " " }
            } else if line.hasPrefix("  ") {
                let parts = line.dropFirst(2).split(separator: "  ", maxSplits: 1)
                let meaning = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
                options.append((String(parts[0]), meaning))
            } else {
                description.append(line)
            }
        }
        self.init(
            name: name, summary: summary,
            sections: [
                Section(heading: "SYNOPSIS", paragraphs: [.text(usage)]),
                Section(heading: "DESCRIPTION", paragraphs: [.text(description.joined(separator: " "))]),
                Section(
                    heading: "OPTIONS",
                    paragraphs: options.map {
                        .entry(term: $0.term, meaning: $0.meaning.drop { $0 == " " } + "")
                    }),
                Section(heading: "SEE ALSO", paragraphs: [.text(also.joined(separator: ", "))]),
            ])
    }

    /// A page of these sections.
    init(name: String, summary: String, sections: [Section]) {
        (self.name, self.summary, self.sections) = (name, summary, sections)
    }

    /// The page's source.
    func source(version: String, date: SourceDate) -> String {
        var lines = [
            ".TH \(name.uppercased().replacing("-", with: "\\-")) 1 \(date.dayText) \"pipit \(version)\"",
            ".SH NAME",
            "\(ManualPage.escaped(name)) \\- \(ManualPage.escaped(summary))",
        ]
        for section in sections {
            lines.append(".SH \(section.heading)")
            // A heading begins a paragraph by itself.
            let body = section.paragraphs.flatMap(ManualPage.lines(of:))
            lines += body.first == ".PP" ? body.dropFirst() : body[...]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of paragraph: Paragraph) -> [String] {
        switch paragraph {
        case .text(let text): [".PP", escaped(text)]
        case .entry(let term, let meaning): [".TP", ".B \(escaped(term))", escaped(meaning)]
        case .lines(let lines): [".PP", ".nf"] + lines.map(escaped) + [".fi"]
        }
    }

    /// The text with what man would take for its own: backslashes, hyphens that are to stay, a dot or quote in front.
    static func escaped(_ text: String) -> String {
        let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }
}
