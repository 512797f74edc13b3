/// How long answers took: a histogram of microseconds on a logarithmic scale, in fixed memory.
///
/// Below 8 µs every value has its bucket; above, each power of two is cut into 8 buckets of equal width. A percentile
/// is given as the highest value of its bucket, so it is at most 12.5 % too high and never too low.
struct Statistics {
    /// Buckets that cover every UInt32.
    static let buckets = 8 + 29 * 8

    private let counts: UnsafeMutableBufferPointer<UInt32>  // [buckets]

    /// Texts that the model answered.
    private(set) var answers: UInt32 = 0
    /// Lines that got an error.
    private(set) var errors: UInt32 = 0
    /// The longest time of an answer.
    private(set) var maximumMicros: UInt32 = 0

    /// Empty statistics in `counts`.
    ///
    /// - Parameter counts: `buckets` counters, cleared here.
    init(counts: UnsafeMutableBufferPointer<UInt32>) {
        self.counts = counts
        counts.update(repeating: 0)
    }

    /// Counts an answer of the model that took `micros`.
    mutating func addAnswer(micros: UInt32) {
        if answers == UInt32.max { return }
        answers &+= 1
        counts[Self.bucket(of: micros)] &+= 1  // cannot pass `answers`
        maximumMicros = max(maximumMicros, micros)
    }

    /// Counts an error reply.
    mutating func addError() {
        if errors < UInt32.max { errors &+= 1 }
    }

    /// The time that `percent` of a hundred answers did not exceed (nearest rank); 0 before the first answer.
    func percentileMicros(_ percent: UInt32) -> UInt32 {
        let rank = (UInt64(answers) &* UInt64(percent) &+ 99) / 100
        var seen: UInt64 = 0
        for bucket in 0..<counts.count {
            seen &+= UInt64(counts[bucket])
            if seen >= rank && seen > 0 { return min(Self.highest(of: bucket), maximumMicros) }
        }
        return 0
    }

    /// The bucket that counts `micros`.
    static func bucket(of micros: UInt32) -> Int {
        if micros < 8 { return Int(micros) }
        let power = 31 &- micros.leadingZeroBitCount  // 3 ... 31
        let eighth = (micros >> UInt32(truncatingIfNeeded: power &- 3)) & 7
        return 8 &+ (power &- 3) &* 8 &+ Int(eighth)
    }

    /// The highest value that `bucket` counts.
    static func highest(of bucket: Int) -> UInt32 {
        if bucket < 8 { return UInt32(truncatingIfNeeded: bucket) }
        let shift = UInt32(truncatingIfNeeded: (bucket &- 8) / 8)
        let eighth = UInt32(truncatingIfNeeded: bucket & 7)
        return ((8 &+ eighth) << shift) &+ ((1 << shift) &- 1)
    }
}
