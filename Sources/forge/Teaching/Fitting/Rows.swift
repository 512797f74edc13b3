/// Rows that are added to a sum while its numbers stay in registers.
let rowsAtOnce = 4

/// Adds rows of `count` floats to `sum`, each times its factor, one after the other.
///
/// - Parameters:
///   - places: which rows.
///   - count: floats of a row.
///   - sum: what they are added to.
///   - row: gives the row of a place, and its factor.
@inline(__always)
func addRows(
    _ places: Range<Int>, _ count: Int, to sum: UnsafeMutablePointer<Float>,
    _ row: (Int) -> (values: UnsafePointer<Float>, factor: Float)
) {
    var place = places.lowerBound
    while place + rowsAtOnce <= places.upperBound {
        let (a, b, c, d) = (row(place), row(place + 1), row(place + 2), row(place + 3))
        var index = 0
        while index + 8 <= count {
            var eight = UnsafePointer(sum).eight(at: index)
            eight += a.factor * a.values.eight(at: index)
            eight += b.factor * b.values.eight(at: index)
            eight += c.factor * c.values.eight(at: index)
            eight += d.factor * d.values.eight(at: index)
            UnsafeMutableRawPointer(sum + index).storeBytes(of: eight, as: SIMD8<Float>.self)
            index += 8
        }
        while index < count {
            var one = sum[index]
            one += a.factor * a.values[index]
            one += b.factor * b.values[index]
            one += c.factor * c.values[index]
            one += d.factor * d.values[index]
            sum[index] = one
            index += 1
        }
        place += rowsAtOnce
    }
    while place < places.upperBound {
        let (values, factor) = row(place)
        for index in 0..<count { sum[index] += factor * values[index] }
        place += 1
    }
}
