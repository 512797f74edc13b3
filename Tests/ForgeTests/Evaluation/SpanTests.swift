import Testing

@testable import forge

@Suite struct SpanTests {
    @Test(arguments: [
        ("O O O", []),
        ("B-a I-a O", [Span(name: "a", first: 0, last: 1)]),
        ("B-a B-a", [Span(name: "a", first: 0, last: 0), Span(name: "a", first: 1, last: 1)]),
        // An I- that continues nothing starts a span, as in conlleval.
        ("O I-a I-a", [Span(name: "a", first: 1, last: 2)]),
        ("B-a I-b", [Span(name: "a", first: 0, last: 0), Span(name: "b", first: 1, last: 1)]),
        ("B-a O I-a", [Span(name: "a", first: 0, last: 0), Span(name: "a", first: 2, last: 2)]),
        ("O B-to-go I-to-go", [Span(name: "to-go", first: 1, last: 2)]),
        ("", []),
    ])
    func tagsBecomeSpans(tags: String, expected: [Span]) {
        #expect(spans(ofTags: tags.split(separator: " ").map(String.init)) == expected)
    }

    @Test func wordsHaveTheBytesOfTheJoinedText() {
        #expect(wordRanges(of: ["at", "café", "x"]) == [0..<2, 3..<8, 9..<10])
        #expect(wordRanges(of: []) == [])
    }

    @Test func wordsLeaveOutTheMarksAtTheirEnds() {
        #expect(
            wordRanges(of: ["5", "p.m.", "on?!", "...", "!"]) == [
                0..<1, 2..<5, 7..<9, 12..<13, 16..<17,
            ])
    }

    @Test func bytesBecomeWords() {
        let words = wordRanges(of: ["turn", "mom's", "light", "on."])
        #expect(span(named: "a", ofBytes: 5..<16, amongWords: words) == Span(name: "a", first: 1, last: 2))
        #expect(span(named: "a", ofBytes: 0..<4, amongWords: words) == Span(name: "a", first: 0, last: 0))
        #expect(span(named: "a", ofBytes: 17..<19, amongWords: words) == Span(name: "a", first: 3, last: 3))
        // Only "mom" of "mom's": no gold span is equal to that.
        #expect(span(named: "a", ofBytes: 5..<8, amongWords: words).last == -1)
    }

    /// The example of seqeval's README: two sentences, two gold spans, two predicted, one right.
    @Test func seqevalsExampleScoresTheSame() {
        let gold = [
            ["O", "O", "O", "B-MISC", "I-MISC", "I-MISC", "O"], ["B-PER", "I-PER", "O"],
        ]
        let predicted = [
            ["O", "O", "B-MISC", "I-MISC", "I-MISC", "I-MISC", "O"], ["B-PER", "I-PER", "O"],
        ]
        var score = SpanScore()
        for (left, right) in zip(gold, predicted) {
            score.add(gold: spans(ofTags: left), predicted: spans(ofTags: right))
        }
        #expect(score.f1 == 0.5 && score.precision == 0.5 && score.recall == 0.5)
    }

    /// Random tags, upper case for `B-`, lower for `I-`; the figures are those of seqeval 1.2.2 (default mode).
    @Test func seqevalsFiguresOnRandomTagsAreTheSame() {
        let names: [Character: String] = [".": "O", "A": "B-x", "a": "I-x", "B": "B-y", "b": "I-y"]
        var score = SpanScore()
        for (gold, predicted) in Self.randomTags {
            score.add(
                gold: spans(ofTags: gold.compactMap { names[$0] }),
                predicted: spans(ofTags: predicted.compactMap { names[$0] }))
        }
        #expect(abs(score.precision - 0.7887323943661971) < 1e-12)
        #expect(abs(score.recall - 0.7943262411347518) < 1e-12)
        #expect(abs(score.f1 - 0.7915194346289751) < 1e-12)
    }

    private static let randomTags: [(gold: String, predicted: String)] = [
        ("aAB..b.ab.bA..", "aAB..bbab.bA.."), ("babA.bbAa.b.b.", "babB.bbAa.b.b."),
        ("..bBAaABB..bba", "..b.aaABB.Bbba"),
        (".BaAb.B.AaAABB", "BBaABaBBAaAABA"), ("aa.ABbabbaAbb.", "ab.ABbabbaAbb."),
        (".ab..AbBAaabaB", ".Bb..AbBAaaaaB"),
        (".ba.abaAaAbbba", ".bABabaAaAbbbB"), ("aa.A.ABAaABbb.", "aa..AABaaBBbb."),
        ("A.AbBAbbBaAbbA", "A.ABAAbbBaAbba"),
        ("BbbBbAbAbb.BAb", "BAbBbAbAbb.BAb"), ("Bb..BabbbbAaBb", "BbbaAAbbbbAaBb"),
        ("AaAaABA.BBAAAB", "BaAaABA.BBAAAA"),
        ("..aa.AaABaBAbb", "..aa.Aa..aBAbb"), ("bBabA.bA.Aa.AA", "aBabA.aA.Ab..A"),
        ("BBbBbaAAaAABa.", ".BbBbabAaAABa."),
        ("aaabaA.aAaA.aB", "aaab.A.aAaA.aB"),
    ]

    @Test func unevenCountsGiveTheHarmonicMean() {
        var score = SpanScore()
        let slots = (0..<4).map { Span(name: "s", first: $0, last: $0) }
        score.add(gold: slots, predicted: Array(slots.prefix(2)))
        score.add(gold: [], predicted: [slots[0]])
        // 2 right of 3 predicted and 4 gold: P 2/3, R 1/2, F1 4/7.
        #expect(abs(score.precision - 2.0 / 3) < 1e-12 && score.recall == 0.5)
        #expect(abs(score.f1 - 4.0 / 7) < 1e-12)
        #expect(SpanScore().f1 == 0)
    }

    @Test func aSpanPredictedTwiceIsRightOnce() {
        let slot = Span(name: "s", first: 0, last: 0)
        var score = SpanScore()
        score.add(gold: [slot], predicted: [slot, slot])
        #expect(score.correct == 1 && score.predicted == 2)
    }
}
