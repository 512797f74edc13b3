/// Percentiles of times, in microseconds.
struct Percentiles {
    let p50, p95, p99: Double

    /// Of times in nanoseconds, at least one.
    init(nanoseconds: [Double]) {
        let sorted = nanoseconds.sorted()
        func at(_ part: Double) -> Double {
            sorted[min(sorted.count - 1, Int(part * Double(sorted.count)))] / 1000
        }
        (p50, p95, p99) = (at(0.50), at(0.95), at(0.99))
    }

    /// The members of a JSON object.
    var json: [(String, JSON)] {
        [("micros_p50", .number(p50)), ("micros_p95", .number(p95)), ("micros_p99", .number(p99))]
    }
}
