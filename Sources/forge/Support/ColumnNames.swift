/// What the columns of people's tables are called, lower case.
enum ColumnNames {
    /// A text to understand.
    static let text = [
        "text", "utterance", "sentence", "query", "phrase", "example", "command", "question", "message",
        "input",
        "texts", "utterances", "sentences", "phrases", "examples", "commands",
    ]
    /// Its label.
    static let label = [
        "label", "intent", "class", "category", "target", "tag", "labels", "intents", "classes", "categories",
    ]

    /// A name as a header writes it, in the form of these lists.
    static func plain(_ cell: [UInt8]) -> String {
        String(decoding: cell, as: UTF8.self).trimmed.lowercased()
    }

    /// Where text and label stand, if this row is a header that names both.
    static func places(in header: [String]) -> (text: Int, label: Int)? {
        guard let text = self.text.lazy.compactMap({ header.firstIndex(of: $0) }).first,
            let label = self.label.lazy.compactMap({ header.firstIndex(of: $0) }).first
        else { return nil }
        return (text, label)
    }
}
