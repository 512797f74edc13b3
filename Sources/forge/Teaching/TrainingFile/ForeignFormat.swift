/// Recognizes by their content the training files of other programs, which `python -m pipit.convert` reads.
enum ForeignFormat {
    /// What the file is; nil where it is none of these.
    static func format(of lines: [TextFile.Line]) -> String? {
        let start = lines.lazy.map { String(decoding: $0.bytes, as: UTF8.self) }.prefix(2000)
        guard let first = start.first(where: { !isRemark($0.trimmed) }) else { return nil }
        let compact = first.trimmed.replacing(" ", with: "")
        if ["{", "[", "[{"].contains(compact) || compact.hasPrefix("{\"") || compact.hasPrefix("[{\"") {
            return json(start.joined(separator: "\n"))
        }
        guard !lines.contains(where: { $0.bytes.contains(Delimiter.tab.rawValue) }) else { return nil }
        let words = Array(start)
        func has(_ prefix: String) -> Bool {
            words.contains { $0.trimmed.hasPrefix(prefix) }
        }
        if has("## intent:") { return "Rasa's Markdown" }
        if has("nlu:") && has("- intent:") || has("- intent:") && has("examples:") { return "Rasa's YAML" }
        if has("type: intent") && has("utterances:") { return "Snips's YAML" }
        if has("intents:") && (has("- sentences:") || has("sentences:")) {
            return "Home Assistant's sentences"
        }
        if first.trimmed.hasPrefix("["), first.trimmed.hasSuffix("]"), !first.contains(":"), words.count > 1 {
            return "Rhasspy's sentences.ini"
        }
        return nil
    }

    /// Which JSON it is.
    private static func json(_ text: String) -> String {
        if text.contains("\"rasa_nlu_data\"") { return "Rasa's JSON" }
        return text.contains("\"utterances\"") ? "Snips's JSON" : "JSON"
    }

    /// Lines of which every format has some.
    private static func isRemark(_ line: String) -> Bool {
        line.isEmpty || line.hasPrefix("#") && !line.hasPrefix("## ") || line.hasPrefix(";") || line == "---"
    }
}
