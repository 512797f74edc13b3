import Foundation
import PipitCore
import PipitKernels
import Testing

@testable import forge

/// Requests to imported heads, against what transformers decodes from its own floats.
///
/// Fixtures/heads has a small BERT for each kind, as transformers saved it; Tests/fixtures/make_head_fixtures.py makes
/// them and their goldens.
@Suite struct ImportedHeadTests {
    private static let names = [
        "intent", "entail", "ner", "io", "iob1", "bioes", "pos", "score", "several", "qa", "fill", "next",
        "mean",
    ]

    /// How far 8 bits may move a probability or a cosine.
    private static let tolerance = 0.02

    @Test(arguments: Self.names)
    func answersAreThoseOfTransformers(_ name: String) throws {
        let folder = TinyBERT.folder + "/../heads/\(name)"
        // Names are for classifiers; other heads have their own.
        let options = ImportOptions(task: ["intent", "entail"].contains(name) ? name : nil)
        var session = try ImportedSession(try TinyBERT.imported(options, from: folder))
        let lines = try Files.read(folder + "/golden.jsonl").split(separator: UInt8(ascii: "\n"))
        #expect(lines.count >= 4)
        for line in lines {
            let golden = try JSONReader.read(Array(line), name: name)
            let request = try #require(golden["request"]?.asText)
            let reply = try session.reply(to: request)
            let expected = try #require(golden["reply"])
            try expectSame(try JSONReader.read(reply, name: request), expected, "\(request)")
        }
    }

    /// Every member of `expected` is one of `actual`: words, labels and places alike, other numbers nearly.
    private func expectSame(_ actual: JSON?, _ expected: JSON, _ place: String) throws {
        switch expected {
        case .object(let members):
            for (name, value) in members where name != "vector" {
                try expectSame(actual?[name], value, "\(place): \(name)")
            }
            if let floats = expected["vector"]?.asText { try expectNear(actual, floats, place) }
        case .array(let elements):
            #expect(actual?.asArray?.count == elements.count, "\(place)")
            for (index, element) in elements.enumerated() where index < actual?.asArray?.count ?? 0 {
                try expectSame(actual?.asArray?[index], element, "\(place) \(index)")
            }
        case .integer(let integer): #expect(actual?.asInteger == integer, "\(place)")
        case .number(let number):
            let other = try #require(actual?.asNumber, "\(place)")
            #expect(abs(other - number) <= Self.tolerance, "\(place): \(other), \(number)")
        case .string(let text): #expect(actual?.asText == text, "\(place)")
        case .bool(let bool): #expect(actual?.asBool == bool, "\(place)")
        case .null:
            if case .null = actual {} else { Issue.record("\(place) is not null") }
        }
    }

    /// The vector of a reply, its bytes times its scale, is that of these floats, in length as well.
    private func expectNear(_ reply: JSON?, _ floats: String, _ place: String) throws {
        let expected = try #require(Data(base64Encoded: floats)).floats
        let scale = Float(try #require(reply?["scale"]?.asNumber, "\(place)"))
        let text = try #require(reply?["vector"]?.asText, "\(place)")
        let bytes = try #require(Data(base64Encoded: text))
        let vector = bytes.integers.map { Float($0) * scale }
        #expect(vector.count == expected.count && cosine(vector, expected) > 0.995, "\(place)")
        let lengths = [vector, expected].map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        #expect(abs(lengths[0] / lengths[1] - 1) < 0.02, "\(place)")
    }
}

/// A session on an imported model, as the device program holds it.
private struct ImportedSession: ~Copyable {
    private var session: Session

    init(_ loaded: LoadedModel) throws {
        let bytes = Session.plan(for: loaded.model).totalBytes
        // Kept until the tests end, as the model is.
        let arena = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: MemoryPlan.alignment)
        session = try Session(
            model: loaded.model, kernels: pipit_kernels_for_this_processor(), arena: arena,
            process: ProcessFacts())
    }

    mutating func reply(to request: String) throws -> [UInt8] {
        Array(request.utf8).withUnsafeBufferPointer { Array(session.answer(.bytes($0))) }
    }
}
