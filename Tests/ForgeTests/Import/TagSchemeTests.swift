import Testing

@testable import forge

/// The schemes in which labels of tokens say where spans begin and end.
@Suite struct TagSchemeTests {
    private func scheme(_ labels: String) throws -> TagScheme {
        try TagScheme(labels.split(separator: " ").map(String.init))
    }

    @Test(arguments: [
        ("O B-a I-a", "O B-a I-a"), ("O I-a I-b", "O I-a I-b B-a B-b"), ("B-a I-a O", "B-a I-a O"),
        ("O B-a I-a E-a S-a", "O B-a I-a I-a B-a"), ("O B-a I-a L-a U-a", "O B-a I-a I-a B-a"),
        ("B-a M-a E-a S-a O", "B-a I-a I-a B-a O"), ("O B-a M-a E-a W-a", "O B-a I-a I-a B-a"),
        ("O PER LOC", "O I-PER I-LOC B-PER B-LOC"), ("[PAD] [CLS] [SEP] X O B-a I-a", "O O O O O B-a I-a"),
    ])
    func spansAreNamed(labels: String, expected: String) throws {
        let found = try scheme(labels)
        #expect(found.labels.joined(separator: " ") == expected && found.namesSpans)
        #expect(found.rows.count == found.labels.count)
    }

    @Test(arguments: ["NOUN VERB O", "A B C", "O B-a I-a MISC", "O B-a x-b", "b-a i-a", "O"])
    func otherLabelsAreTagsOfWords(labels: String) throws {
        let found = try scheme(labels)
        #expect(found.labels.joined(separator: " ") == labels && !found.namesSpans)
        #expect((found.remark != nil) == labels.contains("B-"))
    }

    @Test(arguments: ["O I-a E-a", "O S-a E-a", "O B-a I-a L-a S-a", "O B-a I-a E-a U-a"])
    func schemesThatSayOtherThingsAreRefused(labels: String) {
        #expect(
            message { _ = try scheme(labels) }?.contains("IO, IOB, BIOES, BILOU and BMES can be imported")
                == true)
    }

    @Test(arguments: ["O b-a i-a", "O B_a I_a", "O a-B a-I"])
    func schemesSpelledOtherwiseAreRefused(labels: String) {
        #expect(
            message { _ = try scheme(labels) }?.contains("B-, I- and the like before a name are known")
                == true)
    }

    @Test func beginningsHaveTheRowsOfTheirInsides() throws {
        #expect(try scheme("I-a O I-b").rows == [0, 1, 2, 0, 2])
        #expect(try scheme("B-a I-a O").rows == [0, 1, 2])
    }
}
