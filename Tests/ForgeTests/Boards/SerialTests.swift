import Testing

@testable import forge

@Suite struct SerialTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func streamsAreCutIntoLines() {
        var splitter = LineSplitter()
        #expect(splitter.add(bytes("a\nb")) == [bytes("a")])
        #expect(splitter.add(bytes("c\n\nd")) == [bytes("bc"), []])
        #expect(splitter.rest() == [bytes("d")])
        #expect(splitter.rest() == [])
    }

    @Test func noiseIsTakenOffLines() {
        #expect(LineSplitter.withoutNoise([0xFF, 0x00, 0x80] + bytes("{\"é\"}\r")) == bytes("{\"é\"}"))
        #expect(LineSplitter.withoutNoise(bytes("\r")) == [])
    }

    @Test func noMoreIsSentThanTheGuestHolds() {
        var lines = OutgoingLines(isEchoed: false)
        let line = [UInt8](repeating: 7, count: 999)
        for _ in 0..<4 { lines.add(line) }
        #expect(lines.next(at: 0).count == 2000)
        #expect(lines.next(at: 1).isEmpty)
        lines.takeReply()
        #expect(lines.next(at: 2).count == 1000)
        for _ in 0..<3 { lines.takeReply() }
        #expect(!lines.isAnswered)
        #expect(lines.next(at: 3).count == 1000)
        lines.takeReply()
        #expect(lines.isAnswered)
    }

    @Test func longLinesGoInPieces() {
        var lines = OutgoingLines(isEchoed: false)
        lines.add([UInt8](repeating: 7, count: 5000))
        lines.add([8])
        #expect(lines.next(at: 0).count == 2048)
        #expect(lines.next(at: 0.05).isEmpty)
        #expect(lines.next(at: 0.1).count == 2048)
        let rest = lines.next(at: 0.3)
        #expect(rest.count == 905 && rest.last == UInt8(ascii: "\n"))
        #expect(lines.next(at: 0.4).isEmpty)
        lines.takeReply()
        #expect(lines.next(at: 0.5) == [8, UInt8(ascii: "\n")])
    }

    @Test func echoesAreTakenOnceAndLinesGoOneByOne() {
        var lines = OutgoingLines(isEchoed: true)
        lines.add(bytes("one"))
        lines.add(bytes("two"))
        #expect(lines.next(at: 0) == bytes("one\n"))
        #expect(lines.next(at: 0) == [])
        #expect(lines.takeEcho(of: bytes("one")) == true)
        #expect(lines.takeEcho(of: bytes("one")) == false)
        lines.takeReply()
        #expect(lines.next(at: 0) == bytes("two\n"))
    }

    @Test func withoutAnEchoNothingIsTakenForOne() {
        var lines = OutgoingLines(isEchoed: false)
        lines.add(bytes("{}"))
        _ = lines.next(at: 0)
        #expect(lines.takeEcho(of: bytes("{}")) == false)
    }

    @Test func serialLinesHaveTheNumbersOfLinux() throws {
        let console = try SerialNode(device: "/dev/ttyAMA0")
        #expect(console.path == "dev/ttyAMA0" && console.major == 204 && console.minor == 64)
        let other = try SerialNode(device: "/dev/ttyS1")
        #expect(other.path == "dev/ttyS1" && other.major == 4 && other.minor == 65)
        #expect(throws: Failure.self) { try SerialNode(device: "/dev/ttyAMAx") }
        #expect(throws: Failure.self) { try SerialNode(device: "/dev/ttyACM0") }
    }

    @Test func theFirstLineIsFoundBehindLettersOfADriver() {
        let ready = bytes("{\"ready\":\"pipit\"}")
        #expect(SerialConversation.readyLine(in: bytes("X") + [0xFF] + ready + bytes("\r")) == ready)
        #expect(SerialConversation.readyLine(in: ready) == ready)
        #expect(SerialConversation.readyLine(in: bytes("Booting {") + ready) == ready)
        #expect(SerialConversation.readyLine(in: bytes("no {brace")) == bytes("no {brace"))
    }

    @Test func aBoardTakesItsOwnPartOfTheCardsSettings() {
        let settings = """
            # a remark
            gpu_mem=16
            [pi0]
            kernel=kernel.img
            initramfs initramfs-a followkernel
            [pi02]
            kernel=kernel8.img
            initramfs initramfs-b followkernel
            [all]
            enable_uart=1
            """
        #expect(
            BootableCard.chosen(in: settings, for: ["pi0", "pi1"])
                == ["gpu_mem": "16", "kernel": "kernel.img", "initramfs": "initramfs-a", "enable_uart": "1"])
        #expect(BootableCard.chosen(in: settings, for: ["pi02"])["kernel"] == "kernel8.img")
        #expect(BootableCard.chosen(in: settings, for: [])["kernel"] == nil)
    }
}
