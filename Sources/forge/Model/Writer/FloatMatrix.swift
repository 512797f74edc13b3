/// A matrix of floats in rows, `[rows, columns]`, before it is quantized.
struct FloatMatrix: Equatable {
    let rows: Int
    let columns: Int
    /// `[rows, columns]`.
    let values: [Float]

    /// - Throws: `Failure` when there are not `rows` × `columns` values, or when there are none.
    init(rows: Int, columns: Int, values: [Float]) throws {
        guard rows > 0, columns > 0, values.count == rows * columns else {
            throw Failure("\(values.count) values for a matrix of \(rows) × \(columns)")
        }
        self.init(checkedRows: rows, columns: columns, values: values)
    }

    private init(checkedRows rows: Int, columns: Int, values: [Float]) {
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// The rows with these numbers, in this order; every number is below `rows`.
    func rows(_ order: [Int]) -> FloatMatrix {
        var picked: [Float] = []
        picked.reserveCapacity(order.count * columns)
        for row in order { picked += values[row * columns..<(row + 1) * columns] }
        return FloatMatrix(checkedRows: order.count, columns: columns, values: picked)
    }
}
