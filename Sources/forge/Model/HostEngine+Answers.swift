import Foundation
import PipitCore

// What the heads answer, as the device does: lines are cut where it cuts them, and counted.

extension HostEngine {
    /// What a head of labels says of a text.
    struct Answer {
        /// The label; nil when the text is out of scope, or an act holds it back.
        let label: String?
        /// The best label, even then.
        let bestLabel: String
        /// Its probability.
        let score: Double
        /// Probability of being out of scope; 0 where the head has no such class.
        let outOfScopeScore: Double
    }

    /// A span that a tagging head finds in a text.
    struct NamedSpan {
        let name: String
        let bytes: Range<Int>
    }

    /// The answers of a sequence head, a tagging head, or both, to one encoded text.
    func read(_ text: String, sequenceHead: Int?, taggingHead: Int?) -> (answer: Answer?, spans: [NamedSpan])
    {
        withLine(text) { bytes, isCut in
            let reading = engine.encode(bytes)
            if reading.isTruncated || isCut { countTruncated() }
            return (
                sequenceHead.map { answer(engine.classify(reading, head: $0), ofHead: $0) },
                taggingHead.map { spans(reading, head: $0) } ?? []
            )
        }
    }

    /// The label of a text, by a head of a request of its own: the whole line counts.
    func classify(_ text: String, head: Int) -> Answer {
        withLine(text) { bytes, isCut in
            if isCut { countTruncated() }
            return answer(engine.classify(bytes, head: head), ofHead: head)
        }
    }

    /// What a text does, by its number, where that is not asking for something and the model can tell.
    func act(of text: String) -> Int? {
        withLine(text) { bytes, _ in engine.actHolding(bytes) }
    }

    /// Whether a text as a command says when it is to be done, or for how long.
    func tellsTime(_ text: String) -> Bool {
        withLine(text) { bytes, _ in engine.tellsTime(bytes) }
    }

    /// The label of two texts.
    func classify(_ first: String, _ second: String, head: Int) -> Answer {
        withLine(first, second) { first, second, isCut in
            let pair = engine.classify(first, second, head: head)
            if pair.isTruncated || isCut { countTruncated() }
            return answer(pair.label, ofHead: head)
        }
    }

    /// The tag of each syntactic word of a text, at its first word piece; nil where there is none: what was cut off,
    /// or has no piece.
    func tags(ofWords words: [String], head index: Int) -> [String?] {
        let head = model.head(index)
        return withLine(words.joined(separator: " ")) { bytes, isCut in
            let reading = engine.encode(bytes)
            if reading.isTruncated || isCut { countTruncated() }
            let tagged = engine.tagSyntacticWords(reading, head: index)
            var (next, start) = (0, 0)
            return words.map { word in
                let range = start..<start + word.utf8.count
                start = range.upperBound + 1
                while next < tagged.count, Int(tagged[next].start) < range.lowerBound { next += 1 }
                guard next < tagged.count, range.contains(Int(tagged[next].start)) else { return nil }
                return String(head.label(Int(tagged[next].label)))
            }
        }
    }

    /// The best answer in a context, empty where it has no word, its score, and whether none would be given.
    func answer(to question: String, in context: String, head: Int) -> (
        best: String, score: Double, isNone: Bool
    ) {
        withLine(question, context) { question, context, isCut in
            let answer = engine.findAnswer(to: question, in: context, head: head)
            if answer.isTruncated || isCut { countTruncated() }
            let best = String(UnsafeBufferPointer(rebasing: context[answer.start..<answer.end]))
            return (best, Double(answer.score), answer.isNone(threshold: model.head(head).threshold))
        }
    }

    /// The cosine of two texts, by a head that makes vectors.
    func similarity(_ first: String, _ second: String, head: Int) -> Double {
        withLine(first, second) { first, second, isCut in
            let answer = engine.similarity(first, second, head: head)
            if answer.isTruncated || isCut { countTruncated() }
            return Double(answer.cosine)
        }
    }

    private func answer(_ classification: Classification, ofHead index: Int) -> Answer {
        let label = String(model.head(index).label(classification.label))
        return Answer(
            label: classification.isAccepted ? label : nil, bestLabel: label,
            score: Double(classification.score),
            outOfScopeScore: Double(classification.outOfScope ?? 0))
    }

    private func spans(_ reading: borrowing Reading, head index: Int) -> [NamedSpan] {
        let head = model.head(index)
        let intent = engine.intentHead(ofSlots: index).map { engine.classify(reading, head: $0).label }
        let spans = engine.tag(reading, head: index, intent: intent)
        return (0..<spans.count).map { position in
            let span = spans[position]
            let label = String(head.label(Int(span.label)))
            return NamedSpan(
                name: String(label.dropFirst("B-".count)), bytes: Int(span.start)..<Int(span.end))
        }
    }
}

extension HostEngine {
    /// The guesses for each `[MASK]` of a text, the best first; none for a mask that was cut off.
    ///
    /// - Throws: `Failure` that names the line when it has no mask, or too many.
    func guesses(for text: String, head index: Int, line: Int) throws -> [[String]] {
        let maskCount = text.components(separatedBy: "[MASK]").count - 1
        guard 1...MaskedWords.maximumMasks ~= maskCount else {
            throw Failure(
                "line \(line): \(maskCount) [MASK] in the text; 1 to \(MaskedWords.maximumMasks) can be asked"
            )
        }
        return withLine(text) { bytes, isCut in
            let filled = engine.fillMasks(of: bytes, head: index)
            if filled.isTruncated || isCut { countTruncated() }
            let guesses = (0..<filled.masks.count).map { number in
                filled.guesses(ofMask: number).map { piece(of: $0.id) }
            }
            return guesses + [[String]](repeating: [], count: max(0, maskCount - guesses.count))
        }
    }

    /// All word pieces of the vocabulary that are whole words, and those that start one.
    var vocabularyWords: Set<String> {
        let vocabulary = Vocabulary(model)
        let ids = (0..<model.config.vocabularySize).map { UInt16($0) }
        return Set(ids.filter { !vocabulary.isContinuation($0) }.map(piece))
    }

    private func piece(of id: UInt16) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 100) { buffer in
            let count = Vocabulary(model).piece(of: id, into: buffer)
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
