import Foundation
import PipitKernels
import Testing

@testable import PipitCore

/// What a line does, and how that holds it back from labels.
@Suite struct ActTests {
    /// Gives `body` an engine of the model with acts.
    private func withEngine(_ file: [UInt8], _ body: (borrowing Engine) throws -> Void) throws {
        let file = FencedBytes(file)
        let model = try ModelFile(file.readOnly)
        let arena = FencedBytes(count: Engine.plan(for: model).totalBytes)
        try body(try Engine(model: model, kernels: pipit_kernels_for_this_processor(), arena: arena.bytes))
    }

    /// The act that holds a text with these probabilities, at the threshold of 0.5.
    private func holding(_ probabilities: [Float], accepted: ActSet = []) throws -> Int? {
        let labels = String(repeating: "x\n", count: 3)
        var found: Int?
        try withEngine(try ActModel.file(labels: labels)) { engine in
            var logits = probabilities.map { log($0) }
            found = logits.withUnsafeMutableBufferPointer {
                ActScores(logits: $0, head: engine.model.head(Int(ActModel.act))).holding(accepted)
            }
        }
        return found
    }

    @Test func allActsTogetherHoldATextBack() throws {
        #expect(try holding([0.6, 0.2, 0.2]) == nil)
        #expect(try holding([0.4, 0.25, 0.35]) == 2)
        #expect(try holding([0.4, 0.35, 0.25]) == 1)
    }

    @Test func actsThatALabelTakesHoldNothing() throws {
        #expect(try holding([0.1, 0.1, 0.8], accepted: ActSet(only: 2)) == nil)
        #expect(try holding([0.1, 0.6, 0.3], accepted: ActSet(only: 2)) == 1)
        #expect(try holding([0.1, 0.45, 0.45], accepted: [ActSet(only: 1), ActSet(only: 2)]) == nil)
        // Bit 0 says nothing.
        #expect(try holding([0.1, 0.1, 0.8], accepted: ActSet(only: 0)) == 2)
    }

    @Test(
        arguments: [("bade", nil), ("never bade", 1), ("who bade", 2), ("NEVER, bade!", 1)]
            as [(String, Int?)])
    func aLineIsHeldByWhatItDoes(line: String, act: Int?) throws {
        try withEngine(try ActModel.file()) { engine in
            var line = line
            line.withUTF8 { text in
                #expect(engine.actHolding(text) == act)
                let one = engine.classify(engine.encode(text), head: Int(ActModel.intent))
                let whole = engine.classify(text, head: Int(ActModel.intent))
                #expect(one.heldBy == act && whole.heldBy == act)
                #expect(one.isAccepted == (act == nil))
                #expect(one.label == whole.label && one.score == whole.score)
            }
        }
    }

    /// Windows beyond the first count for the topic; words count wherever they stand.
    @Test func aLongTextIsHeldToo() throws {
        try withEngine(try ActModel.file()) { engine in
            for (line, act) in [("bade ", nil), ("bade never ", 1)] as [(String, Int?)] {
                var line = String(repeating: line, count: 2 * engine.textTokens)
                line.withUTF8 { text in
                    let isTruncated = engine.encode(text).isTruncated
                    #expect(isTruncated)
                    #expect(engine.classify(text, head: Int(ActModel.intent)).heldBy == act)
                }
            }
        }
    }

    @Test func whatIsOutOfScopeIsNotHeld() throws {
        var file = EditableModel(try ActModel.file())
        file.edit(0x50, ActModel.intent) { $0.data.setU32(20, 0) }
        try withEngine(file.assembled()) { engine in
            var text = "never bade"
            text.withUTF8 {
                let answer = engine.classify($0, head: Int(ActModel.intent))
                #expect(answer.isOutOfScope && answer.heldBy == nil)
            }
        }
    }

    @Test func headsWithoutLabelActsAreFree() throws {
        try withEngine(try ActModel.file(accepted: nil)) { engine in
            var text = "never bade"
            text.withUTF8 { #expect(engine.classify($0, head: Int(ActModel.intent)).heldBy == nil) }
        }
    }

    /// A head of that name with a class for what is out of scope is a head like any other.
    @Test func aHeadThatRejectsTellsNoActs() throws {
        var file = EditableModel(try ActModel.file())
        file.edit(0x50, ActModel.act) { $0.data.setU32(24, 2) }
        try withEngine(file.assembled()) { engine in
            #expect(engine.actHead == nil)
            var text = "never bade"
            text.withUTF8 { #expect(engine.classify($0, head: Int(ActModel.intent)).heldBy == nil) }
        }
    }
}
