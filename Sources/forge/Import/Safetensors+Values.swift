extension Safetensors {
    /// The types of the format.
    enum ElementType: String {
        case boolean = "BOOL"
        case u8 = "U8"
        case i8 = "I8"
        case f8e5m2 = "F8_E5M2"
        case f8e4m3 = "F8_E4M3"
        case i16 = "I16"
        case u16 = "U16"
        case f16 = "F16"
        case bf16 = "BF16"
        case i32 = "I32"
        case u32 = "U32"
        case f32 = "F32"
        case i64 = "I64"
        case u64 = "U64"
        case f64 = "F64"

        var byteCount: Int {
            switch self {
            case .boolean, .u8, .i8, .f8e5m2, .f8e4m3: 1
            case .i16, .u16, .f16, .bf16: 2
            case .i32, .u32, .f32: 4
            case .i64, .u64, .f64: 8
            }
        }
    }

    /// The numbers of a tensor of F32, F16 or BF16.
    ///
    /// - Throws: `Failure` for another type, and for a number that is not finite.
    func floats(of tensor: Tensor) throws -> [Float] {
        let values: [Float] = try file[tensor.bytes].withUnsafeBytes { bytes in
            let count = bytes.count / tensor.type.byteCount
            switch tensor.type {
            case .f32:
                return (0..<count).map {
                    Float(
                        bitPattern: UInt32(
                            littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
                }
            case .f16:
                return (0..<count).map {
                    HalfFloat.float(
                        UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)))
                }
            case .bf16:
                return (0..<count).map {
                    let half = UInt16(
                        littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))
                    return Float(bitPattern: UInt32(half) << 16)
                }
            default:
                throw Failure(
                    "\(name): tensor \"\(tensor.name)\" is \(tensor.type.rawValue); F32, F16 or BF16 is needed"
                )
            }
        }
        if let index = values.firstIndex(where: { !$0.isFinite }) {
            throw Failure("\(name): tensor \"\(tensor.name)\": value \(index) is not finite")
        }
        return values
    }
}

/// IEEE 754 binary16, which Swift's own `Float16` leaves out on some processors.
enum HalfFloat {
    /// The value of the bits.
    static func float(_ bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10 & 31)
        let fraction = UInt32(bits & 0x3FF)
        switch exponent {
        case 0:
            let value = Float(fraction) * 0x1p-24
            return sign == 0 ? value : -value
        case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
