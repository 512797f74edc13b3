import PipitKernels
import Testing

@testable import PipitCore

@Suite struct EngineTests {
    func start(_ model: ModelFile, _ arena: UnsafeMutableRawBufferPointer) throws(StartError) -> Engine {
        try Engine(model: model, kernels: pipit_kernels_for_this_processor(), arena: arena)
    }

    @Test func anArenaThatIsTooSmallIsRefusedWithBothNumbers() throws {
        let file = FencedBytes(try Fixture.bytes("every_head.pipit"))
        let model = try ModelFile(file.readOnly)
        let needed = Engine.plan(for: model).totalBytes
        let arena = FencedBytes(count: needed)
        for available in [0, 1, needed - 1] {
            do throws(StartError) {
                _ = try start(model, UnsafeMutableRawBufferPointer(rebasing: arena.bytes[..<available]))
                Issue.record("started in \(available) bytes")
            } catch {
                let text = WrittenText { error.describe(to: &$0) }.text
                #expect(text == "the model needs an arena of \(needed) bytes, this program has \(available)")
                #expect(String(decoding: error.code.bytes, as: UTF8.self) == "arena_too_small")
            }
        }
        _ = try start(model, arena.bytes)
    }

    @Test func aMisalignedArenaIsRefused() throws {
        let file = FencedBytes(try Fixture.bytes("every_head.pipit"))
        let model = try ModelFile(file.readOnly)
        let arena = FencedBytes(count: Engine.plan(for: model).totalBytes + 16)
        do throws(StartError) {
            _ = try start(model, UnsafeMutableRawBufferPointer(rebasing: arena.bytes[1...]))
            Issue.record("started askew")
        } catch {
            #expect(String(decoding: error.code.bytes, as: UTF8.self) == "arena_misaligned")
            #expect(
                WrittenText { error.describe(to: &$0) }.text
                    == "the arena does not start at a multiple of 16 bytes")
        }
    }

    /// A head that reads position 0 says the same whether only its hidden state was wanted or all.
    @Test(arguments: ["paper", "bert_erf", "every_head"])
    func wantingFewerHiddenStatesChangesNothing(name: String) throws {
        let fixture = try FixtureSession(name)
        #expect(fixture.session.engine.wanted(by: 0) == .first)
        for var text in SessionTests.someTexts(20) {
            text.withUTF8 { text in
                let all = fixture.classify(text, wanted: .all)
                let first = fixture.classify(text, wanted: .first)
                #expect(all.label == first.label)
                #expect(all.score.bitPattern == first.score.bitPattern)
                #expect(all.outOfScope == first.outOfScope)
            }
        }
    }

    /// A text of one window is answered as if there were no others.
    @Test func oneWindowIsTheTextItself() throws {
        let fixture = try FixtureSession("every_head")
        for head in 0..<4 {
            for var text in SessionTests.someTexts(20) {
                text.withUTF8 { text in
                    let reading = fixture.session.engine.encode(text)
                    if reading.isTruncated { return }
                    let one = fixture.session.engine.classify(reading, head: head)
                    let whole = fixture.session.engine.classify(text, head: head)
                    #expect(one.label == whole.label)
                    #expect(one.score.bitPattern == whole.score.bitPattern)
                    #expect(one.outOfScope == whole.outOfScope && one.isOutOfScope == whole.isOutOfScope)
                }
            }
        }
    }

    @Test func aTextBeyondSixteenBitsHasAnEnd() throws {
        let fixture = try FixtureSession("every_head")
        let text = [UInt8](repeating: 0x20, count: 65_533) + Array("bo bo".utf8)
        let (all, read) = text.withUnsafeBufferPointer { text in
            (
                fixture.session.engine.classify(text, head: 0),
                fixture.session.engine.classify(UnsafeBufferPointer(rebasing: text[..<65_535]), head: 0)
            )
        }
        #expect(all.score.bitPattern == read.score.bitPattern)
    }
}

extension FixtureSession {
    /// What head 0 says of a text of which these hidden states were wanted.
    fileprivate func classify(_ text: UnsafeBufferPointer<UInt8>, wanted: Encoder.Wanted) -> Classification {
        session.engine.classify(session.engine.encode(text, wanted: wanted), head: 0)
    }
}
