import Testing

@testable import PipitCore

@Suite struct StatisticsTests {
    /// Statistics of `micros`, handed to `body`.
    func with(_ micros: [UInt32], _ body: (Statistics) -> Void) {
        let counts = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: Statistics.buckets)
        defer { counts.deallocate() }
        var statistics = Statistics(counts: counts)
        for value in micros { statistics.addAnswer(micros: value) }
        body(statistics)
    }

    @Test func staysSmall() {
        #expect(Statistics.buckets * MemoryLayout<UInt32>.size <= 1024)
    }

    @Test func bucketsCoverEveryValueInOrder() {
        var lowest: UInt64 = 0
        for bucket in 0..<Statistics.buckets {
            let highest = UInt64(Statistics.highest(of: bucket))
            #expect(highest >= lowest)
            #expect(Statistics.bucket(of: UInt32(lowest)) == bucket)
            #expect(Statistics.bucket(of: UInt32(highest)) == bucket)
            lowest = highest + 1
        }
        #expect(lowest == UInt64(UInt32.max) + 1)
    }

    @Test func nothingYet() {
        with([]) {
            #expect($0.answers == 0)
            #expect($0.percentileMicros(50) == 0)
            #expect($0.maximumMicros == 0)
        }
    }

    @Test func extremes() {
        with([0, UInt32.max]) {
            #expect($0.percentileMicros(50) == 0)
            #expect($0.percentileMicros(99) == UInt32.max)
            #expect($0.maximumMicros == UInt32.max)
        }
    }

    @Test func percentilesAreThoseOfASortedListWithinABucket() {
        var numbers = Dice(4)
        for round in 0..<200 {
            let highest = UInt32(1) << UInt32.random(in: 2...31, using: &numbers)
            let values = (0...round).map { _ in UInt32.random(in: 0...highest, using: &numbers) }
            let sorted = values.sorted()
            with(values) {
                #expect($0.maximumMicros == sorted.last)
                for percent: UInt32 in [1, 50, 95, 99, 100] {
                    let rank = (values.count * Int(percent) + 99) / 100
                    let exact = sorted[rank - 1]
                    let given = $0.percentileMicros(percent)
                    #expect(given >= exact)
                    #expect(UInt64(given) <= UInt64(exact) + UInt64(exact) / 8)
                }
            }
        }
    }
}
