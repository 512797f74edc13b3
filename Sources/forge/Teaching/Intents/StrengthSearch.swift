import Foundation

/// Chooses how strongly a head is held back, by cross-validation.
///
/// How much of it is meaning is not chosen: lines that one person wrote resemble each other in meaning more than what
/// other people will say, so that the file itself asks for more of it than is good.
struct StrengthSearch {
    private typealias Strengths = BackgroundObjective.Strengths

    private let commands: [(TextTraits, Int)]
    private let labelCount: Int
    private let generic: [TextTraits]
    private let width: Int

    private static let folds = 3
    private static let trusts: [Float] = [20, 180]
    /// Others are taken when the loss is lower by this part of it.
    private static let worthwhile = 0.01
    /// Every so many of the generic sentences are enough to compare.
    private static let genericStep = 3

    init(_ commands: [(TextTraits, Int)], labelCount: Int, generic: [TextTraits], width: Int) {
        self.commands = commands
        self.labelCount = labelCount
        self.generic = stride(from: 0, to: generic.count, by: Self.genericStep).map { generic[$0] }
        self.width = width
    }

    /// The strengths that leave the least loss on commands that were held back; the usual ones where none are.
    func best(tick: (Double) -> Void) -> BackgroundObjective.Strengths {
        let folds = Folds(commands.map(\.1), count: Self.folds)
        let parts = (0..<Self.folds).map { (fitted: folds.fitted(without: $0), held: folds.held(in: $0)) }
            .filter { !$0.held.isEmpty && !$0.fitted.isEmpty }
        guard !parts.isEmpty else { return Strengths() }
        let examples = parts.map { part in
            let texts = IntentTeacher.texts(
                part.fitted.map { commands[$0] }, generic: generic, labelCount: labelCount)
            let own = texts.filter { $0.label < labelCount }.map(\.traits)
            return BackgroundExamples(
                texts, table: FeatureTable(of: own), width: width, labelCount: labelCount)
        }
        let trials = Double(1 + Self.trusts.count)
        var done = 0.0
        func loss(_ strengths: Strengths) -> Double {
            var loss = 0.0
            for (part, examples) in zip(parts, examples) {
                let fit = BackgroundFit(examples, strengths: strengths) { _ in }
                for index in part.held { loss += fit.loss(commands[index].0, commands[index].1) }
            }
            done += 1
            tick(done / trials)
            return loss
        }
        var best = Strengths()
        var lowest = loss(best)
        for trust in Self.trusts {
            let other = Strengths(trust: trust)
            let loss = loss(other)
            if loss < lowest * (1 - Self.worthwhile) { (best, lowest) = (other, loss) }
        }
        return best
    }
}

extension BackgroundFit {
    /// Minus the log-probability of what a text is.
    fileprivate func loss(_ text: TextTraits, _ label: Int) -> Double {
        let logits = logits(text).map(Double.init)
        let highest = max(0, logits.max() ?? 0)
        let sum = logits.reduce(exp(-highest)) { $0 + exp($1 - highest) }
        return highest + log(sum) - (label < labelCount ? logits[label] : 0)
    }
}
