import Testing

@testable import PipitCore

struct ByteSinkTests {
    @Test(arguments: [0, 1, 9, 10, 99, 100, 65_535, 999_999_999, 1_000_000_000, .max] as [UInt32])
    func decimals(number: UInt32) {
        #expect(WrittenText { $0.write(decimal: number) }.text == String(number))
    }

    @Test(arguments: [0, 7, -1, -10, .max, .min] as [Int32])
    func signedDecimals(number: Int32) {
        #expect(WrittenText { $0.write(decimal: number) }.text == String(number))
    }

    @Test func hexadecimals() {
        #expect(WrittenText { $0.write(hexadecimal: 0) }.text == "0x00")
        #expect(WrittenText { $0.write(hexadecimal: 0x1A) }.text == "0x1a")
        #expect(WrittenText { $0.write(hexadecimal: 0xABC) }.text == "0xabc")
        #expect(WrittenText { $0.write(hexadecimal: 0xF, digits: 8) }.text == "0x0000000f")
        #expect(WrittenText { $0.write(hexadecimal: .max, digits: 8) }.text == "0xffffffff")
    }

    @Test func literals() {
        #expect(WrittenText { $0.write("é\n") }.text == "é\n")
    }
}
