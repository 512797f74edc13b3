import PipitCore

/// The labels of a file in the words of a head.
///
/// Where the head's labels have details and those of the file have none, only names count: `HassTurnOn`.
///
/// A file's label is the head's own, whatever its case; or a code of the head's word (TREC's); or a number: 0 and 1 are
/// `no` and `yes` where the head has both, any other is the head's label in its order; or `not_X`, anything but X.
struct LabelNames {
    private let labels: [String: String]
    private let opposite: (label: String, name: String)?
    /// Whether only the names of the head's labels count.
    private let leavesDetails: Bool
    /// Labels of the file that the head does not have.
    let unknown: [String]
    /// Labels of the file that have another name in the head.
    let renamings: [(written: String, label: String)]
    /// The head's label for `1`, or `yes`, or `entailment`, as far as the file has it.
    let positive: String?

    /// Out of scope, in files.
    static let outOfScope = "oos"

    private static let codes = [
        "ABBR": "abbreviation", "DESC": "description", "ENTY": "entity", "HUM": "human", "LOC": "location",
        "NUM": "number",
    ]

    /// What entities of WNUT17 and BTC are to a head that has fewer types, or other names for them.
    private static let entities = [
        "corporation": "organization", "group": "organization", "ORG": "organization", "PER": "person",
        "LOC": "location",
    ]

    /// A span of a file under the name that the head has for it, where it has the file's own not.
    static func span(_ span: Span, among names: Set<String>) -> Span {
        guard !names.contains(span.name), let name = entities[span.name], names.contains(name) else {
            return span
        }
        return Span(name: name, first: span.first, last: span.last)
    }

    init(head: [String], file: some Sequence<String>) {
        let written = Set(file)
        let bare = head.map(LabelNames.withoutDetails)
        leavesDetails =
            bare != head && !head.contains { $0 != LabelNames.withoutDetails($0) && written.contains($0) }
        let head = leavesDetails ? bare : head
        let opposites = written.compactMap { name in
            head.contains(name) ? nil : head.first { "not_" + $0 == name.lowercased() }.map { ($0, name) }
        }
        let opposite = opposites.first
        var found: [String: String] = [:]
        for name in written {
            guard let label = LabelNames.label(for: name, among: head) else { continue }
            found[name] = label == opposite?.0 ? label : opposite?.1 ?? label
        }
        for (_, name) in opposites where name == opposite?.1 { found[name] = name }
        labels = found
        self.opposite = opposite.map { (label: $0.0, name: $0.1) }
        unknown = written.filter { found[$0] == nil && $0 != LabelNames.outOfScope }.sorted()
        renamings = found.filter { $0.key != $0.value }.map { ($0.key, $0.value) }
            .sorted { $0.written < $1.written }
        positive = ["1", "yes", "entailment"].lazy.compactMap { found[$0] }.first
    }

    /// Whether any label of the file is one of the head.
    var hasKnown: Bool { !labels.isEmpty }

    /// A label of the file, in the words of the head; nil is out of scope.
    func gold(_ written: String) -> String? {
        labels[written] ?? (written == LabelNames.outOfScope ? nil : written)
    }

    /// An answer of the head; where the file has `not_X`, all but X is that.
    func answer(_ label: String) -> String {
        let label = leavesDetails ? LabelNames.withoutDetails(label) : label
        guard let opposite, label != opposite.label else { return label }
        return opposite.name
    }

    private static func withoutDetails(_ label: String) -> String {
        var label = label
        return label.withUTF8 { String(decoding: LabelDetails.name(of: $0), as: UTF8.self) }
    }

    private static func label(for name: String, among labels: [String]) -> String? {
        if labels.contains(name) { return name }
        let same = labels.first { $0.lowercased() == name.lowercased() } ?? codes[name]
        if let same, labels.contains(same) { return same }
        guard name != outOfScope, let number = Int(name) else { return nil }
        let answers = ["no", "yes"]
        if answers.indices.contains(number), answers.allSatisfy(labels.contains) { return answers[number] }
        return labels.indices.contains(number) ? labels[number] : nil
    }
}
