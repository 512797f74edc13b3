import PipitKernels
import Testing

@testable import PipitCore

/// Words that a sequence head reads beside hidden states, and the background that it tells commands from.
@Suite struct LexicalSumTests {
    /// Head 1 of the fixture: three labels, no out-of-scope class.
    private static let head = 1

    private static let lexicon = WrittenLexicon(
        features: [
            .init(key: WrittenLexicon.key(.words, "go"), step: 3, importance: 16, weights: [1, -2, 7]),
            .init(
                key: WrittenLexicon.key(.characters, "go "), step: 255, importance: 40, weights: [0, 1, -7]),
            .init(key: WrittenLexicon.key(.words, "go up"), step: 10, importance: 25, weights: [-7, 7, 5]),
            .init(key: WrittenLexicon.key(.words, "down"), step: 100, importance: 90, weights: [7, 7, 7]),
        ], scale: 0.3)

    /// Gives `body` an engine of the fixture, edited.
    private func withEngine(
        _ edit: (inout EditableModel) -> Void, _ body: (borrowing Engine) throws -> Void
    ) throws {
        var editable = EditableModel(try Fixture.bytes("every_head.pipit"))
        edit(&editable)
        let file = FencedBytes(editable.assembled())
        let model = try ModelFile(file.readOnly)
        let arena = FencedBytes(count: Engine.plan(for: model).totalBytes)
        try body(
            try Engine(model: model, kernels: pipit_kernels_for_this_processor(), arena: arena.bytes))
    }

    /// What the output alone says of a text.
    private func stateLogits(_ engine: borrowing Engine, _ text: UnsafeBufferPointer<UInt8>) -> [Float] {
        let reading = engine.encode(text)
        return Array(engine.logits(of: engine.model.head(Self.head), reading.states))
    }

    private func logits(_ text: String, isNormalized: Bool) throws -> (states: [Float], all: [Float]) {
        var lexicon = Self.lexicon
        lexicon.isNormalized = isNormalized
        var found: (states: [Float], all: [Float]) = ([], [])
        try withEngine {
            $0.add(lexicon, toHead: UInt16(Self.head))
        } _: { engine in
            var text = text
            text.withUTF8 { text in
                found.states = stateLogits(engine, text)
                found.all = found.states
                found.all.withUnsafeMutableBufferPointer {
                    engine.addWords(of: text, for: engine.model.head(Self.head), to: $0)
                }
            }
        }
        return found
    }

    @Test func featuresOfTheTextAreAddedOnceEach() throws {
        let (states, all) = try logits("GO go, up?", isNormalized: false)
        // "go" and "go "; "go up" is none, since a comma stands between.
        let sums: [Float] = [3 * 1, 3 * -2 + 255, 3 * 7 - 255 * 7]
        for index in 0..<3 { #expect(all[index] == states[index] + sums[index] * 0.3) }
    }

    @Test func sumsAreDividedByTheLengthOfTheText() throws {
        let (states, all) = try logits("go up", isNormalized: true)
        let length = Float(16 * 16 + 40 * 40 + 25 * 25).squareRoot()
        let sums: [Float] = [3 - 70, -6 + 255 + 70, 21 - 255 * 7 + 50]
        for index in 0..<3 { #expect(all[index] == states[index] + sums[index] * (0.3 / length)) }
    }

    /// Squares of importances leave 31 bits.
    @Test func theLengthOfALongTextFits() throws {
        var text = (0..<16_000).map { String($0 + 46_656, radix: 36) }.joined(separator: " ")
        var keys: Set<UInt32> = []
        text.withUTF8 { text in forEachTextFeature(of: text) { keys.insert($0) } }
        let kept = keys.sorted().prefix(65_535)
        #expect(kept.count * 255 * 255 > Int32.max)
        let features = kept.map {
            WrittenLexicon.Feature(key: $0, step: 255, importance: 255, weights: [7, -7, 1])
        }
        try withEngine {
            $0.add(WrittenLexicon(features: features, scale: 2), toHead: UInt16(Self.head))
        } _: { engine in
            var logits: [Float] = [0, 0, 0]
            text.withUTF8 { text in
                logits.withUnsafeMutableBufferPointer {
                    engine.addWords(of: text, for: engine.model.head(Self.head), to: $0)
                }
            }
            let share = 2 / Float(kept.count * 255 * 255).squareRoot()
            let sum = Float(kept.count * 255)
            #expect(logits == [7 * sum * share, -7 * sum * share, sum * share])
        }
    }

    @Test(arguments: ["stay", "", "?"]) func aTextOfUnknownWordsChangesNothing(text: String) throws {
        let (states, all) = try logits(text, isNormalized: true)
        #expect(all == states)
    }

    @Test func bothReadingsOfATextSeeItsWords() throws {
        try withEngine {
            $0.add(Self.lexicon, toHead: UInt16(Self.head))
        } _: { engine in
            var text = "go up and go down"
            text.withUTF8 { text in
                let one = engine.classify(engine.encode(text), head: Self.head)
                let whole = engine.classify(text, head: Self.head)
                #expect(one.label == whole.label)
                #expect(one.score.bitPattern == whole.score.bitPattern)
            }
        }
    }

    @Test func theBackgroundStandsAgainstTheBestLabel() throws {
        try withEngine {
            $0.setBackground(ofHead: UInt16(Self.head))
        } _: { engine in
            var text = "go up"
            text.withUTF8 { text in
                let logits = stateLogits(engine, text)
                let answer = engine.classify(text, head: Self.head)
                let best = logits.max() ?? 0
                #expect(logits[answer.label] == best)
                let expected = 1 / (1 + exponential(best))
                #expect(abs((answer.outOfScope ?? 9) - expected) < 1e-6)
                let sum = logits.reduce(1) { $0 + exponential($1) }
                #expect(abs(answer.score - exponential(best) / sum) < 1e-6)
                #expect(answer.isOutOfScope == (expected > 0.5))
            }
        }
    }

    /// The head's output reads the direction of the pooled state alone.
    @Test func theStateHasTheLengthOne() throws {
        try withEngine {
            $0.setBackground(ofHead: UInt16(Self.head))
        } _: { engine in
            var text = "go up"
            text.withUTF8 { text in
                let head = engine.model.head(Self.head)
                let unit = stateLogits(engine, text)
                let reading = engine.encode(text)
                let state = engine.encoder.pool(reading.states, head.pooling)
                var whole = [Float](repeating: 0, count: head.outputs)
                whole.withUnsafeMutableBufferPointer {
                    engine.encoder.logits(of: head, row: state, into: $0)
                }
                let ratio = state.scaleOfUnitLength / state.scale
                guard let output = head.output else { return }
                for index in 0..<3 {
                    let bias = output.bias[index]
                    #expect(abs(unit[index] - ((whole[index] - bias) * ratio + bias)) < 1e-4)
                }
            }
        }
    }

    @Test(arguments: ["...", "???", " \u{A0}\u{3000}", "\u{200B}", "👍", "— ! —", "€ %"])
    func whatSaysNothingIsNeverACommand(text: String) throws {
        try withEngine {
            $0.setBackground(ofHead: UInt16(Self.head), threshold: 0.99)
        } _: { engine in
            var text = text
            text.withUTF8 { text in
                let answer = engine.classify(text, head: Self.head)
                #expect(answer.isOutOfScope && answer.outOfScope == 1)
                #expect(engine.classify(engine.encode(text), head: Self.head).isOutOfScope)
            }
        }
    }

    @Test(arguments: ["a", "...é", "7?", "µ", "中", "한", "ﬁ", "ж"])
    func lettersAndDigitsAreSeen(text: String) {
        var text = text
        #expect(text.withUTF8 { hasLetterOrDigit($0) })
    }
}
