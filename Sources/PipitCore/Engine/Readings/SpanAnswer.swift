// The answer to a question, found in a text that may be longer than the model takes.
//
// The question keeps at most half of the places. The text is read in windows: each holds the pieces that fit beside
// the question, and where more follow, the next one starts at the first piece, from the middle of this one on, that
// starts a word of the tokenizer. A request reads no more windows than a line of full windows has, so that none takes
// much longer than the longest text of one label does. In a window an answer may start at a piece that starts a word, and end at one that
// ends a word, at most 30 pieces on. ARITHMETIC.md has the scores.

/// The answer to a question: of all that was read so far, the best.
public struct SpanAnswer {
    /// The maximum of word pieces of an answer.
    static let maximumPieces = 30

    /// By how much it beats that there is none, in logits, less what its length costs.
    private var margin = -Float.infinity
    /// The sum of e^(margin − best margin) of all spans that were read.
    private var sum: Float = 0
    /// Byte offset of its start in the text.
    public private(set) var start = 0
    /// Byte offset of its end, exclusive.
    public private(set) var end = 0
    /// Whether the question was cut, or the text could not be read to its end.
    public fileprivate(set) var isTruncated = false

    /// Its share among all spans of all windows and that there is none: how likely it is the answer.
    ///
    /// That it beats that there is none says little: of many spans that do, one is right. No sum overflows, since the best
    /// margin is taken off all others, and e of 88 is the most that none counts.
    public var score: Float { 1 / (sum + exponential(-margin)) }

    /// Whether there is no span, or it is likelier than `threshold` that the best one is not the answer.
    public func isNone(threshold: Float) -> Bool {
        end == 0 || 1 - score > threshold
    }

    /// Takes the spans of a window: the best one when it is better, and all into the sum.
    ///
    /// - Parameters:
    ///   - logits: start and end of each token, `[tokens, 2]`.
    ///   - window: what was encoded.
    ///   - offset: where its second text starts in the whole text.
    ///   - lengthCost: what each piece of a span beyond its first takes off its margin.
    mutating func read(
        _ logits: UnsafeBufferPointer<Float>, _ window: borrowing PairReading, at offset: Int,
        lengthCost: Float
    ) {
        let none = logits[0] + logits[1]
        var best = 0..<0
        for first in 0..<window.count where window.pieces[first].startsWord {
            let start = logits[(window.firstToken &+ first) &* 2]
            for last in first..<min(first &+ Self.maximumPieces, window.count) where window.endsWord(last) {
                let end = logits[(window.firstToken &+ last) &* 2 &+ 1]
                let margin = ((start + end) - none) - lengthCost * Float(last &- first)
                if margin > self.margin {
                    sum = sum * exponential(self.margin - margin) + 1
                    self.margin = margin
                    best = first..<last &+ 1
                } else {
                    sum = sum + exponential(margin - self.margin)
                }
            }
        }
        if best.isEmpty { return }
        start = offset &+ Int(window.pieces[best.lowerBound].start)
        end = offset &+ Int(window.pieces[best.upperBound &- 1].end)
    }
}

extension PairReading {
    /// Whether a word of the tokenizer ends with piece `index` of the second text.
    fileprivate func endsWord(_ index: Int) -> Bool {
        index &+ 1 == pieces.count || pieces[index &+ 1].startsWord
    }

    /// Where the next window starts in this one's second text; nil when no word does.
    fileprivate var nextStart: Int? {
        for index in max(count / 2, 1)..<pieces.count where pieces[index].startsWord {
            return Int(pieces[index].start)
        }
        return nil
    }
}

extension Engine {
    /// Finds the answer to `question` in `text`, by head number `index`, of the kind `span`.
    ///
    /// - Parameters:
    ///   - question: valid UTF-8.
    ///   - text: valid UTF-8.
    ///   - index: the number of the head.
    ///   - limit: how many windows of the text are read; it is truncated where more would follow.
    /// - Returns: the best span of all windows.
    public func findAnswer(
        to question: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, head index: Int,
        windows limit: Int = .max
    ) -> SpanAnswer {
        let head = model.head(index)
        var answer = SpanAnswer()
        var offset = 0
        var windows = 0
        while true {
            let rest = Bytes(rebasing: text[offset...])
            let window = encode(question, limit: pairTokens / 2, rest)
            answer.read(spanLogits(of: head, window), window, at: offset, lengthCost: head.lengthCost)
            if window.isFirstCut { answer.isTruncated = true }
            if !window.isSecondCut { return answer }
            windows &+= 1
            guard windows < limit, let next = window.nextStart else {
                answer.isTruncated = true
                return answer
            }
            offset &+= next
        }
    }

    /// Start and end logits of position 0 and of the second text, `[tokens, 2]`; those between are left as they were.
    private func spanLogits(of head: TaskHead, _ window: borrowing PairReading) -> UnsafeBufferPointer<Float>
    {
        let logits = memory.logits
        encoder.logits(of: head, states: window.states, from: 0, count: 1, into: logits)
        let end = window.firstToken &+ window.count
        for token in stride(from: window.firstToken, to: end, by: Encoder.tileRows) {
            encoder.logits(
                of: head, states: window.states, from: token, count: min(Encoder.tileRows, end &- token),
                into: UnsafeMutableBufferPointer(rebasing: logits[(token &* 2)...]))
        }
        return UnsafeBufferPointer(logits)
    }
}
