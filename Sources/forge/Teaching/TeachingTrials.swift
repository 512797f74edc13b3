/// Which commands heads are judged by that did not see them.
///
/// A fifth of each label is held back where labels have 20 lines in the mean and there are 1,000 in all; below that all
/// fifths in turn, each judged by a head that was fitted on the other four. Slots, which take long to fit, are judged on
/// one fifth where labels have 20 lines, or where lines stand for 2,000 texts.
struct TeachingTrials {
    /// One part that is held back, and what the rest is for.
    struct Trial {
        let fitted: HeadTeacher.Selection
        let held: HeadTeacher.Selection
        /// Whether slots are judged too.
        let hasSlots: Bool
    }

    let trials: [Trial]

    /// Whether all commands are judged in turn.
    var isCrossValidation: Bool { trials.count > 1 }

    private static let parts = 5
    private static let manyLines = 20
    // Of fewer that are held back the threshold would hang on one or two.
    private static let manyHeldBack = 200
    private static let manyTexts = 2_000

    init(_ examples: [TaughtExample], genericCount: Int) {
        let folds = Folds(examples.map(\.label), lines: examples.map(\.line), count: Self.parts)
        let generic = Folds([Int](repeating: 0, count: genericCount), count: Self.parts)
        let lines = Set(examples.map(\.line)).count
        let labels = Set(examples.map(\.label)).count
        let hasManyLines = lines >= Self.manyLines * labels
        let count = hasManyLines && lines >= Self.parts * Self.manyHeldBack ? 1 : Self.parts
        trials = (0..<count).map { part in
            Trial(
                fitted: .init(examples: folds.fitted(without: part), generic: generic.fitted(without: part)),
                held: .init(examples: folds.held(in: part), generic: generic.held(in: part)),
                hasSlots: part == 0 || !hasManyLines && examples.count < Self.manyTexts)
        }.filter { !$0.held.examples.isEmpty && !$0.fitted.examples.isEmpty }
    }
}
