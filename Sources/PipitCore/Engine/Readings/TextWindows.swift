// One label for a text that may be longer than the model takes.
//
// A window holds as many pieces as fit; the next one starts where it ended. Where fewer than a quarter of a window are
// left, the last one starts earlier, and is full. The head reads each window as a text of its own, and the label is that
// of the mean of their logits: ARITHMETIC.md.

extension Engine {
    /// What head number `index`, of the kind `sequence`, says of the whole of a text.
    ///
    /// - Parameters:
    ///   - text: valid UTF-8; what lies behind 65,535 bytes is not read.
    ///   - index: the number of the head.
    /// - Returns: the label of the mean of all windows.
    public func classify(_ text: UnsafeBufferPointer<UInt8>, head index: Int) -> Classification {
        let text = Bytes(rebasing: text[..<min(text.count, Int(UInt16.max))])
        let head = model.head(index)
        let sum = UnsafeMutableBufferPointer(start: encoder.memory.logitSums, count: head.outputs)
        sum.update(repeating: 0)
        var windows = 0
        var isLast = false
        while !isLast {
            let reading = encode(text, from: windows &* textTokens, wanted(by: index))
            let logits = logits(of: head, reading.rows)
            for output in 0..<sum.count { sum[output] += logits[output] }
            windows &+= 1
            isLast = !reading.isTruncated
        }
        let share = 1 / Float(windows)
        for output in 0..<sum.count { sum[output] *= share }
        return Classification(logits: sum, head: head)
    }
}
