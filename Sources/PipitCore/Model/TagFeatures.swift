/// The lexical features of a head of tags with learnt paths, read in place: what each adds to the scores of tags.
///
/// A feature adds to the score of `O`, of all tags of a slot (a weight at its B-X), of I-X alone (a weight there), of all
/// tags that begin a span, or of all inside of one: what is learnt of one slot's place in a line holds for others.
struct TagFeatures {
    /// Where each of 256 runs of keys starts, and the bytes of all: `[257]` of u16, padded.
    private static var startsBytes: Int { 516 }
    private static var runsOffset: Int { 4 &+ startsBytes }
    private static var runs: Int { 256 }
    /// The outputs behind those of the tags: all that begin a span, and all that go on with one.
    static var outputsBehindTags: Int { 2 }

    private let bytes: ByteView

    /// The features in a section that has been checked.
    init(_ bytes: ByteView) {
        self.bytes = bytes
    }

    /// What the integer weights are multiplied by.
    var scale: Float { bytes.float(0) }

    /// Adds the weights of the feature `key` to `sums`, `[tags + 2]`.
    func add(_ key: UInt32, to sums: UnsafeMutableBufferPointer<Int32>) {
        let run = Int(truncatingIfNeeded: key &>> 16)
        let wanted = key & 0xFFFF
        var offset = start(run)
        let endOfRun = start(run &+ 1)
        while offset < endOfRun {
            let known = lowHalf(ofKey: offset)
            if known > wanted { return }
            let first = offset &+ Self.keyBytes
            offset = end(ofWeights: offset)
            if known < wanted { continue }
            for weight in stride(from: first, to: offset, by: 2) {
                let output = Int(byte(weight))
                sums[output] = sums[output] &+ Int32(Int8(bitPattern: byte(weight &+ 1)))
            }
            return
        }
    }

    private func start(_ run: Int) -> Int { Int(bytes.u16(4 &+ 2 &* run)) }

    // At an offset into the runs: the low half of a key `u16`, how many weights it has `u8`, and of each of these its
    // output `u8` and itself `s8`.

    private static var keyBytes: Int { 3 }

    private func byte(_ offset: Int) -> UInt8 { bytes.u8(Self.runsOffset &+ offset) }

    private func lowHalf(ofKey offset: Int) -> UInt32 { UInt32(bytes.u16(Self.runsOffset &+ offset)) }

    private func end(ofWeights offset: Int) -> Int {
        offset &+ Self.keyBytes &+ 2 &* Int(byte(offset &+ 2))
    }
}

/// What is wrong with a section, in the words of an error.
struct SectionFault {
    let problem: Literal
    let needed: UInt32
    let available: UInt32
}

extension TagFeatures {
    /// What keeps the section of a head with `tags` tags from being read without looking; nil where nothing does.
    @inline(never)
    static func fault(in bytes: ByteView, tags: Int) -> SectionFault? {
        func fault(_ problem: Literal, _ needed: Int, _ available: Int) -> SectionFault {
            SectionFault(
                problem: problem, needed: UInt32(truncatingIfNeeded: needed),
                available: UInt32(truncatingIfNeeded: available))
        }
        if bytes.count < runsOffset { return fault("bytes", runsOffset, bytes.count) }
        // Of a negative scale the bits are greater than those of all others.
        let maximumScale = FileFormat.maximumFloat.bitPattern
        if bytes.u32(0) > maximumScale {
            return SectionFault(
                problem: "scale out of bounds, as bits", needed: maximumScale, available: bytes.u32(0))
        }
        let features = TagFeatures(bytes)
        let maximumOutput = UInt8(truncatingIfNeeded: tags &+ outputsBehindTags &- 1)
        let available = bytes.count &- runsOffset
        var offset = features.start(0)
        for run in 1...runs {
            let end = features.start(run)
            if end < offset || end > available { return fault("end of a run", available, end) }
            var least: UInt32 = 0
            while offset < end {
                // Where nothing is left for a weight, past the end.
                let next = end &- offset < keyBytes &+ 2 ? end &+ 1 : features.end(ofWeights: offset)
                let first = offset &+ keyBytes
                var isValid = next <= end && next != first && features.lowHalf(ofKey: offset) >= least
                if isValid {
                    for weight in stride(from: first, to: next, by: 2)
                    where features.byte(weight) > maximumOutput || features.byte(weight &+ 1) == 0x80 {
                        isValid = false
                    }
                }
                if !isValid { return fault("key that rises, with its weights", Int(least), offset) }
                least = features.lowHalf(ofKey: offset) &+ 1
                offset = next
            }
        }
        // The first run starts at 0, the padding is zero, and no byte follows the last weight.
        let needed = offset &+ features.start(0) &+ features.start(runs &+ 1)
        return needed == available ? nil : fault("bytes", needed, available)
    }
}
