// Which words stand in a text, and how like those of a label's examples they are, as TEACHING.md has it.

extension TaughtLabels {
    private static let words: Float = 8
    private static let smallestSquare: Float = 0.0001
    /// Steps of a logit of words.
    private static let steps: Float = 16

    /// Keeps the most important features of a text in a place of examples.
    func keepFeatures(of text: Bytes, at place: Int) {
        let features = memory.features(place)
        var count = 0
        forEachBucket(of: text) { bucket in
            let square = squareOfImportance(bucket)
            var position = count
            while position > 0 && squareOfImportance(features[position &- 1]) < square { position &-= 1 }
            if position == TeachingLimits.features { return }
            if count < TeachingLimits.features { count &+= 1 }
            var last = count &- 1
            while last > position {
                features[last] = features[last &- 1]
                last &-= 1
            }
            features[position] = bucket
        }
        var square: Int32 = 0
        for index in 0..<count { square &+= squareOfImportance(features[index]) }
        memory.featureCounts[place] = UInt8(truncatingIfNeeded: count)
        memory.featureScales[place] = Self.inverseLength(square)
    }

    /// Finds how like the words of a text are to those of each label: `memory.words`.
    func findWords(of text: Bytes) {
        let words = memory.words
        var square: Int32 = 0
        forEachBucket(of: text) { square &+= squareOfImportance($0) }
        words.update(repeating: 0, count: count)
        for index in 0..<exampleCount {
            let features = memory.features(index)
            var shared: Int32 = 0
            for feature in 0..<Int(memory.featureCounts[index]) where isFound(features[feature]) {
                shared &+= squareOfImportance(features[feature])
            }
            let label = Int(memory.exampleLabels[index])
            words[label] = words[label] + Float(shared) * memory.featureScales[index]
        }
        let scale = Self.inverseLength(square)
        for label in 0..<count { words[label] = (words[label] * scale) * memory.wordScales[label] }
    }

    /// Finds how like the words of each example are to those of each label, to its own without itself.
    func trainWords() {
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
            for feature in 0..<Int(memory.featureCounts[index]) {
                let bucket = Int(memory.features(index)[feature])
                table[bucket] = table[bucket] + memory.featureScales[index]
            }
        }
    }

    /// The product of an example's features with those that were summed.
    private func product(of index: Int) -> Float {
        let features = memory.features(index)
        var total: Float = 0
        for feature in 0..<Int(memory.featureCounts[index]) {
            let bucket = features[feature]
            total = total + Float(squareOfImportance(bucket)) * memory.learning[Int(bucket)]
        }
        return total * memory.featureScales[index]
    }

    /// The logit of an example by the other examples of its label, whose product and square have it among them.
    private func scoreWithout(_ product: Float, of square: Float) -> Float {
        let rest = (square - 2 * product) + 1
        if rest < Self.smallestSquare || product <= 0 { return 0 }
        return Self.words * ((product - 1) / rest.squareRoot())
    }

    private func squareOfImportance(_ bucket: UInt16) -> Int32 {
        guard let general else { return 1 }
        let importance = Int32(general.importances[Int(bucket)])
        return importance &* importance
    }

    /// Gives `body` the bucket of every feature of a text, each once; `isFound` knows them then.
    private func forEachBucket(of text: Bytes, _ body: (UInt16) -> Void) {
        let found = memory.found
        found.update(repeating: 0, count: GeneralLayout.buckets / 8)
        forEachTextFeature(of: text, isBrief: true) { key in
            let bucket = UInt16(truncatingIfNeeded: Int(key) & (GeneralLayout.buckets &- 1))
            if isFound(bucket) { return }
            found[Int(bucket &>> 3)] |= 1 &<< UInt8(truncatingIfNeeded: bucket & 7)
            body(bucket)
        }
    }

    private func isFound(_ bucket: UInt16) -> Bool {
        memory.found[Int(bucket &>> 3)] & (1 &<< UInt8(truncatingIfNeeded: bucket & 7)) != 0
    }
}
