import Foundation
import PipitCore

/// Fits a head of intents on a frozen encoder and the words of texts, against sentences about anything.
struct IntentTeacher {
    /// Of each command, and their labels by number; `labelCount` is that of lines which are no command.
    private let commands: [TextTraits]
    private let labels: [Int]
    private let labelCount: Int
    private let generic: [TextTraits]
    private let width: Int
    /// Chosen by cross-validation of the commands.
    let strengths: BackgroundObjective.Strengths

    /// What all generic sentences together count, as a part of the commands.
    private static let genericShare: Float = 0.6
    /// Generic sentences whose cosine with a command is above it are left out.
    private static let maximumSimilarity: Float = 0.8
    private static let maximumFeatures = 2_560
    /// What a few labels keep, and each of more: few need no more than these to be as good.
    private static let (leastFeatures, featuresOfLabel) = (1_024, 128)
    private static let maximumLexiconBytes = 96 * 1024

    /// Reads nothing: texts come with what was read of them.
    ///
    /// - Parameters:
    ///   - commands: the texts.
    ///   - labels: their labels, `labelCount` for those that are no command.
    ///   - labelCount: how many labels there are.
    ///   - generic: sentences about anything.
    ///   - width: that of the encoder.
    ///   - tick: told the share that is done.
    init(
        _ commands: [TextTraits], labels: [Int], labelCount: Int, generic: [TextTraits], width: Int,
        tick: (Double) -> Void
    ) {
        self.commands = commands
        self.labels = labels
        self.labelCount = labelCount
        self.generic = generic
        self.width = width
        strengths = StrengthSearch(
            IntentTeacher.sample(commands, labels), labelCount: labelCount, generic: generic, width: width
        ).best(tick: tick)
    }

    private init(
        _ commands: [TextTraits], labels: [Int], labelCount: Int, generic: [TextTraits], width: Int,
        strengths: BackgroundObjective.Strengths
    ) {
        self.commands = commands
        self.labels = labels
        self.labelCount = labelCount
        self.generic = generic
        self.width = width
        self.strengths = strengths
    }

    /// The head, fitted on some of the commands and of the generic sentences.
    ///
    /// - Parameters:
    ///   - fitted: numbers of commands.
    ///   - genericFitted: numbers of generic sentences.
    ///   - maximumFeatures: how many features are kept; nil: as many as a head may have unless told otherwise.
    ///   - maximumWeights: how many weights these keep, all of them where it is nil.
    ///   - tick: told the share that is done.
    /// - Returns: the weights, of as many features as a head may have.
    func fit(
        on fitted: [Int], generic genericFitted: [Int], maximumFeatures: Int? = nil,
        maximumWeights: Int? = nil, tick: (Double) -> Void
    ) -> BackgroundFit {
        let texts = IntentTeacher.texts(
            fitted.map { (commands[$0], labels[$0]) }, generic: genericFitted.map { generic[$0] },
            labelCount: labelCount)
        let own = texts.filter { $0.label < labelCount }.map(\.traits)
        let all = FeatureTable(of: own)
        let usual = min(
            max(IntentTeacher.leastFeatures, IntentTeacher.featuresOfLabel * labelCount),
            IntentTeacher.maximumFeatures, max(512, IntentTeacher.maximumLexiconBytes / (4 + labelCount / 2)))
        let limit = maximumFeatures ?? usual
        let isCut = all.keys.count > limit
        let fits = 1 + (isCut ? 1.0 : 0) + (maximumWeights == nil ? 0 : 1.0)
        var done = 0.0
        func fit(_ table: FeatureTable, kept: [Bool] = []) -> BackgroundFit {
            defer { done += 1 }
            return BackgroundFit(
                BackgroundExamples(texts, table: table, width: width, labelCount: labelCount),
                strengths: strengths, kept: kept
            ) { tick((done + $0) / fits) }
        }
        var found = fit(all)
        if isCut { found = fit(all.keeping(found.strongestFeatures(limit, in: own))) }
        if let maximumWeights {
            found = fit(found.table, kept: found.strongestWeights(maximumWeights, in: own))
        }
        return found
    }

    /// Texts for a fit: each label counts alike however many commands it has, all generic sentences as much as a part of
    /// all commands.
    static func texts(
        _ commands: [(TextTraits, Int)], generic: [TextTraits], labelCount: Int
    ) -> [(traits: TextTraits, label: Int, share: Float)] {
        let inScope = commands.filter { $0.1 < labelCount }.map(\.0)
        let unlike = dissimilar(generic, to: inScope)
        let share = genericShare * Float(inScope.count) / Float(max(unlike.count, 1))
        let counts = commands.reduce(into: [:]) { $0[$1.1, default: 0] += 1 }
        let mean = Float(inScope.count) / Float(max(counts.keys.count { $0 < labelCount }, 1))
        return commands.map { ($0.0, $0.1, $0.1 < labelCount ? mean / Float(counts[$0.1, default: 1]) : 1) }
            + unlike.map { ($0, labelCount, share) }
    }

    /// The sentences that are like none of the commands.
    private static func dissimilar(_ generic: [TextTraits], to commands: [TextTraits]) -> [TextTraits] {
        let isSimilar = [Bool](unsafeUninitializedCapacity: generic.count) { buffer, count in
            let flags = SharedFlags(base: buffer.baseAddress)
            DispatchQueue.concurrentPerform(iterations: generic.count) { index in
                let sentence = generic[index]
                flags.base?[index] = commands.contains {
                    $0.similarity(to: sentence) > maximumSimilarity
                }
            }
            count = generic.count
        }
        return zip(generic, isSimilar).filter { !$1 }.map(\.0)
    }

    private struct SharedFlags: @unchecked Sendable {
        let base: UnsafeMutablePointer<Bool>?
    }

    /// At most so many commands are asked which strengths are best.
    private static let maximumSample = 1_000

    /// Every so many of the commands, in their order.
    private static func sample(_ commands: [TextTraits], _ labels: [Int]) -> [(TextTraits, Int)] {
        let all = Array(zip(commands, labels))
        let order = all.indices.sorted { (all[$0].1, $0) < (all[$1].1, $1) }
        let step = max(1, (all.count + maximumSample - 1) / maximumSample)
        return stride(from: 0, to: order.count, by: step).map { all[order[$0]] }
    }
}
