import PipitCore
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

    private func report(budgetBytes: Int, isMeasured: Bool) throws -> FootprintReport {
        let text = """
            {"name": "b", "title": "t", "triple": "x", "toolset": "t", "cpu": "c", "floatABI": "hard",
             "kernels": "scalar", "arenaLimitBytes": 1, "budgetBytes": \(budgetBytes), "emulate": {}}
            """
        let board = try Board.decode(Array(text.utf8), expecting: "b", from: "b.json")
        let program = ELFFileTests.tinyProgram(model: ELFFileTests.tinyModel)
        return try FootprintReport(
            board: board, fileBytes: program.count, image: try ProgramImage(program, name: "tiny"),
            measurement: isMeasured ? try Measurement(status: Self.status, smaps: Self.smaps) : nil,
            untaught: isMeasured
                ? try Measurement(status: Self.status.replacing("900", with: "850"), smaps: Self.smaps) : nil,
            method: "made up")
    }

    @Test func theProcessIsHeldAgainstTheBudget() throws {
        #expect(try report(budgetBytes: 900 * 1024, isMeasured: true).isWithinBudget)
        #expect(try !report(budgetBytes: 900 * 1024 - 1, isMeasured: true).isWithinBudget)
        let lines = try report(budgetBytes: 900 * 1024 - 1, isMeasured: true).lines
        #expect(lines.last == "OVER the budget by 1 bytes")
        // What is taught nothing is told beside it, and not judged.
        let rows = lines.map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        #expect(
            rows.contains("process (VmHWM) 921,600") && rows.contains { $0.hasPrefix("untaught 870,400") })
    }

    @Test func unmeasuredBoardsAreHeldByTheirTotal() throws {
        // Text 8, constants 4 and the model's 24, data 100, arena 600.
        #expect(try report(budgetBytes: 736, isMeasured: false).isWithinBudget)
        #expect(try !report(budgetBytes: 735, isMeasured: false).isWithinBudget)
        #expect(
            try report(budgetBytes: 736, isMeasured: false).json.text.hasPrefix(
                "{\"board\":\"b\",\"budget_bytes\":736,\"vm_hwm_bytes\":null,\"untaught_vm_hwm_bytes\":null,")
        )
    }

    @Test func theReportHasTheFieldsPromised() throws {
        #expect(
            try report(budgetBytes: 2_000_000, isMeasured: true).json.text.hasSuffix(
                "\"categories\":{\"text\":8,\"constants\":28,\"data\":100,\"vocabulary\":0,\"embedding\":0,"
                    + "\"weights\":0,\"heads\":0,\"arena\":600,\"stack\":8192,\"total\":8928}}"))
    }

    @Test func partsAddUpToTheFile() {
        func section(_ role: Int, _ bytes: Int) -> ModelSection {
            ModelSection(
                role: role, index: 0, format: 0, rows: 1, columns: bytes, group: 0, layout: 0, offset: 0,
                byteCount: bytes)
        }
        let parts = SectionRole.Part.bytes(
            of: [
                section(1, 128), section(2, 40), section(3, 500), section(0x10, 300), section(0x14, 30),
                section(0x21, 70), section(0x40, 7), section(0x50, 64), section(0x54, 36),
            ], fileBytes: 2000)
        #expect(parts[.vocabulary] == 500 && parts[.embedding] == 330 && parts[.weights] == 77)
        #expect(parts[.heads] == 100 && parts[.description] == 993)
        #expect(parts.values.reduce(0, +) == 2000)
    }
}
