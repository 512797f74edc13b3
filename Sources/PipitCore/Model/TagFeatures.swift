/// The lexical features of a head of tags with learnt paths, read in place: what each adds to the scores of tags.
///
/// A feature adds to the score of `O`, of all tags of a slot (an entry at its B-X), of I-X alone (an entry there), of all
/// tags that begin a span, or of all inside of one: what is learnt of one slot's place in a line holds for others.
struct TagFeatures {
    /// Where the entries of each of 256 runs of keys start, and the count of all: `[257]` of u16, padded.
    private static var startsBytes: Int { 516 }
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
        var low = start(run)
        var high = start(run &+ 1)
        let end = high
        while low < high {
            let middle = (low &+ high) / 2
            if entry(middle) & 0xFFFF < wanted { low = middle &+ 1 } else { high = middle }
        }
        while low < end {
            let entry = entry(low)
            if entry & 0xFFFF != wanted { return }
            let output = Int(truncatingIfNeeded: entry &>> 16 & 0xFF)
            sums[output] = sums[output] &+ Int32(Int8(truncatingIfNeeded: Int32(bitPattern: entry) &>> 24))
            low &+= 1
        }
    }

    private func start(_ run: Int) -> Int { Int(bytes.u16(4 &+ 2 &* run)) }

    /// Key's low half, output, weight: `u16, u8, s8`.
    private func entry(_ index: Int) -> UInt32 { bytes.u32(4 &+ Self.startsBytes &+ 4 &* index) }
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
        let head = 4 &+ startsBytes
        func fault(_ problem: Literal, _ needed: Int, _ available: Int) -> SectionFault {
            SectionFault(
                problem: problem, needed: UInt32(truncatingIfNeeded: needed),
                available: UInt32(truncatingIfNeeded: available))
        }
        if bytes.count < head { return fault("bytes", head, bytes.count) }
        // Of a negative scale the bits are greater than those of all others.
        let maximumScale = FileFormat.maximumFloat.bitPattern
        if bytes.u32(0) > maximumScale {
            return SectionFault(
                problem: "scale out of bounds, as bits", needed: maximumScale, available: bytes.u32(0))
        }
        let features = TagFeatures(bytes)
        let maximumOutput = UInt32(truncatingIfNeeded: tags &+ outputsBehindTags &- 1)
        var count = 0
        for run in 0..<runs {
            if features.start(run) != count { return fault("start of a run", count, features.start(run)) }
            let end = features.start(run &+ 1)
            if end < count || head &+ 4 &* end > bytes.count { return fault("end of a run", count, end) }
            var last: UInt32 = 0
            while count < end {
                let entry = features.entry(count)
                let key = entry & 0xFFFF
                let isInOrder = key >= last && entry &>> 16 & 0xFF <= maximumOutput && entry &>> 24 != 0x80
                if !isInOrder { return fault("entry: its key, output or weight", Int(last), Int(key)) }
                last = key
                count &+= 1
            }
        }
        // The padding is zero, and no byte follows the last entry.
        let needed = head &+ 4 &* count &+ Int(bytes.u16(head &- 2))
        return needed == bytes.count ? nil : fault("bytes", needed, bytes.count)
    }
}
