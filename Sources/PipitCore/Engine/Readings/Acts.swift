// What a line does: it asks for something, or it forbids, asks about or tells of it. FORMAT.md says how that holds labels.

/// The probability of each act of a text.
struct ActScores {
    private var values: InlineArray<8, Float>
    private let count: Int
    private let threshold: Float

    /// Reads logits, `[labels]` of a head that tells acts; they become e of the softmax.
    init(logits: UnsafeMutableBufferPointer<Float>, head: TaskHead) {
        values = InlineArray(repeating: 0)
        count = min(logits.count, ActSet.maximumActs)
        threshold = head.threshold
        let sum = exponentials(logits)
        for act in 0..<count { values[act] = logits[act] / sum }
    }

    /// The likeliest act that holds a text back from a label which takes `accepted`; nil where nothing does.
    func holding(_ accepted: ActSet) -> Int? {
        var sum: Float = 0
        var likeliest = 0
        for act in 1..<count where !accepted.contains(ActSet(only: act)) {
            sum = sum + values[act]
            if likeliest == 0 || values[act] > values[likeliest] { likeliest = act }
        }
        return sum > threshold ? likeliest : nil
    }
}

extension Engine {
    /// The acts of what was read of a text; nil where the model cannot tell.
    @inline(never)  // Long, and called in several places.
    func acts(_ reading: borrowing Reading) -> ActScores? {
        guard let actHead else { return nil }
        let head = model.head(actHead)
        let logits = logits(of: head, reading.states)
        addWords(of: reading.text, for: head, to: logits)
        return ActScores(logits: logits, head: head)
    }

    /// The number of the act that holds a text back from all labels which take `accepted`.
    ///
    /// Nil where nothing does, or the model cannot tell.
    package func actHolding(_ text: UnsafeBufferPointer<UInt8>, accepted: ActSet = []) -> Int? {
        guard let actHead else { return nil }
        return acts(encode(text, wanted: wanted(by: actHead)))?.holding(accepted)
    }

    /// Whether a text as a command says when it is to be done, or for how long.
    package func tellsTime(_ text: UnsafeBufferPointer<UInt8>) -> Bool { times(of: text).count > 0 }

    /// When a text as a command is to be done, and for how long; it stays until the next text is read.
    @inline(never)  // Called in several places.
    func times(of text: Bytes) -> TextSpans {
        var times = noSpans(of: text)
        times.addTimes(words(of: text), of: .isDoneAtOnce)
        return times
    }

    /// The words of a text, until the next one is read.
    func words(of text: Bytes) -> WordReader {
        let (count, _) = tokenizer.tokenize(text, into: memory.pieces, skipping: 0)
        return WordReader(text: text, pieces: UnsafeBufferPointer(rebasing: memory.pieces[..<count]))
    }

    /// The name of an act.
    func nameOfAct(_ number: Int) -> Bytes {
        guard let actHead else { return Bytes(start: nil, count: 0) }
        return model.head(actHead).label(number)
    }
}

extension ModelFile {
    /// The number of the head that tells acts.
    var actHead: Int? {
        guard let index = headIndex(named: TaskHead.nameOfActs.bytes), head(index).tellsActs else {
            return nil
        }
        return index
    }
}
