import Testing

@testable import PipitCore

/// Where the commands of a line start and end, by words that are written here.
@Suite struct CommandPartTests {
    private static let words =
        "^on\n^off\n:the\n!except\n!instead\n!if\n-not\n>turn\n>lock\n>dim\n<vacuum\n+and\n+,\n+then\n|but\n|.\n~please\n~you\n"
        + "=remind\n"

    /// The parts of a text: those that stand apart with a `|` before them, those that share a verb with a `^`, and a `!`
    /// behind the last one where something is taken out.
    private func parts(_ text: String, _ section: String = words, unjoined: Bool = false) -> [String] {
        var (text, section) = (text, section)
        return text.withUTF8 { text in
            section.withUTF8 { section in
                let words = CommandWords(ByteView(UnsafeRawBufferPointer(section)))
                let parts = CommandParts(text, words, unjoined: unjoined)
                #expect(unjoined || !parts.areUnjoined)
                let texts = (0..<parts.count).map { index in
                    let part = parts[index]
                    let bytes = text[Int(part.start)..<Int(part.end)]
                    let marks = (part.isApart ? "|" : "") + (part.isElliptical ? "^" : "")
                    return marks + String(decoding: bytes, as: UTF8.self)
                }
                return texts + (parts.excepts ? ["!"] : []) + (parts.areUnjoined ? ["?"] : [])
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

    @Test(arguments: [
        ("turn the lamp on and the fan off", ["turn the lamp on", "^the fan off"]),
        ("Turn ON the lamp, then please OFF the fan", ["Turn ON the lamp", "^OFF the fan"]),
        ("lamps on and fans off", ["lamps on", "^fans off"]),
        ("lamp off, fan on, lamp off", ["lamp off", "^fan on", "^lamp off"]),
        ("turn a and b on, the c and d off", ["turn a and b on", "^the c and d off"]),
        ("turn on a and b and off the c", ["turn on a and b", "^off the c"]),
        ("turn a off but leave b on", ["turn a off", "|^leave b on"]),
        ("turn a off and b on and lock c", ["turn a off", "^b on", "lock c"]),
        ("a on, b off, c on, d off, e on", ["a on", "^b off", "^c on", "^d off, e on"]),
        ("turn off a and b on in c", ["turn off a", "^b on in c"]),
    ])
    func anotherWayBehindAJointBeginsAPart(text: String, expected: [String]) {
        #expect(parts(text) == expected)
    }

    @Test(arguments: [
        "turn a on and b on", "a on and b", "turn off a and b on the c", "a and b off",
        "turn off the a on the b and the c", "on and on",
    ])
    func theSameWayOrAPlaceBeginsNone(text: String) {
        #expect(parts(text) == [text])
    }

    /// As it comes from a recognizer of speech, which puts no commas.
    @Test(arguments: [
        ("turn off a turn on b", ["turn off a", "turn on b", "?"]),
        ("turn off a lock the b", ["turn off a", "lock the b", "?"]),
        ("lock the a turn b off turn off c", ["lock the a turn b off", "turn off c", "?"]),
        ("turn a on and b off turn on c", ["turn a on", "^b off", "turn on c", "?"]),
        ("turn off a turn on b and lock c", ["turn off a", "turn on b", "lock c", "?"]),
    ])
    func aStartWithoutAJointMayBeginAPart(text: String, expected: [String]) {
        #expect(parts(text, unjoined: true) == expected)
        #expect(parts(text) == parts(text).filter { $0 != "?" })
    }

    @Test(arguments: [
        "turn turn on a", "turn off a lock b", "turn off a lock", "a turn on b", "turn off the lock on b",
        "please turn on a", "turn on the a dim in b",
    ])
    func otherStartsWithoutAJointBeginNone(text: String) {
        #expect(parts(text, unjoined: true) == [text])
    }

    /// What is a noun as often starts a command where a noun with its article or a way follows.
    @Test(arguments: [
        ("vacuum the a and turn b", ["vacuum the a", "turn b"]),
        ("please vacuum the a and lock b", ["please vacuum the a", "lock b"]),
        ("turn a and vacuum the b", ["turn a", "vacuum the b"]),
        ("turn a, then vacuum on b", ["turn a", "vacuum on b"]),
        ("turn a and vacuum", ["turn a and vacuum"]),
        ("turn a and vacuum b", ["turn a and vacuum b"]),
        ("a vacuum and lock b", ["a vacuum and lock b"]),
        ("turn the vacuum the a", ["turn the vacuum the a"]),
    ])
    func aNounThatIsAVerbStartsBeforeNouns(text: String, expected: [String]) {
        #expect(parts(text) == expected)
    }

    @Test(arguments: ["turn a on and off", "turn the a on and off, lock b", "a off, then on"])
    func anotherWayAloneHoldsTheLineBack(text: String) {
        #expect(parts(text).last == "!")
    }

    @Test(arguments: ["a off b on", "turn a on off", "a off b on."])
    func anotherWayAtTheEndHoldsTheLineBack(text: String) {
        #expect(parts(text) == [text, "!"])
    }

    @Test(arguments: ["turn off a on b", "turn a on on", "turn off a and b on"])
    func aWayElsewhereDoesNot(text: String) {
        #expect(parts(text).last != "!")
    }

    @Test func clausesReachFromTheVerb() {
        var (text, section) = ("lock a, turn b on and c off and d on", Self.words)
        let clauses = text.withUTF8 { text in
            section.withUTF8 { section in
                let parts = CommandParts(text, CommandWords(ByteView(UnsafeRawBufferPointer(section))))
                return (0..<parts.count).map { parts[$0].clause }
            }
        }
        #expect(clauses == [0, 8, 8, 8])
    }

    @Test(arguments: [
        "turn all off except a", "turn all off but the a", "turn a off, not b", "turn a off but please not b",
        "turn a off if b", "if a turn b off", "turn all off but the a and b", "turn all on instead off a",
        "turn a off if now b",
    ])
    func whatTakesOutIsSeen(text: String) {
        #expect(parts(text).last == "!")
    }

    @Test(arguments: [
        "turn a off instead", "if you like turn a off", "why not turn a off", "turn a off, except, please",
        "turn a off. the b", "turn a on but the b off", "turn a off but now", "is a on, if not, turn it on",
    ])
    func whatTakesNothingOutIsNot(text: String) {
        #expect(parts(text).last != "!")
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
