import Testing

@testable import PipitCore

/// Which words are another one typed with a slip.
@Suite struct SlipTests {
    private func isSlip(_ typed: String, of word: String) -> Bool {
        var (typed, word) = (typed, word)
        return typed.withUTF8 { typed in word.withUTF8 { PipitCore.isSlip(typed, of: $0) } }
    }

    @Test(arguments: [
        // exchanged
        ("teh", "the"), ("hte", "the"), ("opne", "open"), ("lapm", "lamp"), ("lihgts", "lights"),
        // left out
        ("swich", "switch"), ("kithen", "kitchen"), ("unlok", "unlock"),
        // added
        ("lightds", "lights"), ("lammp", "lamp"), ("switcch", "switch"), ("curtrains", "curtains"),
        // in another's place
        ("kitcjen", "kitchen"), ("bedrkom", "bedroom"),
    ])
    func oneSlipIsOne(typed: String, word: String) {
        #expect(isSlip(typed, of: word))
    }

    @Test(arguments: [
        // none
        ("lamp", "lamp"), ("", "lamp"), ("lamp", ""),
        // an ending
        ("locks", "lock"), ("lock", "locks"), ("closed", "closes"), ("switchh", "switch"),
        // the first letter
        ("amp", "lamp"), ("xlamps", "lamps"), ("pitchen", "kitchen"),
        // a short word
        ("lamb", "lamp"), ("lmp", "lamp"), ("turin", "turn"), ("lxmp", "lamp"),
        // more slips
        ("lgihst", "lights"), ("kitn", "kitchen"), ("kitchenette", "kitchen"), ("ktichne", "kitchen"),
        // no letter
        ("ki-chen", "kitchen"), ("light5s", "lights"),
    ])
    func anythingElseIsNone(typed: String, word: String) {
        #expect(!isSlip(typed, of: word))
    }
}
