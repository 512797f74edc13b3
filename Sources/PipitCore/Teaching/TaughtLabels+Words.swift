// Which words stand in a text, and how like those of a label's examples they are, as TEACHING.md has it.

extension TaughtLabels {
    private static let words: Float = 8
    /// Steps of a logit of words.
    private static let steps: Float = 16

    /// Keeps the most important features of a text in a place of examples.
    func keepFeatures(of text: Bytes, at place: Int) {
        let (count, _) = findFeatures(of: text)
        memory.setFeatures(place, count)
    }

    /// 1 / length of the features of an example.
    @inline(never)  // Called in several places.
    private func featureScale(of index: Int) -> Float {
        var square: Int32 = 0
        for number in 0..<Int(memory.featureCounts[index]) {
            square &+= squareOfImportance(memory.feature(index, number))
        }
        return inverseLength(ofSquare: square)
    }

    /// Finds how like the words of a text are to those of each label: `memory.words`.
    func findWords(of text: Bytes) {
        let words = memory.words
        let (_, square) = findFeatures(of: text)
        words.update(repeating: 0, count: count)
        for index in 0..<exampleCount {
            var shared: Int32 = 0
            for number in 0..<Int(memory.featureCounts[index]) {
                let bucket = memory.feature(index, number)
                if isFound(bucket) { shared &+= squareOfImportance(bucket) }
            }
            let label = Int(memory.exampleLabels[index])
            words[label] = words[label] + Float(shared) * featureScale(of: index)
        }
        let scale = inverseLength(ofSquare: square)
        for label in 0..<count { words[label] = (words[label] * scale) * memory.wordScales[label] }
    }

    /// Finds how like the words of each example are to those of each label, to its own without itself.
    func trainWords() {
        for index in 0..<exampleCount { memory.featureScales[index] = featureScale(of: index) }
        for label in 0..<count {
            addFeatures(of: label)
            let products = memory.products
            var square: Float = 0
            for index in 0..<exampleCount {
                products[index] = product(of: index)
                if Int(memory.exampleLabels[index]) == label { square = square + products[index] }
            }
            let scale = square > 0 ? Self.words / square.squareRoot() : 0
            memory.wordScales[label] = scale
            for index in 0..<exampleCount {
                let isOwn = Int(memory.exampleLabels[index]) == label
                let score =
                    isOwn ? scoreWithout(products[index], of: square) : products[index] * scale
                let step = min(max(roundedInteger(score * Self.steps), 0), 255)
                memory.wordSteps[index &* count &+ label] = UInt8(truncatingIfNeeded: step)
            }
        }
    }

    /// The logit of a label by the words of an example; only while training runs.
    func wordScore(_ index: Int, _ label: Int) -> Float {
        Float(memory.wordSteps[index &* count &+ label]) * (1 / Self.steps)
    }

    /// Sums the features of a label's examples, each example of length 1: `memory.learning`.
    private func addFeatures(of label: Int) {
        let table = memory.learning
        table.update(repeating: 0, count: GeneralLayout.buckets)
        for index in 0..<exampleCount where Int(memory.exampleLabels[index]) == label {
            for number in 0..<Int(memory.featureCounts[index]) {
                let bucket = memory.feature(index, number)
                table[bucket] = table[bucket] + memory.featureScales[index]
            }
        }
    }

    /// The product of an example's features with those that were summed.
    private func product(of index: Int) -> Float {
        var total: Float = 0
        for number in 0..<Int(memory.featureCounts[index]) {
            let bucket = memory.feature(index, number)
            total = total + Float(squareOfImportance(bucket)) * memory.learning[bucket]
        }
        return total * memory.featureScales[index]
    }

    /// The logit of an example by the other examples of its label, whose product and square have it among them.
    private func scoreWithout(_ product: Float, of square: Float) -> Float {
        let rest = (square - 2 * product) + 1
        if rest < Self.smallestSquare || product <= 0 { return 0 }
        return Self.words * ((product - 1) / rest.squareRoot())
    }

    private func squareOfImportance(_ bucket: Int) -> Int32 {
        guard let general else { return 1 }
        let importance = Int32(general.importances[bucket])
        return importance &* importance
    }

    /// Finds the features of a text: `memory.found` has them all, `memory.textFeatures` the most important.
    ///
    /// - Returns: how many of these there are, and the square of the length of all.
    @inline(never)  // Examples and texts need it.
    private func findFeatures(of text: Bytes) -> (count: Int, square: Int32) {
        memory.found.update(repeating: 0, count: GeneralLayout.buckets / 8)
        var found = (count: 0, square: Int32(0))
        forEachTextFeature(of: text, .brief) { keep(Int($0) & (GeneralLayout.buckets &- 1), &found) }
        return found
    }

    /// Keeps a bucket that was not found before in its place among the most important.
    @inline(never)  // Features are given in several places.
    private func keep(_ bucket: Int, _ features: inout (count: Int, square: Int32)) {
        if isFound(bucket) { return }
        memory.found[bucket &>> 3] |= 1 &<< UInt8(truncatingIfNeeded: bucket & 7)
        let own = squareOfImportance(bucket)
        features.square &+= own
        let kept = memory.textFeatures
        var place = features.count
        while place > 0 && squareOfImportance(Int(kept[place &- 1])) < own { place &-= 1 }
        if place == TeachingLimits.features { return }
        if features.count < TeachingLimits.features { features.count &+= 1 }
        var last = features.count &- 1
        while last > place {
            kept[last] = kept[last &- 1]
            last &-= 1
        }
        kept[place] = UInt16(truncatingIfNeeded: bucket)
    }

    private func isFound(_ bucket: Int) -> Bool {
        memory.found[bucket &>> 3] & (1 &<< UInt8(truncatingIfNeeded: bucket & 7)) != 0
    }
}
