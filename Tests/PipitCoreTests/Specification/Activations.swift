@testable import PipitCore

// The activations of ARITHMETIC.md, in its order of operations.

/// x · sigmoid(x).
@inline(__always)
func silu(_ x: Float) -> Float {
    x / (1 + exponential(-x))
}

/// The hyperbolic tangent.
@inline(__always)
func hyperbolicTangent(_ x: Float) -> Float {
    1 - 2 / (exponential(2 * x) + 1)
}

/// The error function, by Abramowitz and Stegun 7.1.26.
@inline(__always)
func errorFunction(_ z: Float) -> Float {
    let size = Float(bitPattern: z.bitPattern & 0x7FFF_FFFF)
    let t = 1 / (1 + 0.3275911 * size)
    var p: Float = 1.061405429
    p = p * t - 1.453152027
    p = p * t + 1.421413741
    p = p * t - 0.284496736
    p = p * t + 0.254829592
    let positive = 1 - (p * t) * exponential(-(size * size))
    return z < 0 ? -positive : positive
}

/// GELU in its exact form, by the error function.
@inline(__always)
func geluByErf(_ x: Float) -> Float {
    (0.5 * x) * (1 + errorFunction(x * 0.70710678))
}

/// GELU in its form by the hyperbolic tangent.
@inline(__always)
func geluByTanh(_ x: Float) -> Float {
    (0.5 * x) * (1 + hyperbolicTangent(0.79788456 * (x + ((0.044715 * x) * x) * x)))
}

/// Applies `activation` to each of `x` `[count]`, in place.
func activate(_ x: UnsafeMutablePointer<Float>, _ count: Int, by activation: ModelConfig.Activation) {
    switch activation {
    case .none: return
    case .geluByErf: for index in 0..<count { x[index] = geluByErf(x[index]) }
    case .geluByTanh: for index in 0..<count { x[index] = geluByTanh(x[index]) }
    case .relu: for index in 0..<count { x[index] = x[index] > 0 ? x[index] : 0 }
    case .tanh: for index in 0..<count { x[index] = hyperbolicTangent(x[index]) }
    }
}
