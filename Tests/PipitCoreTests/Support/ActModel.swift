@testable import PipitCore

/// every_head.pipit with a head of acts: its @emotion is called act, and two words decide what a line does.
enum ActModel {
    static let act: UInt16 = 1
    static let intent: UInt16 = 0

    /// The bytes of the model.
    ///
    /// - Parameters:
    ///   - accepted: a byte for each label of @intent; nil for no label acts.
    ///   - labels: those of the head of acts.
    ///   - threshold: of the head of acts.
    ///   - isInScope: whether @intent holds every text to be in scope.
    /// - Returns: the file.
    /// - Throws: when the fixture cannot be read.
    static func file(
        accepted: [UInt8]? = [UInt8](repeating: 0, count: 7),
        labels: String = "command\nforbidden\nquestion\n",
        threshold: Float = 0.5, isInScope: Bool = true
    ) throws -> [UInt8] {
        var model = EditableModel(try Fixture.bytes("every_head.pipit"))
        model.edit(0x50, act) { record in
            record.data.replaceSubrange(32..<64, with: Array("act".utf8) + [UInt8](repeating: 0, count: 29))
            record.data.setU32(20, threshold.bitPattern)
        }
        model.setText(0x51, act, to: Array(labels.utf8))
        model.add(lexicon, toHead: act)
        if isInScope { model.edit(0x50, intent) { $0.data.setU32(20, Float(1).bitPattern) } }
        if let accepted { model.add(labelActs: accepted, toHead: intent) }
        return model.assembled()
    }

    /// "never" forbids and "who" asks, whatever the hidden states say.
    private static let lexicon = WrittenLexicon(
        features: [
            .init(key: WrittenLexicon.key(.words, "never"), step: 100, weights: [-7, 7, 0]),
            .init(key: WrittenLexicon.key(.words, "who"), step: 100, weights: [-7, 0, 7]),
            .init(key: WrittenLexicon.key(.words, "bade"), step: 10, weights: [7, 0, 0]),
        ], scale: 1, isNormalized: false)
}

extension EditableModel {
    /// Says for each label of a sequence head which acts may have it.
    mutating func add(labelActs: [UInt8], toHead index: UInt16) {
        let section = Section(
            role: 0x5D, index: index, format: 0, layout: 0, rows: 1, columns: UInt32(labelActs.count),
            group: 0,
            data: labelActs)
        let place = sections.firstIndex { ($0.role, $0.index) > (0x5D, index) } ?? sections.count
        sections.insert(section, at: place)
    }
}
