import Foundation
import PipitCore
import Testing

@testable import forge

/// The trainer of intents: parts that are held back, the regression, and the lexicon that it writes.
@Suite struct IntentTeacherTests {
    private func traits(_ state: [Float], _ features: [UInt32]) -> TextTraits {
        TextTraits(state: state + [Float](repeating: 0, count: 16 - state.count), features: features)
    }

    @Test func everyPartHasAFifthOfEachLabel() {
        let labels = (0..<20).map { $0 < 10 ? "a" : $0 < 15 ? "b" : $0 < 19 ? "c" : "d" }
        let folds = Folds(labels, count: 5)
        var held: Set<Int> = []
        for part in 0..<5 {
            let own = folds.held(in: part)
            #expect(Set(own + folds.fitted(without: part)) == Set(0..<20))
            #expect(own.count { labels[$0] == "a" } == 2 && own.count { labels[$0] == "b" } == 1)
            #expect(held.isDisjoint(with: own))
            held.formUnion(own)
        }
        // The only example of its label is always fitted on.
        #expect(held == Set(0..<19))
        #expect(folds.held(in: 1) == Folds(labels, count: 5).held(in: 1))
    }

    @Test func aTemplateIsHeldBackAsAWhole() throws {
        let text = (0..<10).map { "(turn|switch) \($0)\tlabel\n" }.joined()
        let file = try TaughtFile(Array(text.utf8))
        let folds = Folds(file.examples.map(\.label), lines: file.examples.map(\.line), count: 5)
        for part in 0..<5 {
            let held = Set(folds.held(in: part).map { file.examples[$0].line })
            #expect(folds.held(in: part).count == 4 && held.count == 2)
            #expect(held.isDisjoint(with: folds.fitted(without: part).map { file.examples[$0].line }))
        }
    }

    @Test func fewLinesAreJudgedInTurnAndManyByAFifth() throws {
        let few = try TaughtFile(Array((0..<19).map { "few \($0)\ta\n" }.joined().utf8)).examples
        #expect(
            TeachingTrials(few, genericCount: 10).trials.map(\.hasSlots) == [true, true, true, true, true])
        let some = try TaughtFile(Array((0..<20).map { "some \($0)\ta\n" }.joined().utf8)).examples
        #expect(
            TeachingTrials(some, genericCount: 10).trials.map(\.hasSlots) == [
                true, false, false, false, false,
            ])
        let many = try TaughtFile(Array((0..<1000).map { "many \($0)\ta\n" }.joined().utf8)).examples
        let trials = TeachingTrials(many, genericCount: 10)
        #expect(trials.trials.count == 1 && !trials.isCrossValidation)
        #expect(trials.trials[0].held.examples.count == 200 && trials.trials[0].held.generic.count == 2)
    }

    /// Ten lines that stand for 2,000 texts: labels are judged by all of them, slots by two lines.
    @Test(arguments: [(199, [true, true, true, true, true]), (200, [true, false, false, false, false])])
    func slotsOfManyTextsAreJudgedByAFifth(texts: Int, judged: [Bool]) {
        let examples = (0..<10).flatMap { line in
            (0..<texts).map { text in
                TaughtExample(line: line, markup: SlotMarkup(text: "a \(text)", slots: []), label: "a")
            }
        }
        #expect(TeachingTrials(examples, genericCount: 10).trials.map(\.hasSlots) == judged)
    }

    /// One label with 3 of 4 texts on one side of a column against the background: its logit there is ln 3.
    @Test func theRegressionFindsTheBestWeights() {
        let texts = [1, 1, 1, 0].map { (traits: traits([1], []), label: 1 - $0, share: Float(1)) }
        let examples = BackgroundExamples(texts, table: FeatureTable(of: []), width: 16, labelCount: 1)
        let fit = BackgroundFit(examples, strengths: .init(trust: 1e6)) { _ in }
        #expect(abs(fit.logits(traits([1], []))[0] - log(3)) < 0.01)
    }

    /// Three texts of each of two labels have a word of their own, and another that one more text has.
    @Test func theStrongestWeightsAreKeptAndTheOthersStayZero() {
        let words: [[UInt32]] = [[10, 20], [10, 20], [10, 20], [10, 30], [30], [30]]
        let texts = words.indices.map { number in
            (traits: traits([1], words[number]), label: number / 3, share: Float(1))
        }
        let table = FeatureTable(of: texts.map(\.traits))
        let examples = BackgroundExamples(texts, table: table, width: 16, labelCount: 2)
        let whole = BackgroundFit(examples, strengths: .init(trust: 10)) { _ in }
        let kept = whole.strongestWeights(4, in: texts.map(\.traits))
        // [10, 20, 30] by [0, 1].
        #expect(kept == [false, false, true, true, true, true])
        let alone = BackgroundFit(examples, strengths: .init(trust: 10), kept: kept) { _ in }
        #expect(whole.logits(traits([0], [10])) != whole.logits(traits([0], [])))
        #expect(alone.logits(traits([0], [10])) == alone.logits(traits([0], [])))
        let logits = alone.logits(traits([1], [10, 20]))
        #expect(logits[0] > logits[1] + 1)
    }

    @Test func rareWordsCountMore() {
        let texts = (0..<8).map { traits([1], [5, UInt32(10 + $0)]) }
        let table = FeatureTable(of: texts)
        #expect(table.keys == [5] + (10..<18))
        #expect(table.importances[0] == 16)
        let values = table.values(of: traits([1], [5, 12, 99]))
        #expect(values.map(\.number) == [0, 3])
        #expect(abs(values[0].value * values[0].value + values[1].value * values[1].value - 1) < 1e-5)
        #expect(values[1].value > 2 * values[0].value)
        #expect(table.keeping([0, 3]).keys == [5, 12])
    }

    @Test func aLabelWithManyTextsCountsAsOneWithFew() {
        let commands = (0..<6).map { (traits([Float($0)], []), $0 < 4 ? 0 : 1) }
        let texts = IntentTeacher.texts(commands, generic: [traits([0, 1], [])], labelCount: 2)
        #expect(texts.map(\.label) == [0, 0, 0, 0, 1, 1, 2])
        #expect(texts.map(\.share).prefix(6) == [0.75, 0.75, 0.75, 0.75, 1.5, 1.5])
        #expect(abs(texts[6].share - 3.6) < 1e-5)
    }

    @Test func generalSentencesThatAreCommandsAreLeftOut() {
        let texts = IntentTeacher.texts(
            [(traits([1], []), 0)], generic: [traits([1], []), traits([0, 1], [])], labelCount: 1)
        #expect(texts.count == 2)
    }

    /// What the device computes of a lexicon is what the fit says, as far as 4 bits go.
    @Test func theLexiconIsReadAsItWasFitted() throws {
        var numbers = SeededNumbers(1)
        let keys = (0..<300).map { _ in UInt32.random(in: 0..<1 << 24, using: &numbers) }.sorted()
        let weights = (0..<300 * 3).map { _ in Float.random(in: -1...1, using: &numbers) }
        let draft = LexiconDraft(
            keys: keys, importances: [UInt8](repeating: 20, count: 300), columns: 3, weights: weights)
        let content = try #require(draft.content)
        content.bytes.withUnsafeBytes { bytes in
            let aligned = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
            defer { aligned.deallocate() }
            aligned.copyMemory(from: bytes)
            let lexicon = Lexicon(UnsafeRawBufferPointer(aligned))
            #expect(lexicon.count == 300 && lexicon.columns == 3)
            for number in 0..<300 {
                #expect(lexicon.find(keys[number]) == number)
                var sums: [Int32] = [0, 0, 0]
                sums.withUnsafeMutableBufferPointer {
                    lexicon.add(number, of: keys[number], to: $0.baseAddress!)
                }
                for column in 0..<3 {
                    let error = Float(sums[column]) * lexicon.scale - weights[3 * number + column]
                    #expect(abs(error) < 0.08)
                }
            }
            #expect(lexicon.find(keys[0] &+ 1) == nil || keys.contains(keys[0] + 1))
        }
    }

    /// Rows are dense until what the zeros take is more than bitmaps and starts; both hold the same weights.
    @Test(arguments: [(40, false), (4, true)])
    func rowsTakeFewBytes(present: Int, isSparse: Bool) throws {
        let (count, columns) = (200, 40)
        let keys = (0..<count).map { UInt32($0) * 80_000 }
        var weights = [Float](repeating: 0, count: count * columns)
        for row in 0..<count {
            // The greatest weight is 7 steps of 255 in each row, so that nothing is rounded.
            for number in 0..<present {
                let column = (row + number * 9) % columns
                weights[row * columns + column] = Float(number % 2 == 0 ? 7 : -3) * 255
            }
        }
        let draft = LexiconDraft(
            keys: keys, importances: [UInt8](repeating: 20, count: count), columns: columns, weights: weights)
        let content = try #require(draft.content)
        let row = isSparse ? 5 + present / 2 : columns / 2
        #expect(content.bytes.count == 528 + (isSparse ? 512 : 0) + count * (4 + row))
        #expect(content.bytes[12] == (isSparse ? 5 : 1))
        content.bytes.withUnsafeBytes { bytes in
            let aligned = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
            defer { aligned.deallocate() }
            aligned.copyMemory(from: bytes)
            let lexicon = Lexicon(UnsafeRawBufferPointer(aligned))
            #expect(lexicon.scale == 1)
            for number in 0..<count {
                #expect(lexicon.find(keys[number]) == number)
                var sums = [Int32](repeating: 0, count: columns)
                sums.withUnsafeMutableBufferPointer {
                    lexicon.add(number, of: keys[number], to: $0.baseAddress!)
                }
                #expect(sums.map(Float.init) == Array(weights[number * columns..<(number + 1) * columns]))
            }
        }
    }

    @Test func nothingIsWrittenWithoutFeatures() {
        #expect(LexiconDraft(keys: [], importances: [], columns: 2, weights: []).content == nil)
        #expect(LexiconDraft(keys: [3], importances: [9], columns: 2, weights: [0, 0]).content == nil)
    }

    @Test func sentencesAboutAnythingAreThere() throws {
        let texts = try GenericSentences.texts()
        #expect(texts.count > 1000)
        #expect(Set(texts).count == texts.count)
        #expect(texts.allSatisfy { !$0.isEmpty && $0.utf8.count <= 80 && !$0.hasPrefix("#") })
    }
}
