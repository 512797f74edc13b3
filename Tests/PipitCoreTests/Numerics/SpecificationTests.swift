import Testing

@testable import PipitCore

/// Cases of the specification that can be said in a line.
struct SpecificationTests {
    @Test func quantizesWhereTheFloatsStand() {
        var dice = Dice(3)
        for count in [1, 3, 4, 5, 31, 32, 33, 256] {
            var x = (0..<count).map { _ in Float.random(in: -3...3, using: &dice) }
            var expected = [Int8](repeating: 0, count: count)
            let expectedScale = expected.withUnsafeMutableBytes {
                quantizeToInt8(x, count, into: $0.baseAddress!)
            }
            let (scale, found) = x.withUnsafeMutableBytes { bytes in
                let floats = bytes.bindMemory(to: Float.self)
                let scale = quantizeToInt8(floats.baseAddress!, count, into: bytes.baseAddress!)
                return (scale, bytes[..<count].map { Int8(bitPattern: $0) })
            }
            #expect(scale == expectedScale)
            #expect(found == expected)
        }
    }

    @Test func unpacksBothNibbles() {
        let packed: [Int8] = [0x71, -0x67, 0x0F]  // 1 7, -7 -7 (0x99), -1 0
        var q = [Int8](repeating: 99, count: 7)
        unpackInt4(packed, 6, into: &q)
        #expect(q == [1, 7, -7, -7, -1, 0, 99])
    }

    @Test func bfloatIsTheUpperHalf() {
        #expect(floatOfBF16(0x3F80) == 1)
        #expect(floatOfBF16(0x4980) == 1_048_576)
        #expect(floatOfBF16(0) == 0)
    }

    /// Weights of a softmax over one key are one, whatever the score.
    @Test func softmaxOverOneKey() {
        for sum in [Int32(-2_000_000), 0, 5, 2_000_000] {
            var memory = sum
            let keyScales: [Float] = [0.25]
            let valueScales: [Float] = [0.5]
            let factor = withUnsafeMutableBytes(of: &memory) {
                softmaxWeights($0.baseAddress!, 1, scale: 0.1, keyScales: keyScales, valueScales: valueScales)
            }
            #expect(factor == Float(0.5) / 127)
            #expect(withUnsafeBytes(of: &memory) { $0[0] } == 127)
        }
    }
}
