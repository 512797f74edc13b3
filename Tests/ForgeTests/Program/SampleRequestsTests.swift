import PipitCore
import PipitKernels
import Testing

@testable import forge

@Suite struct SampleRequestsTests {
    /// The replies of a session to the lines, by what the kind of reply is called: a task or an error.
    private func kinds(of lines: [[UInt8]], _ loaded: LoadedModel) throws -> [String: [JSON]] {
        let arena = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Session.plan(for: loaded.model).totalBytes, alignment: MemoryPlan.alignment)
        defer { arena.deallocate() }
        var session = try Session(
            model: loaded.model, kernels: pipit_kernels_for_this_processor(), arena: arena,
            process: ProcessFacts())
        var kinds: [String: [JSON]] = [:]
        for line in lines where line.count <= LineReader.maximumBytes {
            let reply = line.withUnsafeBufferPointer { Array(session.answer(.bytes($0))) }
            let json = try JSONReader.read(reply, name: String(decoding: line, as: UTF8.self))
            kinds[json["task"]?.asText ?? json["error"]?.asText ?? "about", default: []].append(json)
        }
        return kinds
    }

    @Test func everyTaskIsReached() throws {
        let loaded = try everyHead()
        let kinds = try kinds(of: SampleRequests.lines(for: loaded.model), loaded)
        let heads = (0..<loaded.model.headCount).map { String(loaded.model.head($0).name) }
        let tasks = [
            "command", "teach", "taught", "examples", "classify", "forget", "list", "lists", "unlist",
        ]
        for task in heads + tasks {
            #expect(kinds[task]?.isEmpty == false, "\(task)")
        }
        for error in [
            "unknown_task", "invalid_utf8", "nothing_taught", "unknown_label", "lists_full", "unknown_list",
            "unexpected_text",
        ] {
            #expect(kinds[error]?.isEmpty == false, "\(error)")
        }
    }

    /// The lines without those that teach are a part of all lines.
    @Test func nothingMayBeTaught() throws {
        let loaded = try everyHead()
        let lines = SampleRequests.lines(for: loaded.model, teaches: false)
        #expect(lines.allSatisfy(Set(SampleRequests.lines(for: loaded.model)).contains))
        let kinds = try kinds(of: lines, loaded)
        #expect(kinds["command"] != nil && kinds["slots"] != nil)
        for task in ["teach", "taught", "list", "nothing_taught"] { #expect(kinds[task] == nil) }
    }

    /// Memory of labels and examples is touched only where something is taught.
    ///
    /// By the model that ships: to the fixture, whose vocabulary has no digits, the examples are all the same.
    @Test func allThatThereIsRoomForIsTaught() throws {
        let loaded = try LoadedModel(path: try testWorkspace().defaultModel)
        let kinds = try kinds(of: SampleRequests.lines(for: loaded.model), loaded)
        let limits = TeachingLimits.device
        let taught = try #require(kinds["taught"]?.first)
        #expect(taught["examples"]?.asInteger == limits.examples)
        #expect(taught["labels"]?.asArray?.count == limits.labels)
        #expect(taught["text_bytes"]?.asInteger == limits.textBytes)
        for label in taught["labels"]?.asArray ?? [] {
            #expect(label["label"]?.asText?.utf8.count == TeachingLimits.labelBytes)
        }
        for error in ["too_many_labels", "too_many_examples", "label_too_long", "texts_full"] {
            #expect(kinds[error]?.isEmpty == false, "\(error)")
        }
    }
}
