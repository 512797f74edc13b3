import Testing

@testable import PipitCore

/// Where bytes of a line that is read were typed.
@Suite struct SpellingTests {
    /// "turn of teh kitchn lamp" read as "turn of the kitchen lamp".
    private var spelling: Spelling {
        var spelling = Spelling()
        spelling.append(Spelling.Change(start: 8, end: 11, typedStart: 8, typedEnd: 11))
        spelling.append(Spelling.Change(start: 12, end: 19, typedStart: 12, typedEnd: 18))
        return spelling
    }

    @Test(arguments: [
        (0, 0), (7, 7), (8, 8), (11, 11), (12, 12), (14, 14), (18, 18), (19, 18), (20, 19), (24, 23),
    ])
    func offsetsBehindAChangeMove(read: UInt16, typed: UInt16) {
        #expect(spelling.typedOffset(read) == typed)
    }

    @Test func withoutChangesNothingMoves() {
        #expect(Spelling().typedOffset(700) == 700)
    }

    @Test func aLongerWordWasTyped() {
        var spelling = Spelling()
        spelling.append(Spelling.Change(start: 0, end: 4, typedStart: 2, typedEnd: 7))
        #expect([1, 3, 4, 9].map { spelling.typedOffset($0) } == [3, 5, 7, 12])
    }
}
