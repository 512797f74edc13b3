import Testing

@testable import PipitCore

@Suite struct FeatureHashTests {
    private func key(_ kind: UInt8, _ text: String) -> UInt32 {
        var hash = FeatureHash(kind: FeatureHash.Kind(kind))
        for byte in text.utf8 { hash.add(byte) }
        return hash.key
    }

    /// Computed in Python from the formulas of FEATURES.md.
    @Test(arguments: [
        (UInt8(ascii: "w"), "", UInt32(0x65_68BA)), (UInt8(ascii: "w"), "light", 0xAD_B56F),
        (UInt8(ascii: "c"), "light", 0x01_4568), (UInt8(ascii: "c"), " l", 0x72_525D),
        (UInt8(ascii: "w"), "turn on", 0x78_1B60), (UInt8(ascii: "w"), "straße", 0x40_C266),
    ])
    func aKeyIsThatOfTheReference(kind: UInt8, text: String, expected: UInt32) {
        #expect(key(kind, text) == expected)
    }

    @Test func bytesAtOnceAreBytesOneByOne() {
        var whole = FeatureHash(kind: FeatureHash.Kind(1))
        Array("turn on".utf8).withUnsafeBufferPointer { whole.add($0) }
        #expect(whole.key == key(1, "turn on"))
    }

    /// With 4,096 features kept, about 24 of 100,000 others fall on one of them; 40 would tell of uneven keys.
    @Test func keysOfShortTextsAreSpreadEvenly() {
        var isKept = [Bool](repeating: false, count: 1 << 24)
        for number in 0..<4096 { isKept[Int(key(1, String(number, radix: 36)))] = true }
        let fallen = (0..<100_000).count { isKept[Int(key(2, String($0, radix: 36)))] }
        #expect(fallen < 40)
    }
}

@Suite struct TextFeatureTests {
    private func keys(of text: String, hasOrder: Bool = false) -> [UInt32] {
        var keys: [UInt32] = []
        Array(text.utf8).withUnsafeBufferPointer { text in
            forEachTextFeature(of: text, hasOrder ? .ordered : .plain) { keys.append($0) }
        }
        return keys
    }

    private func key(_ kind: FeatureHash.Kind, _ text: String) -> UInt32 {
        var hash = FeatureHash(kind: kind)
        for byte in text.utf8 { hash.add(byte) }
        return hash.key
    }

    @Test func wordsAndTheirCharactersAreFeatures() {
        let expected =
            [key(.words, "go")] + [" go", " go ", "go "].map { key(.characters, $0) }
            + [key(.words, "go up"), key(.words, "up")] + [" up", " up ", "up "].map { key(.characters, $0) }
        #expect(keys(of: "Go  UP") == expected)
    }

    @Test func inBriefAreSingleWordsAndFourCharacters() {
        var keys: [UInt32] = []
        Array("Go  UPS".utf8).withUnsafeBufferPointer { text in
            forEachTextFeature(of: text, .brief) { keys.append($0) }
        }
        let expected =
            [key(.words, "go"), key(.characters, " go "), key(.words, "ups")]
            + [" ups", "ups "].map { key(.characters, $0) }
        #expect(keys == expected)
    }

    @Test func charactersAreScalarsWithoutAccents() {
        let expected =
            [key(.words, "naißж")]
            + [" na", " nai", "nai", "naiß", "aiß", "aißж", "ißж", "ißж ", "ßж "].map { key(.characters, $0) }
        #expect(keys(of: "NAÏßЖ") == expected)
    }

    @Test(arguments: [
        ("Off", [" off", " off "]), ("did you", [" did", " did you", "did you "]),
        ("turn it off now", [" turn", " turn it", "turn it off", "it off now", "off now "]), ("", []),
    ])
    func threeWordsInARowTellTheOrder(text: String, expected: [String]) {
        let plain = keys(of: text)
        let found = keys(of: text, hasOrder: true)
        #expect(found.filter { !plain.contains($0) } == expected.map { key(.order, $0) })
        #expect(found.filter(plain.contains) == plain)
    }

    @Test func aLoneMarkIsAWord() {
        #expect(keys(of: "?") == [key(.words, "?"), key(.characters, " ? ")])
        #expect(keys(of: " \u{A0} ") == [])
    }
}
