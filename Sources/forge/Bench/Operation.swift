/// The operations of an encoder that instructions are counted by.
enum Operation: String, CaseIterable {
    /// Products of rows with weights, and of queries with keys.
    case products
    /// Attention's weighted sums of values.
    case mixing
    case convolution
    case softmax
    case activation
    /// RMSNorm and LayerNorm.
    case norm
    /// Floats to integers with a scale.
    case quantization
    /// Sums to floats, and floats added to floats.
    case scaling
    /// All else: tiles, tables, copies.
    case rest

    /// The operation that a function of a program works for, by its name there.
    static func of(function name: String) -> Operation {
        // The first part that the name contains decides.
        let parts: [(String, Operation)] = [
            ("mix", .mixing), ("widen_columns", .mixing), ("pack_columns", .mixing),
            ("depthwise", .convolution), ("convolve", .convolution), ("taps", .convolution),
            ("pair_rows", .convolution),
            ("pair_taps", .convolution),
            ("Convolution", .convolution), ("load_channels", .convolution),
            ("softmax", .softmax), ("weights", .softmax), ("weigh", .convolution), ("maximum", .softmax),
            ("scores", .softmax),
            ("silu", .activation), ("gelu", .activation), ("tanh", .activation), ("hyperbolic", .activation),
            ("clamp", .activation),
            ("normalize", .norm), ("squares", .norm), ("pipit_armv6_sums", .norm), ("subtract", .norm),
            ("gain", .norm),
            ("dequantize", .scaling), ("accumulate", .scaling), ("unpack", .scaling), ("scale", .scaling),
            ("add_floats", .scaling),
            ("pipit_armv6_add", .scaling),
            ("quantize", .quantization), ("greatest", .quantization), ("round_s", .quantization),
            ("products", .products), ("matmul", .products), ("widen", .products), ("multiply", .products),
            ("pack", .products), ("load_left", .products),
        ]
        guard !name.hasPrefix("$") else {
            return name.contains("Convolution") || name.contains("convolve") ? .convolution : .rest
        }
        return parts.first { name.contains($0.0) }?.1 ?? .rest
    }
}
