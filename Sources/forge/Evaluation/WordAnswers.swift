import Foundation
import PipitCore

/// Words guessed at masks: those of a table of texts with `[MASK]`, or pieces of plain lines masked by chance.
struct WordAnswers: EvaluationAnswers {
    private var texts = 0
    private var masks = 0
    /// How many were right by their place: `[1, 5]`.
    private var within = [0, 0]
    private var known: Int?
    private var lossSum: Double?

    private static let places = [1, 5]
    private static let maskedShare = 0.15
    private static let seed: UInt64 = 1

    init(to evaluation: Evaluation) throws {
        if evaluation.file.has(LabelledFile.lineColumn) {
            try readLines(evaluation)
        } else {
            try readTable(evaluation)
        }
    }

    /// Fraction of the masks whose word is among the first guesses.
    func share(within place: Int) -> Double? {
        guard masks > 0, let index = WordAnswers.places.firstIndex(of: place) else { return nil }
        return Double(within[index]) / Double(masks)
    }

    /// Fraction of the words that the vocabulary has; nil where the words are its own pieces.
    var knownShare: Double? { known.flatMap { masks == 0 ? nil : Double($0) / Double(masks) } }
    /// Mean −ln p of the masked pieces; nil where they are a table's words.
    var loss: Double? { lossSum.flatMap { masks == 0 ? nil : $0 / Double(masks) } }
    var counts: [(name: String, count: Int)] { [("examples", texts), ("masks", masks)] }
    var names: LabelNames? { nil }

    /// A text with one word a mask, in order, with single spaces between them.
    private mutating func readTable(_ evaluation: Evaluation) throws {
        let sentences = try evaluation.file.column(["text"])
        let words = try evaluation.file.words(["word"]).map { $0.map { $0.lowercased() } }
        let vocabulary = evaluation.engine.vocabularyWords
        known = 0
        texts = sentences.count
        try evaluation.forEach(of: sentences.count) { index in
            let guesses = try evaluation.engine.guesses(
                for: sentences[index], head: evaluation.head, line: index + 2)
            guard guesses.count == words[index].count else {
                throw Failure(
                    "line \(index + 2): \(guesses.count) [MASK], but \(words[index].count) words")
            }
            for (guess, word) in zip(guesses, words[index]) {
                add(place: guess.firstIndex(of: word))
                known = known.map { $0 + (vocabulary.contains(word) ? 1 : 0) }
            }
        }
    }

    /// Masks 15 % of the word pieces of each line, the same whenever the vocabulary is, and asks for them at once.
    private mutating func readLines(_ evaluation: Evaluation) throws {
        let lines = try evaluation.file.column([LabelledFile.lineColumn]).filter { !$0.isEmpty }
        let engine = evaluation.engine
        let config = engine.model.config
        let head = engine.model.head(evaluation.head)
        var numbers = SeededNumbers(WordAnswers.seed)
        lossSum = 0
        texts = lines.count
        evaluation.forEach(of: lines.count) { index in
            let input = engine.input(of: Array(lines[index].utf8))
            if input.isTruncated { engine.countTruncated() }
            let whole = input.ids
            var (masked, segments) = (whole, input.segments)
            for place in 1..<whole.count - 1 where whole[place] != config.unknownId {
                if Double(numbers.next() >> 11) * 0x1p-53 < WordAnswers.maskedShare {
                    masked[place] = config.maskId
                    segments[place] = config.firstSegment  // A mask has no capital.
                }
            }
            guard masked != whole else { return }
            let states = engine.encode(masked, segments: segments, wanted: .masks)
            for place in whole.indices where masked[place] != whole[place] {
                let logits = engine.logits(of: head, states[place])
                let logit = logits[Int(whole[place])]
                add(place: logits.count { $0 > logit })
                let highest = Double(logits.max() ?? 0)
                let sum = logits.reduce(0) { $0 + exp(Double($1) - highest) }
                lossSum = lossSum.map { $0 + log(sum) + highest - Double(logit) }
            }
        }
    }

    private mutating func add(place: Int?) {
        masks += 1
        guard let place else { return }
        for (index, limit) in WordAnswers.places.enumerated() where place < limit { within[index] += 1 }
    }
}
