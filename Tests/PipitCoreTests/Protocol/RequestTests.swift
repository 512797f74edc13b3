import Testing

@testable import PipitCore

@Suite struct RequestTests {
    func parts(_ line: String) -> (name: String?, text: String) {
        var line = line
        return line.withUTF8 { bytes in
            let request = RequestLine(bytes)
            return (
                request.name.map { String(decoding: $0, as: UTF8.self) },
                String(decoding: request.text, as: UTF8.self)
            )
        }
    }

    @Test func aPlainLineIsAllText() {
        #expect(parts("turn it off") == (nil, "turn it off"))
        #expect(parts(" @intent x") == (nil, " @intent x"))
        #expect(parts("") == (nil, ""))
    }

    @Test func theTextStartsAfterOneBlank() {
        #expect(parts("@intent turn") == ("intent", "turn"))
        #expect(parts("@intent  turn ") == ("intent", " turn "))
        #expect(parts("@intent\tturn") == ("intent", "turn"))
        #expect(parts("@intent.clinc a b") == ("intent.clinc", "a b"))
    }

    @Test func textOrNameMayBeMissing() {
        #expect(parts("@intent") == ("intent", ""))
        #expect(parts("@intent ") == ("intent", ""))
        #expect(parts("@") == ("", ""))
        #expect(parts("@ home") == ("", "home"))
    }
}
