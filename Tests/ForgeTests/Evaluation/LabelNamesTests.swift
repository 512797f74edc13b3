import Testing

@testable import forge

@Suite struct LabelNamesTests {
    @Test func codesAndNumbersAreTheHeadsWords() {
        let trec = LabelNames(
            head: ["abbreviation", "entity", "human"], file: ["ENTY", "HUM", "LOC", "ENTY"])
        #expect(trec.gold("ENTY") == "entity" && trec.gold("HUM") == "human")
        #expect(trec.unknown == ["LOC"] && trec.gold("LOC") == "LOC" && trec.answer("entity") == "entity")
        let polarity = LabelNames(head: ["negative", "positive"], file: ["0", "1", "2"])
        #expect(polarity.gold("0") == "negative" && polarity.gold("1") == "positive")
        #expect(polarity.unknown == ["2"] && polarity.positive == "positive")
    }

    /// Entities of a file have the head's names, where the head has others.
    @Test func entitiesHaveTheHeadsNames() {
        func name(_ written: String, _ names: Set<String>) -> String {
            LabelNames.span(Span(name: written, first: 1, last: 2), among: names).name
        }
        #expect(name("group", ["organization", "person"]) == "organization")
        #expect(name("PER", ["organization", "person"]) == "person")
        #expect(name("group", ["group", "organization"]) == "group")
        #expect(name("LOC", ["place"]) == "LOC" && name("product", ["organization"]) == "product")
    }

    /// 0 and 1 are no and yes, in whatever order the head has them.
    @Test func numbersAreNoAndYes() {
        let names = LabelNames(head: ["yes", "no"], file: ["0", "1"])
        #expect(names.gold("0") == "no" && names.gold("1") == "yes" && names.positive == "yes")
    }

    @Test func caseDoesNotMatter() {
        let names = LabelNames(head: ["entailment", "neutral", "Neutral"], file: ["NEUTRAL", "Neutral"])
        #expect(names.gold("NEUTRAL") == "neutral" && names.gold("Neutral") == "Neutral")
    }

    @Test func notXIsAnythingElse() {
        let names = LabelNames(
            head: ["neutral", "entailment", "contradiction"], file: ["entailment", "not_entailment"])
        #expect(names.answer("neutral") == "not_entailment" && names.answer("entailment") == "entailment")
        #expect(names.gold("not_entailment") == "not_entailment" && names.unknown.isEmpty)
        #expect(names.positive == "entailment")
        let own = LabelNames(head: ["entailment", "not_entailment"], file: ["not_entailment"])
        #expect(own.answer("not_entailment") == "not_entailment" && own.answer("entailment") == "entailment")
    }

    @Test func oosIsNoLabelUnlessTheHeadHasIt() {
        #expect(LabelNames(head: ["a"], file: ["oos", "a"]).gold("oos") == nil)
        #expect(LabelNames(head: ["a", "oos"], file: ["oos"]).gold("oos") == "oos")
        #expect(LabelNames(head: ["a"], file: ["oos"]).unknown.isEmpty)
    }

    @Test func detailsDoNotCountWhereTheFileHasNone() {
        let head = ["on domain=light", "on domain=fan", "off domain=light"]
        let names = LabelNames(head: head, file: ["on", "off", "other"])
        #expect(names.gold("on") == "on" && names.answer("on domain=fan") == "on")
        #expect(names.unknown == ["other"] && names.renamings.isEmpty)
        let whole = LabelNames(head: head, file: ["on domain=light", "on"])
        #expect(whole.answer("on domain=fan") == "on domain=fan" && whole.unknown == ["on"])
    }
}
