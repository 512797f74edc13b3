import Foundation
import Testing

@testable import PipitCore

@Suite struct FixedPointTests {
    func text(_ value: Float) -> String {
        WrittenText { $0.write(fixed: value) }.text
    }

    @Test func knownValues() {
        #expect(text(0) == "0.0000")
        #expect(text(1) == "1.0000")
        #expect(text(-1.5) == "-1.5000")
        #expect(text(0.99995) == "0.9999")  // the float lies below
        #expect(text(0.99996) == "1.0000")
        #expect(text(0.0001) == "0.0001")
        #expect(text(12.0625) == "12.0625")
    }

    @Test func tiesGoToEven() {
        #expect(text(0.03125) == "0.0312")
        #expect(text(0.09375) == "0.0938")
    }

    @Test func nineDecimals() {
        func text(_ value: Float) -> String { WrittenText { $0.write(fixed: value, .nine) }.text }
        #expect(text(0) == "0.000000000")
        #expect(text(0.007874016) == "0.007874016")
        #expect(text(1) == "1.000000000")
        #expect(text(Float(4_294_967_296).nextDown) == "4294967040.000000000")
        var numbers = Dice(4)
        for _ in 0..<5_000 {
            let value = Float.random(in: 0...2, using: &numbers)
            #expect(text(value) == String(format: "%.9f", Double(value)))
        }
    }

    @Test func zeroHasNoSign() {
        #expect(text(-0.0) == "0.0000")
        #expect(text(-0.00004) == "0.0000")
        #expect(text(-Float.leastNonzeroMagnitude) == "0.0000")
    }

    @Test func whatIsNoNumberIsNull() {
        #expect(text(.nan) == "null")
        #expect(text(.infinity) == "null")
        #expect(text(-.infinity) == "null")
        #expect(text(4_294_967_296) == "null")
        #expect(text(Float(4_294_967_296).nextDown) == "4294967040.0000")
        #expect(text(-Float.greatestFiniteMagnitude) == "null")
    }

    @Test func equalsTheExactRounding() {
        var numbers = Dice(3)
        for _ in 0..<20_000 {
            let value = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &numbers))
            guard value.magnitude < 4_294_967_296 else { continue }
            let expected = String(format: "%.4f", Double(value))
            #expect(text(value) == (expected == "-0.0000" ? "0.0000" : expected))
        }
        for _ in 0..<20_000 {
            let value = Float.random(in: -2...2, using: &numbers)
            let expected = String(format: "%.4f", Double(value))
            #expect(text(value) == (expected == "-0.0000" ? "0.0000" : expected))
        }
    }
}
