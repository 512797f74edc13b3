import Testing

@testable import PipitCore

@Suite struct TagDecoderTests {
    /// For each of `labels` the index of the B- that an I- needs: itself when there is none; nil for other labels.
    static func beginnings(_ labels: [String]) -> [Int?] {
        labels.indices.map { index in
            guard labels[index].hasPrefix("I-") else { return nil }
            return labels.firstIndex(of: "B-" + labels[index].dropFirst(2)) ?? index
        }
    }

    /// The best path of the decoder through `logits`, `[words][labels]`.
    func decode(_ beginnings: [Int?], _ logits: [[Float]], areFree: Bool = false) -> [Int] {
        let count = beginnings.count
        var rules = beginnings.map { UInt16($0 ?? Int(UInt16.max)) }
        var scores = [Float](repeating: .nan, count: count)
        var best = [UInt16](repeating: 9999, count: logits.count)
        // One byte more than needed, to see that it stays as it is.
        var continues = [UInt8](
            repeating: 0xAA, count: logits.count * TagMemory.continuesBytes(labels: count) + 1)
        var path: [Int] = []
        rules.withUnsafeMutableBufferPointer { rules in
            scores.withUnsafeMutableBufferPointer { scores in
                best.withUnsafeMutableBufferPointer { best in
                    continues.withUnsafeMutableBufferPointer { continues in
                        let memory = TagMemory(scores: scores, best: best, continues: continues)
                        let rules = TagRules(prepared: rules, areFree: areFree)
                        var decoder = TagDecoder(rules: rules, memory: memory)
                        for row in logits { row.withUnsafeBufferPointer { decoder.add($0) } }
                        path = decoder.path().map { Int($0) }
                    }
                }
            }
        }
        #expect(continues.last == 0xAA)
        return path
    }

    func isAllowed(_ path: [Int], _ beginnings: [Int?]) -> Bool {
        for (index, label) in path.enumerated() {
            guard let beginning = beginnings[label] else { continue }
            guard index > 0, beginning != label, path[index - 1] == beginning || path[index - 1] == label
            else {
                return false
            }
        }
        return true
    }

    func score(_ path: [Int], _ logits: [[Float]]) -> Float {
        zip(path, logits).reduce(0) { $0 + $1.1[$1.0] }
    }

    /// The highest score of all allowed paths, by trying every path.
    func highestScore(_ beginnings: [Int?], _ logits: [[Float]]) -> Float {
        var highest = -Float.infinity
        var path = [Int](repeating: 0, count: logits.count)
        while true {
            if isAllowed(path, beginnings) { highest = max(highest, score(path, logits)) }
            var place = 0
            while place < path.count && path[place] == beginnings.count - 1 {
                path[place] = 0
                place += 1
            }
            if place == path.count { return highest }
            path[place] += 1
        }
    }

    @Test(arguments: [
        ["O"], ["O", "B-a"], ["O", "B-a", "I-a"], ["I-a", "B-a", "O"], ["O", "B-a", "I-a", "B-b", "I-b"],
        ["I-b", "I-a", "O", "B-b", "B-a"], ["O", "I-a", "B-b"], ["B-a", "I-a"],
    ])
    func findsTheBestAllowedPath(labels: [String]) {
        let beginnings = Self.beginnings(labels)
        var numbers = Dice(5)
        for words in 1...5 {
            for _ in 0..<60 {
                // Whole numbers are summed without rounding, so that scores can be compared exactly, ties included.
                let logits = (0..<words).map { _ in
                    labels.map { _ in Float(Int.random(in: -4...4, using: &numbers)) }
                }
                let path = decode(beginnings, logits)
                #expect(isAllowed(path, beginnings), "\(path) of \(logits)")
                #expect(score(path, logits) == highestScore(beginnings, logits), "\(path) of \(logits)")
            }
        }
    }

    @Test func noWordsNoPath() {
        #expect(decode([nil, nil, 1], []) == [])
    }

    @Test func anInsideLabelNeedsItsOwnBeginning() {
        let labels = ["O", "B-a", "I-a", "B-b", "I-b"]
        // Word by word the best labels are B-a and I-b, which may not follow each other.
        let path = decode(Self.beginnings(labels), [[0, 9, 0, 8, 0], [0, 0, 0, 0, 9]])
        #expect(path == [3, 4])
    }

    @Test func freeTagsAreTheBestOfEachWord() {
        let beginnings = Self.beginnings(["O", "B-a", "I-a", "B-b", "I-b"])
        let logits: [[Float]] = [
            [0, 1, 9, 0, 0], [0, 9, 8, 0, 0], [5, 0, 0, 5, 0], [0, 0, 0, 0, 2], [1, 0, 3, 0, 0],
        ]
        #expect(decode(beginnings, logits, areFree: true) == [2, 1, 0, 4, 2])
        #expect(decode(beginnings, logits) != [2, 1, 0, 4, 2])
    }

    @Test func equalScoresGoToTheLowerLabelAndToTheBeginning() {
        #expect(decode([nil, nil, nil], [[1, 1, 1], [0, 2, 2]]) == [0, 1])
        // B-a I-a I-a and, with the same sum, O B-a I-a.
        #expect(
            decode(Self.beginnings(["O", "B-a", "I-a"]), [[1, 1, 0], [0, 3, 3], [0, 0, 9]]) == [0, 1, 2])
    }

    @Test func manyLabelsAndWords() {
        let labels = ["O"] + (0..<60).flatMap { ["B-\($0)", "I-\($0)"] }
        let beginnings = Self.beginnings(labels)
        var numbers = Dice(6)
        let logits = (0..<510).map { _ in labels.map { _ in Float.random(in: -10...10, using: &numbers) } }
        let path = decode(beginnings, logits)
        #expect(path.count == 510)
        #expect(isAllowed(path, beginnings))
    }
}
