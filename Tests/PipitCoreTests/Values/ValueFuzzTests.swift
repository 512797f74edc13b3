import Foundation
import Testing

@testable import PipitCore

/// Texts that nobody would say: no text may do harm, take long, or give what is no JSON.
@Suite struct ValueFuzzTests {
    let words = EnglishWords.rows.map { String(decoding: $0.text.bytes, as: UTF8.self) }
    let kinds = SlotKind.allCases

    /// The members of a text whose bytes end where memory ends.
    func members(_ bytes: [UInt8], as kind: SlotKind) -> String {
        let padded = (bytes.count + 15) / 16 * 16
        let fenced = FencedBytes([UInt8](repeating: 32, count: padded - bytes.count) + bytes)
        let text = fenced.bytes.bindMemory(to: UInt8.self)
        let members = valueMembers(
            UnsafeBufferPointer(rebasing: text[(padded - bytes.count)...]), as: kind)
        withExtendedLifetime(fenced) {}
        return members
    }

    func expectGood(_ bytes: [UInt8], as kind: SlotKind) {
        let clock = ContinuousClock()
        var found = ""
        let duration = clock.measure { found = members(bytes, as: kind) }
        let shown = String(decoding: bytes.prefix(100), as: UTF8.self)
        #expect(duration < .milliseconds(250), "\(shown)")
        #expect(jsonObject([UInt8]("{\(found)}\n".utf8)) != nil, "\(shown): \(found)")
        let words = bytes.split(whereSeparator: { $0 <= UInt8(ascii: " ") }).count
        let most = min(Reply.maximumValueBytes - 1, words * Reply.maximumValueBytesOfWord)
        #expect(found.utf8.count <= most, "\(shown): \(found)")
    }

    @Test func randomWords() {
        var dice = Dice(31)
        for _ in 0..<4000 {
            let parts = (0..<Int.random(in: 1...9, using: &dice)).map { _ in
                Int.random(in: 0..<9, using: &dice) == 0
                    ? "\(Int.random(in: 0...1_000_000_000_000, using: &dice) >> Int.random(in: 0...40, using: &dice))"
                    : words.randomElement(using: &dice) ?? ""
            }
            let separator = [" ", " ", " ", "", "-", ",", ".", ":"].randomElement(using: &dice) ?? " "
            let text = [UInt8](parts.joined(separator: separator).utf8)
            for kind in [kinds.randomElement(using: &dice) ?? .unsaid, .unsaid] { expectGood(text, as: kind) }
        }
    }

    @Test func everyWordByItself() {
        for word in words { for kind in kinds { expectGood([UInt8](word.utf8), as: kind) } }
    }

    @Test func randomBytes() {
        var dice = Dice(32)
        for _ in 0..<3000 {
            let count = Int.random(in: 0...60, using: &dice)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }
            expectGood(bytes, as: kinds.randomElement(using: &dice) ?? .unsaid)
        }
        let marks = [UInt8](" .,:/-'\"$%&°½−’e1230amp\t".utf8)
        for _ in 0..<6000 {
            let count = Int.random(in: 0...20, using: &dice)
            let bytes = (0..<count).compactMap { _ in marks.randomElement(using: &dice) }
            expectGood(bytes, as: kinds.randomElement(using: &dice) ?? .unsaid)
        }
    }

    /// Phrases with a byte changed, left out or put in.
    @Test func damagedPhrases() {
        var dice = Dice(33)
        for phrase in ValuePhrase.all where phrase.text.utf8.count < 100 {
            for _ in 0..<8 {
                var bytes = [UInt8](phrase.text.utf8)
                let place = Int.random(in: 0...bytes.count, using: &dice)
                let byte = UInt8.random(in: 0...255, using: &dice)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: bytes.insert(byte, at: place)
                case 1 where place < bytes.count: bytes[place] = byte
                default: if place < bytes.count { bytes.remove(at: place) }
                }
                expectGood(bytes, as: phrase.kind)
            }
        }
    }

    @Test func longTexts() {
        var dice = Dice(34)
        for count in [249, 250, 251, 1024, 4096] {
            for unit in [
                "9", "five ", "a ", "two hundred ", "1:", "1/", "- ", ".", "\u{2019}", "°", "half a ",
            ] {
                let text = String(repeating: unit, count: count / unit.utf8.count + 1)
                expectGood(Array(text.utf8.prefix(count)), as: kinds.randomElement(using: &dice) ?? .unsaid)
            }
        }
    }

    /// Those with the most members, and the longest.
    @Test func theLongestValues() {
        let longest = [
            "before friday the 30th of september two thousand and twenty six at 23:59:59 pm",
            "9999999 years, 11 months, 999999 days and 23 hours 59 minutes and 59.999 seconds",
            "-999999999.999 degrees fahrenheit", "999999999.999 canadian dollars", "before tonight",
            "by midnight",
        ]
        for text in longest { for kind in kinds { expectGood([UInt8](text.utf8), as: kind) } }
    }
}
