import Testing

@testable import forge

@Suite struct FootprintTests {
    private static let status = """
        Name:\tpipit
        VmPeak:\t    1140 kB
        VmHWM:\t     900 kB
        VmRSS:\t     880 kB
        Seccomp:\t2
        """
    private static let smaps = """
        00010000-00120000 r-xp 00000000 00:02 5          /pipit
        Size:               1088 kB
        Rss:                 800 kB
        bef00000-bef21000 rw-p 00000000 00:00 0          [stack]
        Size:                132 kB
        Rss:                   8 kB
        ffff0000-ffff1000 r-xp 00000000 00:00 0          [vectors]
        Rss:                   0 kB
        """

    @Test func kernelsWordsAreRead() throws {
        let measurement = try Measurement(status: Self.status, smaps: Self.smaps)
        #expect(measurement.peakBytes == 900 * 1024)
        #expect(measurement.stackBytes == 8 * 1024)
        #expect(measurement.isConfined)
    }

    @Test func exactSumsCountWhenTheyAreLarger() throws {
        let late = Self.status.replacing("900", with: "700").replacing("Seccomp:\t2", with: "Seccomp:\t0")
        let measurement = try Measurement(status: late, smaps: Self.smaps)
        #expect(measurement.peakBytes == 808 * 1024)
        #expect(!measurement.isConfined)
    }

    @Test func missingLinesAreNamed() {
        #expect(
            message { _ = try Measurement(status: "", smaps: Self.smaps) } == "the kernel does not say VmHWM:"
        )
        #expect(
            message { _ = try Measurement(status: Self.status, smaps: "") }
                == "the kernel's list of mappings has no stack")
    }

    @Test func partsAddUpToTheFile() {
        func section(_ role: Int, _ bytes: Int) -> ModelSection {
            ModelSection(
                role: role, index: 0, format: 0, rows: 1, columns: bytes, group: 0, offset: 0,
                byteCount: bytes)
        }
        let parts = ModelPart.bytes(
            of: [
                section(1, 128), section(2, 40), section(3, 500), section(0x10, 300), section(0x14, 30),
                section(0x21, 70), section(0x40, 7), section(0x50, 64), section(0x54, 36),
            ], fileBytes: 2000)
        #expect(parts[.vocabulary] == 500 && parts[.embedding] == 330 && parts[.weights] == 77)
        #expect(parts[.heads] == 100 && parts[.description] == 993)
        #expect(parts.values.reduce(0, +) == 2000)
    }

    @Test func jsonKeepsItsOrderAndEscapes() {
        let json = JSON.object([
            ("b", .integer(1)), ("a", .array([.null, .bool(true), .number(0.5)])),
            ("\"\n\u{1}", .string("é\\")),
        ])
        #expect(json.text == "{\"b\":1,\"a\":[null,true,0.500000],\"\\\"\\n\\u0001\":\"é\\\\\"}")
    }

    @Test func numbersAreGrouped() {
        #expect(
            [0, 999, 1000, 1_234_567, -12_345].map(\.grouped) == [
                "0", "999", "1,000", "1,234,567", "-12,345",
            ])
    }

    @Test func tablesAlign() {
        #expect(
            Table.lines([["a", "1", "x"], ["bcd", "22", ""]], rightAligned: [1]) == ["a     1  x", "bcd  22"])
    }
}
