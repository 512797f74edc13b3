/// Lines like those that people and programs write, and what becomes of them on the way.
struct LineWriter {
    var dice: Dice
    private let lines: [[UInt8]]

    /// - Parameters:
    ///   - sources: texts whose lines are what is written.
    ///   - seed: what the same lines come from.
    init(sources: [[UInt8]], seed: UInt64) {
        dice = Dice(seed)
        lines = ([conversation] + sources).flatMap { $0.split(separator: 10).map(Array.init) }
    }

    /// What requests and texts have in them, and what breaks readers of text.
    private static let words: [[UInt8]] =
        [
            "@command ", "@intent ", "@slots ", "@similar ", "@embed ", "@teach ", "@forget ", "@classify ",
            "@list ", "@qa ", "@fill ", "@ner ", " || ", "[MASK]", "\t", "\r", "\u{0}", "\u{FEFF}", "\u{301}",
            "\u{1100}", "\u{AC00}", "\u{1F600}", "\u{4E2D}", "\u{200B}", "\u{A0}", "\u{85}", "\u{2028}", "\"",
            "\\", "\u{7F}", "\u{1B}", "\u{8}", "\u{FB01}", "\u{130}", " and ", " then ", "don't ", "5:30 pm",
            "three quarters", "0.5", "99999999999999999999", "%", "twenty first of may", "$", "-3 degrees",
        ].map { Array($0.utf8) } + [
            [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xC3],
        ]

    /// A line without its end; some have line feeds in them all the same.
    mutating func next() -> [UInt8] {
        if dice.hits(oneIn: 100) { return (0..<Int.random(in: 0...80, using: &dice)).map { _ in anyByte() } }
        var line = any(of: lines)
        // Long lines are answered too, but cost as much as a hundred others.
        if line.count > 120 && !dice.hits(oneIn: 20) { line = Array(line[range(in: line, atMost: 120)]) }
        for _ in 0..<Int.random(in: 0...3, using: &dice) { change(&line) }
        if dice.hits(oneIn: 400), !line.isEmpty {
            while line.count < 1030 { line += line }
        }
        return Array(line.prefix(dice.hits(oneIn: 50) ? 1100 : 1025))
    }

    private mutating func change(_ line: inout [UInt8]) {
        let place = Int.random(in: 0...line.count, using: &dice)
        switch Int.random(in: 0..<8, using: &dice) {
        case 0: line.insert(contentsOf: any(of: Self.words), at: place)
        case 1: line.insert(anyByte(), at: place)
        case 2: line.removeSubrange(range(in: line, atMost: 20))
        case 3:
            let other = any(of: lines)
            line.insert(contentsOf: other[range(in: other, atMost: 40)], at: place)
        case 4: line.insert(contentsOf: line[range(in: line, atMost: 20)], at: place)
        case 5:
            for index in range(in: line, atMost: 20) where line[index] | 0x20 >= 0x61 { line[index] ^= 0x20 }
        default:
            if place < line.count { line[place] = anyByte() }
        }
    }

    private mutating func anyByte() -> UInt8 { UInt8.random(in: 0...255, using: &dice) }

    private mutating func any(of texts: [[UInt8]]) -> [UInt8] {
        texts[Int.random(in: 0..<texts.count, using: &dice)]
    }

    private mutating func range(in line: [UInt8], atMost: Int) -> Range<Int> {
        let start = Int.random(in: 0...line.count, using: &dice)
        return start..<min(start + Int.random(in: 1...atMost, using: &dice), line.count)
    }
}
