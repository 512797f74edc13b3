import PipitKernels
import Testing

@testable import PipitCore

/// The encoder against the numpy reference of ARITHMETIC.md: every hidden state, scale and logit, to the bit.
struct EncoderTests {
    @Test(arguments: Fixture.models)
    func answersAsTheReference(model name: String) throws {
        try forEachCase(of: name) { test, item, comment in
            let rows = test.encode(item.ids, item.segments)
            #expect(rows.allValues == item.rows.numbers, comment)
            #expect(bits(rows.allScales) == bits(item.scales.numbers), comment)
            let pooled = test.encoder.pool(rows, test.model.config.pooling)
            #expect(pooled.allValues == item.pooled.numbers, comment)
            #expect(bits([pooled.scale]) == bits(item.pooledScale.numbers), comment)
            for headCase in item.heads {
                let head = try #require(test.head(headCase.name))
                #expect(test.encoder.logitCount(of: head) == headCase.outputs, comment)
                if head.kind == .maskedWord { continue }
                let logits = test.logits(
                    head, rows, count: headCase.source == "rows" ? headCase.count : nil)
                #expect(bits(logits) == bits(headCase.logits.numbers), "\(comment), \(headCase.name)")
            }
        }
    }

    /// Heads of masked words read rows that layers of their own have made, where the model has those.
    @Test(arguments: Fixture.models)
    func masksPassTheirOwnLayers(model name: String) throws {
        try forEachCase(of: name) { test, item, comment in
            let rows = test.encode(item.ids, item.segments, wanted: .masks)
            let (values, scales) = (item.maskedRows ?? item.rows, item.maskedScales ?? item.scales)
            #expect(rows.allValues == values.numbers, comment)
            #expect(bits(rows.allScales) == bits(scales.numbers), comment)
            for headCase in item.heads {
                let head = try #require(test.head(headCase.name))
                guard head.kind == .maskedWord else { continue }
                let logits = test.logits(head, rows, count: headCase.count)
                #expect(bits(logits) == bits(headCase.logits.numbers), "\(comment), \(headCase.name)")
            }
        }
    }

    /// Every text of a fixture on every set of kernels.
    private func forEachCase(
        of name: String, _ body: (TestEncoder, EncoderCases.Case, Comment) throws -> Void
    ) throws {
        let expected = try Fixture.json(name + ".json", as: EncoderCases.self)
        for (kernelName, kernels) in kernelSets {
            let test = try TestEncoder(Fixture.bytes(name + ".pipit"), on: kernels)
            for item in expected.cases {
                let comment = Comment(rawValue: "\(name), \(item.ids.count) tokens, \(kernelName) kernels")
                try body(test, item, comment)
            }
        }
    }

    @Test(arguments: Fixture.models)
    func firstRowAloneIsTheSame(model name: String) throws {
        let expected = try Fixture.json(name + ".json", as: EncoderCases.self)
        let test = try TestEncoder(Fixture.bytes(name + ".pipit"))
        for item in expected.cases {
            let rows = test.encode(item.ids, item.segments, wanted: .first)
            #expect(rows.count == 1)
            #expect(rows.allValues == Array(item.rows.numbers[..<rows.width]))
            #expect(bits(rows.allScales) == bits([item.scales.numbers[0]]))
        }
    }

    /// The last case first, then the first: nothing that a long text left in the arena shows in a short one.
    @Test(arguments: ["paper", "centred31", "bert_erf"])
    func whatCameBeforeDoesNotMatter(model name: String) throws {
        let cases = try Fixture.json(name + ".json", as: EncoderCases.self).cases
        let test = try TestEncoder(Fixture.bytes(name + ".pipit"), dirt: 0x7F)
        for item in cases.reversed() + cases {
            #expect(test.encode(item.ids, item.segments).allValues == item.rows.numbers)
        }
    }

    @Test func longerTextIsCut() throws {
        let test = try TestEncoder(Fixture.bytes("bare.pipit"))
        let ids = [UInt16](repeating: 7, count: 30)
        let segments = [UInt8](repeating: 0, count: 30)
        let rows = test.encode(ids, segments)
        #expect(rows.count == test.model.config.maxTokens)
        let cut = test.encode(Array(ids[..<rows.count]), Array(segments[..<rows.count]))
        #expect(cut.allValues == rows.allValues)
    }

    @Test func emptyTextHasNoRows() throws {
        for name in ["paper", "no_layers", "bert_erf", "causal_residual"] {
            let test = try TestEncoder(Fixture.bytes(name + ".pipit"))
            #expect(test.encode([], []).count == 0)
            #expect(test.encode([], [], wanted: .first).count == 0)
        }
    }

    /// Ids and segments beyond their tables read the last entry instead of other memory.
    @Test func idsBeyondTheTableAreHeldBack() throws {
        let test = try TestEncoder(Fixture.bytes("paper.pipit"))
        let config = test.model.config
        let last = test.encode([UInt16(config.vocabularySize - 1)], [UInt8(config.segments - 1)]).allValues
        #expect(test.encode([.max], [.max]).allValues == last)
    }

    @Test func logitsNeedTheirRoom() throws {
        let test = try TestEncoder(Fixture.bytes("paper.pipit"))
        let head = test.model.head(0)
        let rows = test.encode([2, 4], [1, 1])
        var logits = [Float](repeating: 5, count: test.encoder.logitCount(of: head) - 1)
        logits.withUnsafeMutableBufferPointer { test.encoder.logits(of: head, row: rows[0], into: $0) }
        #expect(logits.allSatisfy { $0 == 5 })
    }
}

extension TestEncoder {
    func head(_ name: String) -> TaskHead? {
        Array(name.utf8).withUnsafeBufferPointer { model.headIndex(named: $0) }.map(model.head)
    }
}
