/// RMSNorm of `x` `[width]` in place: x / sqrt(mean of squares + epsilon) · gain.
func normalizeByRootMeanSquare(_ x: UnsafeMutablePointer<Float>, _ norm: NormWeights, epsilon: Float) {
    let width = norm.width
    let mean = LaneSum.of(width) { x[$0] * x[$0] } / Float(width)
    let inverse = 1 / (mean + epsilon).squareRoot()
    let gain = norm.gain
    for index in 0..<width { x[index] = (x[index] * inverse) * gain[index] }
}

/// LayerNorm of `x` `[width]` in place: (x − mean) / sqrt(variance + epsilon) · gain + bias.
func normalizeLayer(_ x: UnsafeMutablePointer<Float>, _ norm: NormWeights, epsilon: Float) {
    guard let bias = norm.bias else { return }
    let width = norm.width
    let mean = LaneSum.of(width) { x[$0] } / Float(width)
    for index in 0..<width { x[index] = x[index] - mean }
    let variance = LaneSum.of(width) { x[$0] * x[$0] } / Float(width)
    let inverse = 1 / (variance + epsilon).squareRoot()
    let gain = norm.gain
    for index in 0..<width { x[index] = (x[index] * inverse) * gain[index] + bias[index] }
}
