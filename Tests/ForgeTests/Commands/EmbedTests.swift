import Foundation
import PipitCore
import Testing

@testable import forge

@Suite struct EmbedTests {
    /// The vectors of the reference's session: with an output, with a transform alone, with neither.
    @Test(arguments: ["tasks", "capitals"]) func vectorsAreThoseOfTheDevice(model: String) throws {
        let fixtures = try testWorkspace().path("Tests/PipitCoreTests/Fixtures")
        let engine = try HostEngine(try LoadedModel(path: fixtures + "/encoder/\(model).pipit"))
        let lines = try Files.read(fixtures + "/session/\(model).txt").split(separator: 10)
        var widths: [String: Int] = [:]
        for index in stride(from: 0, to: lines.count, by: 2) {
            let request = String(decoding: lines[index], as: UTF8.self)
            guard request.hasPrefix("@embed"), let space = request.firstIndex(of: " ") else { continue }
            let name = String(request[..<space].dropFirst())
            let text = Array(request[request.index(after: space)...].utf8)
            let vector = engine.vector(of: text, head: try engine.head(name)).vector
            let reply = try #require(
                try JSONSerialization.jsonObject(with: Data(lines[index + 1])) as? [String: Any])
            let packed = try #require((reply["vector"] as? String).flatMap { Data(base64Encoded: $0) })
            let scale = try #require(reply["scale"] as? Double)
            #expect(vector.count == packed.count)
            for (value, step) in zip(vector, packed) {
                #expect(abs(Double(value) - Double(Int8(bitPattern: step)) * scale) < 127 * 5e-10 + 1e-6)
            }
            widths[name] = vector.count
        }
        #expect(widths == ["embed": 20, "embed.out": 9, "embed.rows": 32])
    }
}
