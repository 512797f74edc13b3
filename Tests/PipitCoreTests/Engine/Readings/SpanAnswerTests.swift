import Foundation
import Testing

@testable import PipitCore

/// The best span and its share, beside a search that lists every span and adds them up in double precision.
@Suite struct SpanAnswerTests {
    /// A part of a context: logits of position 0 and of its pieces, and whether each piece starts a word.
    struct Window {
        var none: (start: Float, end: Float) = (0, 0)
        var starts: [Float]
        var ends: [Float]
        /// Of one more piece where the context goes on.
        var startsWord: [Bool]
        /// Where the window stands in the context.
        var offset = 0
    }

    struct Answer: Equatable {
        var start = 0
        var end = 0
    }

    /// Pieces lie ten bytes apart, and are nine bytes long.
    private static let pitch = 10

    private func answer(_ windows: [Window], lengthCost: Float) -> SpanAnswer {
        let states = FencedBytes(count: 16)
        var found = SpanAnswer()
        for window in windows {
            // A question of two pieces stands before the context, with logits that count for nothing.
            let before: [Float] = [window.none.start, window.none.end] + [Float](repeating: 50, count: 6)
            let logits = before + zip(window.starts, window.ends).flatMap { [$0, $1] }
            let pieces = window.startsWord.enumerated().map { index, startsWord in
                let start = UInt16(index * Self.pitch)
                return WordPiece(id: 5, start: start, end: start + 9, startsWord: startsWord)
            }
            logits.withUnsafeBufferPointer { logits in
                pieces.withUnsafeBufferPointer { pieces in
                    let reading = PairReading(
                        states: HiddenStates(RowBuffer(states.bytes, rows: 0, width: 0), count: 0),
                        pieces: pieces, count: window.starts.count, firstToken: 4, isFirstCut: false)
                    found.read(logits, reading, at: window.offset, lengthCost: lengthCost)
                }
            }
        }
        return found
    }

    /// Every span that may be an answer, with its margin.
    private func spans(_ windows: [Window], lengthCost: Double) -> [(place: Answer, margin: Double)] {
        windows.flatMap { window in
            let count = window.starts.count
            let endsWord = (0..<count).map { $0 + 1 == window.startsWord.count || window.startsWord[$0 + 1] }
            let all = (0..<count).flatMap { i in (0..<count).map { (i, $0) } }
            return all.filter { i, j in i <= j && j - i < 30 && window.startsWord[i] && endsWord[j] }.map {
                i, j in
                let sum = Double(window.starts[i]) + Double(window.ends[j])
                let none = Double(window.none.start) + Double(window.none.end)
                let place = Answer(
                    start: window.offset + i * Self.pitch, end: window.offset + j * Self.pitch + 9)
                return (place, sum - none - lengthCost * Double(j - i))
            }
        }
    }

    private func expect(_ windows: [Window], lengthCost: Float) throws {
        let found = answer(windows, lengthCost: lengthCost)
        let all = spans(windows, lengthCost: Double(lengthCost))
        let best = try #require(all.max { $0.margin < $1.margin })
        #expect(Answer(start: found.start, end: found.end) == best.place)
        let share = exp(best.margin) / (1 + all.reduce(0) { $0 + exp($1.margin) })
        #expect(abs(Double(found.score) - share) < 1e-5, "\(found.score), not \(share)")
    }

    @Test(arguments: [0, 0.1, 0.75, 16] as [Float])
    func theBestSpanAndItsShareAreThoseOfAllSpans(lengthCost: Float) throws {
        var dice = Dice(11)
        for round in 0..<40 {
            let windows = (0...round % 3).map { number in
                let count = Int.random(in: 1...70, using: &dice)
                let more = Bool.random(using: &dice) ? 1 : 0
                func logits() -> [Float] { (0..<count).map { _ in Float.random(in: -4...4, using: &dice) } }
                return Window(
                    none: (Float.random(in: -3...3, using: &dice), Float.random(in: -3...3, using: &dice)),
                    starts: logits(), ends: logits(),
                    startsWord: (0..<count + more).map { $0 == 0 || Bool.random(using: &dice) },
                    offset: number * 2000)
            }
            if spans(windows, lengthCost: 0).isEmpty { continue }
            try expect(windows, lengthCost: lengthCost)
        }
    }

    @Test func whatALongAnswerCostsDecides() {
        // Five words: the second alone has 4, the second to the fourth 5, and costs twice the cost more.
        let window = Window(
            starts: [-9, 2, -9, -9, -9], ends: [-9, 2, -9, 3, -9],
            startsWord: [Bool](repeating: true, count: 5))
        let word = Answer(start: 10, end: 19)
        for (cost, place) in [
            (0, Answer(start: 10, end: 39)), (0.49, Answer(start: 10, end: 39)), (0.51, word),
        ] {
            let found = answer([window], lengthCost: Float(cost))
            #expect(Answer(start: found.start, end: found.end) == place, "\(cost)")
        }
        // All else is worth next to nothing: the word has e^4 of 1 + e^4 + e^(5 − 2·0.75), no more than 1e-3 off.
        let share = exp(4.0) / (1 + exp(4.0) + exp(3.5))
        #expect(abs(Double(answer([window], lengthCost: 0.75).score) - share) < 1e-3)
    }

    @Test func noAnswerHasMoreThanThirtyPieces() {
        for (last, isFound) in [(29, true), (30, false)] {
            var window = Window(
                starts: [Float](repeating: -20, count: 31), ends: [Float](repeating: -20, count: 31),
                startsWord: [Bool](repeating: true, count: 31))
            window.starts[0] = 20
            window.ends[last] = 20
            let found = answer([window], lengthCost: 0.5)
            #expect((found.end == last * Self.pitch + 9 && found.start == 0) == isFound)
        }
    }
}
