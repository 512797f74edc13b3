import Testing

@testable import PipitCore

/// Where the commands of a line start and end, by words that are written here.
@Suite struct CommandPartTests {
    private static let words = ">turn\n>lock\n>dim\n+and\n+,\n+then\n|but\n|.\n~please\n=remind\n"

    /// The parts of a text, and those that stand apart with a `|` before them.
    private func parts(_ text: String, _ section: String = words) -> [String] {
        var (text, section) = (text, section)
        return text.withUTF8 { text in
            section.withUTF8 { section in
                let words = CommandWords(ByteView(UnsafeRawBufferPointer(section)))
                let parts = CommandParts(text, words)
                return (0..<parts.count).map { index in
                    let part = parts[index]
                    let bytes = text[Int(part.start)..<Int(part.end)]
                    return (part.isApart ? "|" : "") + String(decoding: bytes, as: UTF8.self)
                }
            }
        }
    }

    @Test(arguments: [
        ("turn it off and lock the door", ["turn it off", "lock the door"]),
        ("turn it off, then please lock the door!", ["turn it off", "lock the door!"]),
        ("Turn it off. Lock the door", ["Turn it off", "|Lock the door"]),
        ("turn it off, but lock the door", ["turn it off", "|lock the door"]),
        ("hey, turn it off and DIM the lamp", ["hey, turn it off", "DIM the lamp"]),
        (
            "turn a and lock b and dim c and turn d and lock e",
            ["turn a", "lock b", "dim c", "turn d and lock e"]
        ),
    ])
    func aStartBehindAJointBeginsAPart(text: String, expected: [String]) {
        #expect(parts(text) == expected)
    }

    @Test(arguments: [
        "turn off the lamp and the lock", "turn lock dim", "", "and", "and turn it off",
        "and , then turn it off",
        "the lamp, turn it off", "turn it off and", "turn and", "please turn it off", "turned off and locked",
    ])
    func otherLinesAreOne(text: String) {
        #expect(parts(text) == [text])
    }

    @Test func withoutWordsALineIsOne() {
        #expect(parts("turn it off and lock the door", "") == ["turn it off and lock the door"])
    }
}

/// Labels that end in details.
@Suite struct LabelDetailTests {
    private func details(_ label: String) -> [String] {
        var label = label
        return label.withUTF8 { bytes in
            let name = LabelDetails.name(of: bytes)
            var details = LabelDetails(bytes, from: name.count)
            var found = [String(decoding: name, as: UTF8.self)]
            while let (key, value) = details.next() {
                found.append(
                    String(decoding: key, as: UTF8.self) + ":" + String(decoding: value, as: UTF8.self))
            }
            return found
        }
    }

    @Test(arguments: [
        ("HassTurnOn domain=cover verb=open", ["HassTurnOn", "domain:cover", "verb:open"]),
        ("light on area=hall", ["light on", "area:hall"]),
        ("a b= c=d", ["a", "b:", "c:d"]),
        ("a a=1 b=2 c=3 d=4", ["a", "a:1", "b:2", "c:3", "d:4"]),
    ])
    func detailsStandAtTheEnd(label: String, expected: [String]) {
        #expect(details(label) == expected)
    }

    @Test(arguments: [
        "light", "light on", "x=y", "a =b", "a K=v", "a b=c d", "a b=c ", "=", " ", "a=", "1 2=3", "é ü=x",
        "a k=x=y",
        "a a=1 b=2 c=3 d=4 e=5",
    ])
    func otherLabelsHaveNone(label: String) {
        #expect(details(label) == [label])
    }
}
