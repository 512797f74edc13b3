// The words that a sequence head reads beside the hidden states: Text/FEATURES.md.

extension Engine {
    /// Adds what the words of a text say to the logits of a head, where it has a lexicon.
    ///
    /// A head with a background gives no label to a text without a letter or digit.
    ///
    /// - Parameters:
    ///   - text: UTF-8, all of it, however much of it the encoder read.
    ///   - head: of the kind `sequence`.
    ///   - logits: `[outputs]`.
    func addWords(of text: Bytes, for head: TaskHead, to logits: UnsafeMutableBufferPointer<Float>) {
        if head.hasBackground && !hasLetterOrDigit(text) {
            logits.update(repeating: Self.logitOfSilence)
            return
        }
        guard let lexicon = head.lexicon else { return }
        add(lexicon, to: logits, of: text)
    }

    /// A probability of 0 for each label, and of 1 for the background.
    private static var logitOfSilence: Float { -100 }

    private func add(_ lexicon: Lexicon, to logits: UnsafeMutableBufferPointer<Float>, of text: Bytes) {
        let found = UnsafeMutableBufferPointer(
            rebasing: memory.foundFeatures[..<((lexicon.count &+ 7) &>> 3)])
        let sums = UnsafeMutableBufferPointer(rebasing: memory.featureSums[..<lexicon.columns])
        // Outputs were counted, so there is a base.
        let start = sums.baseAddress.unsafelyUnwrapped
        found.update(repeating: 0)
        sums.update(repeating: 0)
        var square: UInt32 = 0
        var isEmpty = true
        forEachTextFeature(of: text, hasOrder: lexicon.hasOrder) { key in
            guard let index = lexicon.find(key) else { return }
            let bit = UInt8(1) &<< UInt8(truncatingIfNeeded: index & 7)
            if found[index &>> 3] & bit != 0 { return }
            found[index &>> 3] |= bit
            isEmpty = false
            if lexicon.isNormalized {
                let importance = lexicon.importance(of: index)
                square &+= importance &* importance
            }
            lexicon.add(index, to: start)
        }
        if isEmpty { return }
        let scale = lexicon.isNormalized ? lexicon.scale / Float(square).squareRoot() : lexicon.scale
        for output in 0..<lexicon.columns { logits[output] += Float(sums[output]) * scale }
    }
}
