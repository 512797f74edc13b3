import Foundation
import Testing

@testable import PipitCore

/// The functions of ARITHMETIC.md against the numpy reference, to the bit, and against libm, roughly.
struct FunctionTests {
    struct Values: Decodable {
        let x: PackedNumbers<Float>
        let functions: [String: PackedNumbers<Float>]
        let rows: [Row]
    }

    struct Row: Decodable {
        let x: PackedNumbers<Float>
        let int8: PackedNumbers<Int8>
        let scale8: PackedNumbers<Float>
        let int16: PackedNumbers<Int16>
        let scale16: PackedNumbers<Float>
        let laneSum: PackedNumbers<Float>?
    }

    static let functions: [String: @Sendable (Float) -> Float] = [
        "exp": exponential, "sigmoid": sigmoid, "silu": silu, "tanh": hyperbolicTangent, "erf": errorFunction,
        "gelu_erf": geluByErf, "gelu_tanh": geluByTanh, "relu": { activated($0, by: .relu) },
    ]

    @Test func functionsAsTheReference() throws {
        let values = try Fixture.json("numerics.json", as: Values.self)
        #expect(Set(values.functions.keys) == Set(Self.functions.keys))
        for (name, expected) in values.functions {
            let function = try #require(Self.functions[name])
            for (x, y) in zip(values.x.numbers, expected.numbers) {
                // A zero keeps no sign through quantization; ReLU alone may give either.
                #expect(function(x) == y || bits([function(x)]) == bits([y]), "\(name)(\(x))")
                if name != "relu" { #expect(bits([function(x)]) == bits([y]), "\(name)(\(x))") }
            }
        }
    }

    @Test func rowsAsTheReference() throws {
        for row in try Fixture.json("numerics.json", as: Values.self).rows {
            let x = row.x.numbers
            var int8 = [Int8](repeating: 99, count: x.count)
            let scale8 = int8.withUnsafeMutableBytes { quantizeToInt8(x, x.count, into: $0.baseAddress!) }
            #expect(int8 == row.int8.numbers)
            #expect(bits([scale8]) == bits(row.scale8.numbers))
            var int16 = [Int16](repeating: 99, count: x.count)
            let scale16 = quantizeToInt16(x, x.count, into: &int16)
            #expect(int16 == row.int16.numbers)
            #expect(bits([scale16]) == bits(row.scale16.numbers))
            if let laneSum = row.laneSum {
                #expect(bits([LaneSum.of(x.count) { x[$0] }]) == bits(laneSum.numbers))
            }
        }
    }

    @Test func closeToTheRealFunctions() {
        for step in -4000...4000 {
            let x = Float(step) / 50
            #expect(abs(Double(exponential(x)) / exp(Double(x)) - 1) < 3e-7)
            #expect(abs(Double(errorFunction(x)) - erf(Double(x))) < 5e-7)
            #expect(abs(Double(hyperbolicTangent(x)) - tanh(Double(x))) < 5e-7)
        }
    }

    @Test func activationsByName() {
        #expect(activated(-3, by: .none) == -3)
        #expect(activated(-3, by: .relu) == 0)
        #expect(activated(3, by: .relu) == 3)
        #expect(activated(0.7, by: .tanh) == hyperbolicTangent(0.7))
        #expect(activated(0.7, by: .geluByErf) == geluByErf(0.7))
        #expect(activated(0.7, by: .geluByTanh) == geluByTanh(0.7))
    }

    @Test func tiesRoundToEven() {
        let halves: [Float] = [0.5, 1.5, 2.5, 3.5, -0.5, -1.5, -2.5, 126.5, 32766.5]
        for x in halves {
            #expect(rounded(x) == x.rounded(.toNearestOrEven))
            #expect(roundedInteger(x) == Int32(x.rounded(.toNearestOrEven)))
        }
    }

    /// No float whatever stops the program.
    @Test func nothingTraps() {
        let floats: [Float] = [
            .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -1e38, .leastNonzeroMagnitude,
        ]
        for x in floats {
            _ = roundedInteger(x)
            for function in Self.functions.values { _ = function(x) }
        }
    }

    private static func activated(_ x: Float, by activation: ModelConfig.Activation) -> Float {
        var value = x
        activate(&value, 1, by: activation)
        return value
    }

    private func activated(_ x: Float, by activation: ModelConfig.Activation) -> Float {
        Self.activated(x, by: activation)
    }
}
