import PipitCore

/// The requests that take longest, of every kind: what a limit of time for one request has to allow.
///
/// A full stop is a piece of its own, so no text of a line has more pieces than one of full stops.
enum LongestRequests {
    /// A request, and the lines that have to come before it.
    struct Case {
        let before: [String]
        let request: String
        /// The request as a table shows it.
        let title: String
    }

    /// For a command, and for the first head of each kind, the longest request; then the training of labels with all
    /// that can be taught.
    static func cases(for model: ModelFile) -> [Case] {
        var cases = [text("@command")]
        var seen: Set<TaskHead.Kind> = []
        for index in 0..<model.headCount {
            let head = model.head(index)
            guard seen.insert(head.kind).inserted else { continue }
            let name = "@" + String(decoding: head.name, as: UTF8.self)
            switch head.kind {
            case .sequence, .tokenBIO, .tokenPlain, .sentenceVector: cases.append(text(name))
            case .maskedWord: cases.append(masks(name))
            case .span: cases.append(pair(name, 63))
            case .pairSimilarity, .pairClassification:
                cases.append(pair(name, LineReader.maximumBytes / 2 - 10))
            }
        }
        return cases + [training]
    }

    private static func text(_ name: String) -> Case {
        let count = LineReader.maximumBytes - name.utf8.count - 1
        return Case(before: [], request: name + " " + stops(count), title: "\(name), \(count) full stops")
    }

    private static func masks(_ name: String) -> Case {
        let masks = String(repeating: "[MASK]", count: 16) + " "
        let count = LineReader.maximumBytes - name.utf8.count - 1 - masks.utf8.count
        return Case(
            before: [], request: "\(name) \(masks)\(stops(count))",
            title: "\(name), 16 [MASK], \(count) full stops")
    }

    private static func pair(_ name: String, _ first: Int) -> Case {
        let second = LineReader.maximumBytes - name.utf8.count - 5 - first
        return Case(
            before: [], request: "\(name) \(stops(first)) || \(stops(second))",
            title: "\(name), \(first) || \(second) full stops")
    }

    private static var training: Case {
        let limits = TeachingLimits.device
        let examples = (0..<limits.examples).map {
            "@teach l\($0 % limits.labels) || example \($0) of \($0 * 7919 % 1000)"
        }
        return Case(
            before: examples, request: "@classify x",
            title: "@classify, the first after \(limits.examples) examples of \(limits.labels) labels")
    }

    private static func stops(_ count: Int) -> String { String(repeating: ".", count: count) }
}
