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
