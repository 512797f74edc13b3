import Testing

@testable import PipitCore

struct MemoryPlanTests {
    @Test func buffersOfOtherPhasesShareBytes() {
        var plan = MemoryPlan()
        let early = plan.reserve("early", bytes: 1000, from: .read, through: .embed)
        let late = plan.reserve("late", bytes: 800, from: .head, through: .reply)
        let always = plan.reserve("always", bytes: 10, from: .read, through: .reply)
        plan.place()
        #expect(plan[early].offset == plan[late].offset)
        #expect(plan[early].bytes == 1008)
        #expect(plan[always].bytes == 16)
        #expect(plan.totalBytes == 1008 + 16)
    }

    @Test func touchingPhasesOverlap() {
        var plan = MemoryPlan()
        _ = plan.reserve("one", bytes: 64, from: .read, through: .embed)
        _ = plan.reserve("two", bytes: 64, from: .embed, through: .head)
        plan.place()
        #expect(plan.totalBytes == 128)
    }

    /// Random plans: whoever is needed at the same time lies apart, aligned, inside the total.
    @Test func nothingOverlaps() {
        var dice = Dice(5)
        for _ in 0..<300 {
            var plan = MemoryPlan()
            let count = Int.random(in: 0...MemoryPlan.capacity, using: &dice)
            for _ in 0..<count {
                let phases = (0..<2).map { _ in UInt8.random(in: 0...7, using: &dice) }.sorted()
                guard let first = MemoryPlan.Phase(rawValue: phases[0]),
                    let last = MemoryPlan.Phase(rawValue: phases[1])
                else { continue }
                _ = plan.reserve(
                    "", bytes: Int.random(in: 0...5000, using: &dice), from: first, through: last)
            }
            plan.place()
            var total = 0
            for index in 0..<plan.count {
                let entry = plan[index]
                #expect(entry.offset % MemoryPlan.alignment == 0)
                total = max(total, entry.offset + entry.bytes)
                for other in 0..<index where plan[other].overlapsInTime(entry) {
                    let apart = plan[other].end <= entry.offset || entry.end <= plan[other].offset
                    #expect(apart || entry.bytes == 0 || plan[other].bytes == 0)
                }
            }
            #expect(plan.totalBytes == total)
        }
    }

    @Test func smallBuffersOfEveryLineComeBeforeLargeOnes() {
        var plan = MemoryPlan()
        let training = plan.reserve("training", bytes: 100_000, from: .tokenize, through: .tokenize)
        let rows = plan.reserve("rows", bytes: 1024, from: .embed, through: .head)
        let line = plan.reserve("line", bytes: 512, from: .read, through: .reply)
        let tokens = plan.reserve("tokens", bytes: 1024, from: .tokenize, through: .head)
        plan.place()
        #expect(plan[tokens].offset == 0)
        #expect(plan[line].offset == 1024)
        #expect(plan[training].offset == 1536)
        #expect(plan[rows].offset == 1536)
    }

    @Test func printsItself() {
        var plan = MemoryPlan()
        _ = plan.reserve("line, [1026]", bytes: 1026, from: .read, through: .reply)
        _ = plan.reserve("not there", bytes: 0, from: .read, through: .reply)
        _ = plan.reserve("scores, float [8, n]", bytes: 8192, from: .attend, through: .attend)
        plan.place()
        let expected = """
              offset   bytes  needed                   buffer
                   0    1040  read to reply            line, [1026]
                1040    8192  attend                   scores, float [8, n]
                        9232  bytes in all

            """
        #expect(WrittenText { plan.describe(to: &$0) }.text == expected)
    }

    @Test func arenaStartsAligned() {
        let bytes = FencedBytes(count: 256)
        #expect(Arena(bytes.bytes)?.capacity == 256)
        #expect(Arena(UnsafeMutableRawBufferPointer(rebasing: bytes.bytes[8...])) == nil)
        #expect(Arena(UnsafeMutableRawBufferPointer(start: nil, count: 0)) == nil)
    }
}
