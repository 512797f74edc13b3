import Testing

@testable import PipitCore

@Suite struct LineReaderTests {
    enum Seen: Equatable {
        case line([UInt8])
        case tooLong(Int32)
    }

    /// What a reader makes of `input` that arrives in chunks of the sizes that `nextSize` gives.
    func read(_ input: [UInt8], isTerminal: Bool = false, chunks nextSize: () -> Int) -> [Seen] {
        var seen: [Seen] = []
        let storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: LineReader.maximumBytes)
        defer { storage.deallocate() }
        var reader = LineReader(storage: storage, isTerminal: isTerminal)
        func take(_ line: LineReader.Line) {
            switch line {
            case .bytes(let bytes): seen.append(.line([UInt8](bytes)))
            case .tooLong(let bytes): seen.append(.tooLong(bytes))
            }
        }
        var rest = input[...]
        while !rest.isEmpty {
            let chunk = [UInt8](rest.prefix(nextSize()))
            rest = rest.dropFirst(chunk.count)
            chunk.withUnsafeBufferPointer {
                var chunk = $0
                while let line = reader.next(&chunk) { take(line) }
                #expect(chunk.isEmpty)
            }
        }
        if let line = reader.last() { take(line) }
        #expect(reader.last() == nil)
        return seen
    }

    func read(_ text: String, by size: Int = 1 << 20) -> [Seen] {
        read([UInt8](text.utf8), chunks: { size })
    }

    func lines(_ texts: String...) -> [Seen] { texts.map { .line([UInt8]($0.utf8)) } }

    @Test func cutsAtLineFeeds() {
        #expect(read("") == [])
        #expect(read("\n") == lines(""))
        #expect(read("a\n\nbc\n") == lines("a", "", "bc"))
    }

    @Test func theLastLineNeedsNoLineFeed() {
        #expect(read("a\nb") == lines("a", "b"))
    }

    @Test func dropsOneCarriageReturnBeforeTheLineFeed() {
        #expect(read("a\r\n\r\nb\r\r\nc\rd\n") == lines("a", "", "b\r", "c\rd"))
        #expect(read("a\r") == lines("a"))
    }

    @Test(arguments: 1...4)
    func aCarriageReturnEndsALineOfATerminal(chunk: Int) {
        let seen = read([UInt8]("a\rb\r\n\rc\n\nd\r\r\ne".utf8), isTerminal: true) { chunk }
        #expect(seen == lines("a", "b", "", "c", "", "d", "", "e"))
    }

    @Test(arguments: 1...3)
    func keysOfATerminalEditTheLine(chunk: Int) {
        func typed(_ text: String) -> [Seen] { read([UInt8](text.utf8), isTerminal: true) { chunk } }
        #expect(typed("turn ofg\u{8}f\r") == lines("turn off"))
        #expect(typed("abc\u{7F}\u{7F}\u{7F}\u{7F}d\r") == lines("d"))
        #expect(typed("caf\u{E9}\u{8}e\u{1F600}\u{8}\r") == lines("cafe"))
        #expect(typed("nonsense\u{15}@ping\r") == lines("@ping"))
        #expect(typed("a\u{0}\u{1}\u{3}\tb\u{1B}\u{1F}\r\u{15}\r") == lines("a\tb", ""))
    }

    @Test func keysAreTextWhereNoTerminalIs() {
        #expect(read("ab\u{8}\u{15}\u{7F}\u{0}\n") == lines("ab\u{8}\u{15}\u{7F}\u{0}"))
    }

    @Test func backspaceDoesNotMakeALongLineShort() {
        let long = String(repeating: "x", count: 1025)
        let back = String(repeating: "\u{8}", count: 30)
        func typed(_ text: String) -> [Seen] { read([UInt8](text.utf8), isTerminal: true) { 100 } }
        #expect(typed(long + back + "\r") == [.tooLong(1025)])
        #expect(typed(String(long.dropLast()) + back + "\r") == lines(String(repeating: "x", count: 994)))
        #expect(typed(long + "\u{15}a\r") == lines("a"))
    }

    @Test(arguments: 1...4)
    func aByteOrderMarkIsSkippedAtTheStartAlone(chunk: Int) {
        func seen(_ bytes: [UInt8]) -> [Seen] { read(bytes, chunks: { chunk }) }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = [UInt8]("@ping".utf8)
        #expect(seen(mark + text) == lines("@ping"))
        #expect(seen(mark) == [])
        #expect(seen(mark + mark + text) == [.line(mark + text)])
        #expect(seen(text + [10] + mark + text) == lines("@ping") + [.line(mark + text)])
        #expect(seen([10] + mark + text) == lines("") + [.line(mark + text)])
        #expect(seen([97, 10] + mark) == lines("a") + [.line(mark)])
        #expect(seen([0xEF, 0xBB, 97, 98]) == [.line([0xEF, 0xBB, 97, 98])])
        let longest = [UInt8](repeating: 120, count: 1024)
        #expect(seen(mark + longest) == [.line(longest)])
    }

    @Test func whatAHangUpLeavesOfALineIsForgotten() {
        let storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: LineReader.maximumBytes)
        defer { storage.deallocate() }
        var reader = LineReader(storage: storage, isTerminal: true)
        func next(_ text: StaticString) -> [UInt8]? {
            var chunk = text.bytes
            guard case .bytes(let line) = reader.next(&chunk) else { return nil }
            return [UInt8](line)
        }
        #expect(next("turn off the kitch") == nil)
        reader.discard()
        #expect(reader.last() == nil)
        #expect(next("@ping\r") == [UInt8]("@ping".utf8))
        reader.discard()
        #expect(next("\n") == [])
    }

    @Test(arguments: ["", "\n", "\r\n"])
    func keepsLinesUpToTheLimit(ending: String) {
        for count in [1023, 1024] {
            let text = String(repeating: "x", count: count)
            #expect(read(text + ending + "y") == (ending.isEmpty ? read(text + "y") : lines(text, "y")))
        }
        let long = String(repeating: "x", count: 1025)
        #expect(read(long + ending) == [.tooLong(1025)])
    }

    @Test func aCarriageReturnInsideCountsTowardsTheLimit() {
        let text = String(repeating: "x", count: 1023)
        #expect(read(text + "\r\r\n") == lines(text + "\r"))
        #expect(read(text + "x\r\r\n") == [.tooLong(1025)])
        #expect(read(text + "x\rx\n") == [.tooLong(1026)])
    }

    @Test func aLongLineIsReportedOnceAndSkipped() {
        let long = String(repeating: "x", count: 100_000)
        #expect(
            read("a\n" + long + "\r\nb\n" + long, by: 7) == lines("a") + [.tooLong(100_000)] + lines("b") + [
                .tooLong(100_000)
            ])
    }

    @Test func chunksDoNotMatter() {
        var numbers = Dice(1)
        for _ in 0..<200 {
            let count = Int.random(in: 0...4000, using: &numbers)
            let alphabet: [UInt8] = [10, 13, 97, 98, 0, 255]
            let sparse = Bool.random(using: &numbers)
            let input = (0..<count).map { _ in
                sparse && Int.random(in: 0..<900, using: &numbers) > 0
                    ? 97 : alphabet.randomElement(using: &numbers) ?? 0
            }
            let whole = read(input, chunks: { 1 << 20 })
            #expect(read(input, chunks: { 1 }) == whole)
            #expect(read(input, chunks: { Int.random(in: 1...700, using: &numbers) }) == whole)
            let feeds = input.count { $0 == 10 }
            #expect(whole.count == feeds + (input.isEmpty || input.last == 10 ? 0 : 1))
        }
    }
}
