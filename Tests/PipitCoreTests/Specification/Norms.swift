@testable import PipitCore

/// RMSNorm of `x` `[width]` in place: x / sqrt(mean of squares + epsilon) · gain.
func normalizeByRootMeanSquare(
    _ x: UnsafeMutablePointer<Float>, _ width: Int, gain: UnsafePointer<Float>, epsilon: Float
) {
    let mean = LaneSum.of(width) { x[$0] * x[$0] } / Float(width)
    let inverse = 1 / (mean + epsilon).squareRoot()
    for index in 0..<width { x[index] = (x[index] * inverse) * gain[index] }
}

/// LayerNorm of `x` `[width]` in place: (x − mean) / sqrt(variance + epsilon) · gain + bias.
func normalizeLayer(
    _ x: UnsafeMutablePointer<Float>, _ width: Int, gain: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    epsilon: Float
) {
    let mean = LaneSum.of(width) { x[$0] } / Float(width)
    for index in 0..<width { x[index] = x[index] - mean }
    let variance = LaneSum.of(width) { x[$0] * x[$0] } / Float(width)
    let inverse = 1 / (variance + epsilon).squareRoot()
    for index in 0..<width { x[index] = (x[index] * inverse) * gain[index] + bias[index] }
}
