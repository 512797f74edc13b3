/// What a user may not have meant by the labels of a training file.
enum LabelRemarks {
    /// Names under which others keep what is no command, lower case.
    private static let strangers: Set<String> = [
        "oos", "out_of_scope", "out of scope", "out-of-scope", "none", "no_intent", "nlu_fallback",
        "fallback",
    ]

    /// The remarks on the labels of these examples.
    static func remarks(on examples: [TaughtExample]) -> [String] {
        let outOfScope = TaughtExample.outOfScopeLabel
        var lines: [String: Int] = [:]
        var labels: [String] = []
        for example in examples where lines[example.label] == nil {
            lines[example.label] = example.line
            labels.append(example.label)
        }
        var remarks = labels.filter { $0 != outOfScope && strangers.contains($0.lowercased()) }.map {
            "\($0) is a label of its own; out of scope is \(outOfScope)"
        }
        for (_, same) in Dictionary(grouping: labels, by: { $0.lowercased() }).sorted(by: { $0.key < $1.key })
        where same.count > 1 && !strangers.contains(same[0].lowercased()) {
            let places = same.map { "\($0) (line \(lines[$0, default: 0]))" }.joined(separator: ", ")
            remarks.append("labels that differ in capitals alone are labels of their own: " + places)
        }
        return remarks
    }
}
