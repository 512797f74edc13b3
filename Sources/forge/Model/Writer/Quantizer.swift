import PipitCore

/// From floats to the numbers of a section: `q = round(w / scale)`, ties to even, as
/// Weights/python/pipit/format/tensors.py.
enum Quantizer {
    /// How the scale of a group of 4-bit weights is chosen.
    enum Scales {
        /// The largest magnitude becomes the largest number.
        case plain
        /// The scale with the least sum of squared errors, found by trial: at 4 bits a large weight alone is better
        /// cut than all the others rounded coarsely.
        case leastSquares
    }

    private static let maximumInt8 = Float(FileFormat.maximumInt8)
    private static let maximumInt4 = Float(FileFormat.maximumInt4)

    /// A float matrix as it is.
    static func float32(_ matrix: FloatMatrix) -> SectionContent {
        var writer = ByteWriter(capacity: 4 * matrix.values.count)
        writer.append(matrix.values)
        return SectionContent(
            format: .float32, rows: matrix.rows, columns: matrix.columns, bytes: writer.bytes)
    }

    /// A projection `[outputs, inputs]` in 8 bits with a float scale an output.
    static func linear8(_ matrix: FloatMatrix, bias: [Float]? = nil) throws -> SectionContent {
        let bias = try checked(bias, matrix.rows)
        let scales = groupScales(matrix, group: matrix.columns) { largest($0) / maximumInt8 }
        let weights = divided(matrix, by: scales, group: matrix.columns, limit: maximumInt8)
        var writer = ByteWriter(capacity: 8 * matrix.rows + weights.count)
        writer.append(scales)
        writer.append(bias)
        writer.append(raw: weights.lazy.map { UInt8(bitPattern: $0) })
        return SectionContent(
            format: .linear8, rows: matrix.rows, columns: matrix.columns, bytes: writer.bytes)
    }

    /// A projection `[outputs, inputs]` in 4 bits with a bf16 scale for each `group` inputs of an output.
    static func linear4(
        _ matrix: FloatMatrix, bias: [Float]? = nil, group: Int, scales choice: Scales = .leastSquares
    ) throws -> SectionContent {
        guard group > 0, group % FileFormat.groupMultiple == 0, matrix.columns % group == 0 else {
            throw Failure(
                "groups of \(group) in \(matrix.columns) columns; "
                    + "a multiple of \(FileFormat.groupMultiple) that divides them is needed"
            )
        }
        let bias = try checked(bias, matrix.rows)
        let (weights, scales) = grouped(matrix, group: group, limit: maximumInt4, choice)
        var writer = ByteWriter(capacity: 4 * matrix.rows + 2 * scales.count + weights.count / 2 + 2)
        writer.append(bias)
        append(bfloats: scales, to: &writer)
        append(nibbles: weights, to: &writer)
        return SectionContent(
            format: .linear4, rows: matrix.rows, columns: matrix.columns, group: group, bytes: writer.bytes)
    }

    /// A table in 8 bits: one scale (group 0), or a bf16 scale for each `group` columns of a row.
    static func table8(_ matrix: FloatMatrix, group: Int) throws -> SectionContent {
        try table(matrix, group: group, limit: maximumInt8, .plain, format: .table8)
    }

    /// A table in 4 bits, with scales as `table8`.
    static func table4(_ matrix: FloatMatrix, group: Int, scales choice: Scales = .leastSquares) throws
        -> SectionContent
    {
        guard matrix.columns % 2 == 0 else {
            throw Failure("a 4-bit table of \(matrix.columns) columns; an even number is needed")
        }
        return try table(matrix, group: group, limit: 7, choice, format: .table4)
    }

    private static func table(
        _ matrix: FloatMatrix, group: Int, limit: Float, _ choice: Scales, format: SectionFormat
    ) throws -> SectionContent {
        guard group == 0 || matrix.columns % group == 0 else {
            throw Failure("groups of \(group) do not divide \(matrix.columns) columns")
        }
        var writer = ByteWriter(capacity: 2 * matrix.values.count)
        let weights: [Int8]
        if group == 0 {
            let scale = matrix.values.withUnsafeBufferPointer { largest($0) / limit }
            weights = divided(matrix, by: [scale], group: matrix.values.count, limit: limit)
            writer.append([scale])
        } else {
            let (found, scales) = grouped(matrix, group: group, limit: limit, choice)
            weights = found
            append(bfloats: scales, to: &writer)
        }
        if format == .table4 {
            append(nibbles: weights, to: &writer)
        } else {
            writer.append(raw: weights.lazy.map { UInt8(bitPattern: $0) })
        }
        return SectionContent(
            format: format, rows: matrix.rows, columns: matrix.columns, group: group, bytes: writer.bytes)
    }
}

extension Quantizer {
    private static func checked(_ bias: [Float]?, _ count: Int) throws -> [Float] {
        guard let bias else { return [Float](repeating: 0, count: count) }
        guard bias.count == count else {
            throw Failure("a bias of \(bias.count) values, \(count) are needed")
        }
        return bias
    }

    /// The largest magnitude.
    static func largest(_ values: UnsafeBufferPointer<Float>) -> Float {
        var largest: Float = 0
        for value in values { largest = max(largest, value.magnitude) }
        return largest
    }

    private static func grouped(_ matrix: FloatMatrix, group: Int, limit: Float, _ choice: Scales) -> (
        weights: [Int8], scales: [Float]
    ) {
        let scales = groupScales(matrix, group: group) { values in
            let plain = roundedToBFloat(largest(values) / limit)
            return choice == .plain ? plain : ScaleSearch.best(for: values, plain: plain, limit: limit)
        }
        return (divided(matrix, by: scales, group: group, limit: limit), scales)
    }

    /// A scale for each run of `group` values.
    private static func groupScales(
        _ matrix: FloatMatrix, group: Int, _ scale: (UnsafeBufferPointer<Float>) -> Float
    ) -> [Float] {
        matrix.values.withUnsafeBufferPointer { values in
            stride(from: 0, to: values.count, by: group).map { start in
                scale(UnsafeBufferPointer(rebasing: values[start..<start + group]))
            }
        }
    }

    /// round(w / scale) within ±limit; 0 where the scale is 0.
    private static func divided(_ matrix: FloatMatrix, by scales: [Float], group: Int, limit: Float) -> [Int8]
    {
        let count = matrix.values.count
        return [Int8](unsafeUninitializedCapacity: count) { weights, filled in
            matrix.values.withUnsafeBufferPointer { values in
                for (number, scale) in scales.enumerated() {
                    for index in number * group..<(number + 1) * group {
                        let quotient = scale > 0 ? rounded(values[index] / scale) : 0
                        weights[index] = Int8(min(max(quotient, -limit), limit))
                    }
                }
            }
            filled = count
        }
    }

    /// The nearest integer, ties to even, for magnitudes below 2^22.
    static func rounded(_ value: Float) -> Float {
        (value + 12_582_912) - 12_582_912
    }

    /// The nearest number that a bf16 holds, ties to even.
    static func roundedToBFloat(_ value: Float) -> Float {
        let bits = value.bitPattern
        return Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000)
    }

    /// Upper halves of floats, padded to a multiple of 4 bytes.
    private static func append(bfloats values: [Float], to writer: inout ByteWriter) {
        for value in values { writer.append(UInt16(truncatingIfNeeded: value.bitPattern >> 16)) }
        if values.count % 2 == 1 { writer.append(UInt16(0)) }
    }

    /// Two weights a byte, the first in the low nibble.
    private static func append(nibbles weights: [Int8], to writer: inout ByteWriter) {
        for index in stride(from: 0, to: weights.count, by: 2) {
            let (low, high) = (UInt8(bitPattern: weights[index]), UInt8(bitPattern: weights[index + 1]))
            writer.append(low & 15 | high << 4)
        }
    }
}
