import PipitCore
import Testing

@testable import forge

struct LongestRequestsTests {
    @Test func theyAreLinesOfTheGreatestLengthOfEveryKind() throws {
        let loaded = try everyHead()
        let cases = LongestRequests.cases(for: loaded.model)
        let texts = cases.dropLast()
        #expect(texts.allSatisfy { $0.request.utf8.count == LineReader.maximumBytes && $0.before.isEmpty })
        let kinds = Set((0..<loaded.model.headCount).map { loaded.model.head($0).kind })
        #expect(texts.count == kinds.count + 1)
        let training = try #require(cases.last)
        #expect(training.before.count == TeachingLimits.device.examples)
        #expect(training.request == "@classify x")
    }
}
