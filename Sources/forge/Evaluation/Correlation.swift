/// Pearson's correlation; nil when one of the two is constant.
func correlation(_ x: [Double], _ y: [Double]) -> Double? {
    let (xMean, yMean) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    var (product, xSquares, ySquares) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
        product += (a - xMean) * (b - yMean)
        xSquares += (a - xMean) * (a - xMean)
        ySquares += (b - yMean) * (b - yMean)
    }
    return xSquares > 0 && ySquares > 0 ? product / (xSquares.squareRoot() * ySquares.squareRoot()) : nil
}

/// The rank of each value from 1 on; equal values share the mean of theirs.
func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var found = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
        let end = order[start...].firstIndex { values[$0] != values[order[start]] } ?? order.count
        for place in start..<end { found[order[place]] = Double(start + end + 1) / 2 }
        start = end
    }
    return found
}
