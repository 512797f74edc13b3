import PipitCore

/// What a model file holds, for people and as JSON.
struct Inspection {
    private let path: String
    private let fileBytes: Int
    private let info: [(key: String, value: String)]
    private let modelConfig: ModelConfig
    private var config: [(name: String, value: JSON)] { Inspection.fields(of: modelConfig) }
    private let heads: [HeadSummary]
    private let sections: [ModelSection]
    private let plan: MemoryPlan

    private struct HeadSummary {
        let name: String
        let kind: String
        let labels: [String]
        /// Of slots that are of a kind: the label, and the kind.
        let slotKinds: [(label: String, kind: String)]
        let slotLists: [(slot: String, names: Int, isClosed: Bool)]
        let hasOutOfScope: Bool
        let threshold: Float
        /// Nil where the head finds no answers.
        let lengthCost: Float?
    }

    init(of loaded: LoadedModel) throws {
        let model = loaded.model
        path = loaded.path
        fileBytes = loaded.bytes.count
        sections = try ModelSection.all(in: loaded.bytes, name: loaded.path)
        info = Inspection.info(in: loaded.bytes, sections)
        modelConfig = model.config
        plan = Session.plan(for: model)
        let packed = sections.filter { $0.role == Int(SectionRole.slotLists.rawValue) }.map {
            ($0.index, Inspection.slotLists(loaded.bytes[$0.offset..<$0.offset + $0.byteCount]))
        }
        let lists = Dictionary(packed, uniquingKeysWith: { first, _ in first })
        heads = (0..<model.headCount).map { index in
            let head = model.head(index)
            return HeadSummary(
                name: String(head.name), kind: "\(head.kind)",
                labels: (0..<head.labelCount).map { String(head.label($0)) },
                slotKinds: (0..<head.labelCount).filter { head.slotKind($0) != .unsaid }.map {
                    (String(head.label($0)), "\(head.slotKind($0))")
                },
                slotLists: lists[index] ?? [], hasOutOfScope: head.rejects, threshold: head.threshold,
                lengthCost: head.kind == .span ? head.lengthCost : nil)
        }
    }

    /// How many canonical names the list of each slot has, in the lines of a section.
    private static func slotLists(_ bytes: ArraySlice<UInt8>) -> [(slot: String, names: Int, isClosed: Bool)]
    {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        return Dictionary(grouping: lines, by: { $0[0] }).sorted { $0.key < $1.key }.map { slot, lines in
            (slot, lines.count { $0.count > 2 }, lines.contains { $0.count == 2 })
        }
    }

    /// The lines `key TAB value` of the info section.
    private static func info(in bytes: [UInt8], _ sections: [ModelSection]) -> [(key: String, value: String)]
    {
        guard let section = sections.first(where: { $0.role == Int(SectionRole.info.rawValue) }) else {
            return []
        }
        let text = String(decoding: bytes[section.offset..<section.offset + section.byteCount], as: UTF8.self)
        return text.split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
    }

    private static func fields(of config: ModelConfig) -> [(name: String, value: JSON)] {
        [
            ("block", .string("\(config.blockKind)")), ("layers", .integer(config.layers)),
            ("mask_layers", .integer(config.maskLayers)),
            ("width", .integer(config.width)), ("heads", .integer(config.attentionHeads)),
            ("max_tokens", .integer(config.maxTokens)), ("vocabulary", .integer(config.vocabularySize)),
            ("token_rank", .integer(config.tokenRank)), ("position_rank", .integer(config.positionRank)),
            ("segments", .integer(config.segments)), ("kernel", .integer(config.kernelSize)),
            ("causal", .bool(config.isCausal)), ("residual", .bool(config.hasResidual)),
            ("final_norm", .bool(config.hasFinalNorm)), ("pooling", .string("\(config.pooling)")),
            ("feed_forward", .integer(config.feedForward)), ("activation", .string("\(config.activation)")),
        ]
    }

    /// The listing for people.
    var lines: [String] {
        let facts = Table.lines(info.map { ["  " + $0.key, $0.value] })
        let shape = Table.lines(config.map { ["  " + $0.name, $0.value.plainText] })
        return ["\(path): \(fileBytes.grouped) bytes"] + facts + ["", "network"] + shape + ["", "heads"]
            + headLines + ["", "sections"] + sectionLines + ["", "bytes"] + partLines + ["", "memory plan"]
            + planLines
    }

    private var headLines: [String] {
        Table.lines(
            heads.map { head in
                let words = head.slotKinds.count { $0.kind == "words" }
                let kinds =
                    head.slotKinds.filter { $0.kind != "words" }.map { "\($0.label.dropFirst(2)) \($0.kind)" }
                    + (words > 0 ? ["\(words) words"] : [])
                    + head.slotLists.map {
                        "\($0.isClosed ? "closed" : "open") list \($0.slot) (\($0.names))"
                    }
                let notes =
                    if let cost = head.lengthCost {
                        "no answer below \(Double(1 - head.threshold).fixed(4)), length cost \(Double(cost).fixed(4))"
                    } else if head.hasOutOfScope {
                        "out of scope above \(Double(head.threshold).fixed(4))"
                    } else {
                        kinds.joined(separator: ", ")
                    }
                return ["  @" + head.name, head.kind, "\(head.labels.count) labels", notes]
            }, rightAligned: [2])
    }

    private var sectionLines: [String] {
        let header = ["  ROLE", "OF", "FORMAT", "ROWS", "COLUMNS", "GROUP", "BYTES", "AT"]
        let rows = sections.map { section in
            [
                "  " + section.name, owner(of: section), section.formatName, "\(section.rows)",
                "\(section.columns)",
                section.group == 0 ? "" : "\(section.group)", section.byteCount.grouped,
                section.offset.grouped,
            ]
        }
        return Table.lines([header] + rows, rightAligned: [3, 4, 5, 6, 7])
    }

    private func owner(of section: ModelSection) -> String {
        switch section.knownRole?.index {
        case .layer where section.index >= modelConfig.layers:
            "masks, layer \(section.index - modelConfig.layers)"
        case .layer: "layer \(section.index)"
        case .head: heads.indices.contains(section.index) ? "@" + heads[section.index].name : ""
        default: ""
        }
    }

    private var parts: [(name: String, bytes: Int)] {
        let bytes = SectionRole.Part.bytes(of: sections, fileBytes: fileBytes)
        return SectionRole.Part.allCases.map { ("\($0)", bytes[$0] ?? 0) }
    }

    private var partLines: [String] {
        Table.lines(parts.map { ["  " + $0.name, $0.bytes.grouped] }, rightAligned: [1])
    }

    private var planLines: [String] {
        var sink = TextSink()
        plan.describe(to: &sink)
        return sink.text.split(separator: "\n").map { "  " + $0 }
    }

    var json: JSON {
        .object([
            ("path", .string(path)), ("bytes", .integer(fileBytes)),
            ("info", .object(info.map { ($0.key, .string($0.value)) })),
            ("config", .object(config.map { ($0.name, $0.value) })),
            ("heads", .array(heads.map(json(of:)))), ("sections", .array(sections.map(json(of:)))),
            ("parts", .object(parts.map { ($0.name, .integer($0.bytes)) })),
            ("arena_bytes", .integer(plan.totalBytes)),
            ("plan", .array((0..<plan.count).map { json(of: plan[$0]) })),
        ])
    }

    private func json(of head: HeadSummary) -> JSON {
        .object([
            ("name", .string(head.name)), ("kind", .string(head.kind)),
            ("labels", .array(head.labels.map { .string($0) })),
            ("slot_kinds", .object(head.slotKinds.map { (String($0.label.dropFirst(2)), .string($0.kind)) })),
            (
                "slot_lists",
                .object(
                    head.slotLists.map {
                        ($0.slot, .object([("names", .integer($0.names)), ("closed", .bool($0.isClosed))]))
                    })
            ),
            ("out_of_scope", .bool(head.hasOutOfScope)),
            (
                "threshold",
                head.hasOutOfScope || head.lengthCost != nil ? .number(Double(head.threshold)) : .null
            ),
            ("length_cost", head.lengthCost.map { .number(Double($0)) } ?? .null),
        ])
    }

    private func json(of section: ModelSection) -> JSON {
        .object([
            ("role", .string(section.name)), ("index", .integer(section.index)),
            ("format", .string(section.formatName)), ("rows", .integer(section.rows)),
            ("columns", .integer(section.columns)), ("group", .integer(section.group)),
            ("bytes", .integer(section.byteCount)), ("offset", .integer(section.offset)),
        ])
    }

    private func json(of entry: MemoryPlan.Entry) -> JSON {
        .object([
            ("name", .string(String(entry.name.bytes))), ("offset", .integer(entry.offset)),
            ("bytes", .integer(entry.bytes)),
            ("first", .string("\(entry.first)")), ("last", .string("\(entry.last)")),
        ])
    }
}
