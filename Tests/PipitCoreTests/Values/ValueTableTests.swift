import Testing

@testable import PipitCore

/// Every row of the tables: that it is well-formed, and that a phrase of the fixture would be read otherwise without it.
@Suite struct ValueTableTests {
    let words = Array(EnglishWords.rows)
    let forms = Array(EnglishForms.rows)
    let symbols = Array(ValueSymbols.rows)

    @Test func wordsAreWrittenAsTheyAreRead() {
        var seen: Set<String> = []
        for word in words {
            let text = word.string
            #expect(!text.isEmpty && text == text.lowercased() && text.utf8.first != 0x20, "\(text)")
            #expect(seen.insert(text.replacing(" ", with: "")).inserted, "\(text) stands twice")
        }
        #expect(words.count < Int(UInt16.max))
    }

    @Test func synonymsNameAWordOfTheirClass() {
        let kept = [WordClass.color.letter, WordClass.partOfToday.letter]
        for (row, word) in words.enumerated() where kept.contains(word.letter) && word.value < 0 {
            let name = words[row + Int(word.value)]
            #expect(name.value >= 0 && !kept.dropFirst().contains(name.letter), "\(word.string)")
            let expected = word.letter == WordClass.partOfToday.letter ? WordClass.dayPart : WordClass.color
            #expect(name.letter == expected.letter, "\(word.string)")
        }
    }

    @Test func lettersOfFormsHavePlacesOfTheirOwn() {
        let places = symbols.map { ValueSymbols.place(of: $0.letter) }
        #expect(Set(places).count == symbols.count)
        #expect(places.allSatisfy { $0 < ValueSymbols.placeCount })
        let letters = Set(symbols.map(\.letter))
        for form in forms {
            #expect(letters.isSuperset(of: form.pattern.bytes), "\(form.pattern)")
            #expect((1...8).contains(form.pattern.utf8CodeUnitCount))
        }
        let used = Set(forms.flatMap { Array($0.pattern.bytes) })
        // "And" is also read between forms, and a hyphen only by this one.
        #expect(letters.subtracting(used).isEmpty, "no form has them")
    }

    @Test func noFormStandsTwice() {
        let rows = forms.map { "\($0.pattern) \($0.kind)" }
        #expect(Set(rows).count == rows.count)
    }

    /// Removed by itself, each word is missed by a phrase that has it.
    @Test func everyWordIsInAPhrase() {
        // Those without a value are those of CommandTimeTests.
        for (row, word) in words.enumerated() where word.letter != WordClass.someTime.letter {
            var fewer = words
            // Rows keep their places, since synonyms count them.
            fewer[row] = ValueWord("\u{1}", .filler)
            let key = word.string.split(separator: " ").first.map(String.init) ?? ""
            let phrases = ValuePhrase.all.filter { $0.text.lowercased().contains(key) }
            let isMissed = fewer.withUnsafeBufferPointer { fewer in
                let grammar = ValueGrammar(words: fewer, forms: EnglishForms.rows)
                return phrases.contains { valueMembers($0.text, as: $0.kind, by: grammar) != $0.members }
            }
            #expect(isMissed, "\(word.string), \(phrases.count) phrases")
        }
    }

    /// Removed by itself, each form is missed by a phrase.
    @Test func everyFormIsInAPhrase() {
        for (row, form) in forms.enumerated() {
            var fewer = forms
            fewer.remove(at: row)
            let isMissed = fewer.withUnsafeBufferPointer { fewer in
                let grammar = ValueGrammar(words: EnglishWords.rows, forms: fewer)
                return ValuePhrase.all.contains { phrase in
                    // An empty text has no form, and those of other kinds hardly this one.
                    phrase.text.utf8.count < 100
                        && valueMembers(phrase.text, as: phrase.kind, by: grammar) != phrase.members
                }
            }
            #expect(isMissed, "\(form.pattern) of \(form.kind)")
        }
    }

    /// Another language is other tables: two rows of one.
    @Test func tablesOfAnotherLanguage() {
        let words = [
            ValueWord("zehn", .small, 10), ValueWord("minute", .unit, 60), ValueWord("minuten", .unit, 60),
        ]
        let forms = [ValueForm("NU", .duration, .always, .units)]
        words.withUnsafeBufferPointer { words in
            forms.withUnsafeBufferPointer { forms in
                let german = ValueGrammar(words: words, forms: forms)
                #expect(
                    valueMembers("Zehn Minuten", as: .duration, by: german)
                        == "\"duration\":{\"seconds\":600}")
                #expect(valueMembers("ten minutes", as: .duration, by: german) == "")
            }
        }
    }
}

extension ValueWord {
    var string: String { String(decoding: text.bytes, as: UTF8.self) }
}
