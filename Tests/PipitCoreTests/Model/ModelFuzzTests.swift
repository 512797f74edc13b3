import Testing

@testable import PipitCore

/// Damaged files are refused or answer sanely; memory ends where file and arena do, so a stray access stops the run.
struct ModelFuzzTests {
    @Test(arguments: ["narrow", "every_head", "bert_relu"])
    func everyCutIsRefused(model name: String) throws {
        let file = try Fixture.bytes(name + ".pipit")
        for length in 0..<file.count {
            let cut = Array(file[..<length])
            #expect(refusal(of: cut) != nil)
            // The same with a header that speaks the truth about the length.
            if length >= 64 && length % 16 == 0 {
                var honest = cut
                honest.setU32(12, UInt32(length))
                honest.sealTable()
                #expect(refusal(of: honest) != nil)
            }
        }
    }

    @Test(arguments: 0..<4)
    func everyFlipIsRefused(part: Int) throws {
        let file = try Fixture.bytes("narrow.pipit")
        let memory = FencedBytes(file)
        var dice = Dice(UInt64(part) + 1)
        for _ in 0..<5000 {
            let offset = Int.random(in: 0..<file.count, using: &dice)
            memory.bytes[offset] ^= UInt8.random(in: 1...255, using: &dice)
            #expect(refusal(of: memory.readOnly) != nil, "byte \(offset)")
            memory.bytes[offset] = file[offset]
        }
        #expect(refusal(of: memory.readOnly) == nil)
    }

    /// Flips in what lexicons, learnt paths and their heads hold: whole sessions answer, or the file is refused.
    @Test(arguments: ["taught", "taught_bert", "taught_sparse"])
    func sealedFlipsOfTaughtHeadsAreRefusedOrAnswer(model name: String) throws {
        let file = try Fixture.bytes(name + ".pipit")
        let places = Self.headSections(of: file)
        var dice = Dice(UInt64(file.count))
        var (accepted, refused) = (0, 0)
        for _ in 0..<1200 {
            var damaged = file
            for _ in 0..<Int.random(in: 1...2, using: &dice) {
                guard let section = places.randomElement(using: &dice) else { break }
                // Half of the damages hit the counts, scales and starts of runs in front.
                let front = section.prefix(Bool.random(using: &dice) ? section.count : 24)
                guard let offset = front.randomElement(using: &dice) else { break }
                damaged[offset] =
                    switch Int.random(in: 0..<3, using: &dice) {
                    case 0: damaged[offset] ^ UInt8(1) << UInt8.random(in: 0..<8, using: &dice)
                    case 1: UInt8.random(in: 0...255, using: &dice)
                    default: 0xFF
                    }
                damaged.seal(changedAt: offset)
            }
            guard let session = try? FixtureSession(file: damaged) else {
                refused += 1
                continue
            }
            accepted += 1
            for request in Self.taughtRequests { #expect(!session.object(request).isEmpty, "\(request)") }
        }
        #expect(accepted > 200 && refused > 200)
    }

    private static let taughtRequests = [
        "Set the kitchen\u{2019}s light-lamp to 22\u{B0}C at 7:30pm!", "...",
        "@slots (living-room) 1,000,000.5",
        "@home.slots open the garden door", "@values half past seven", "@mood play music",
        "@shop " + String(repeating: "turn off the red lamp ", count: 20),
        "@ner " + String(repeating: "'\u{200B}", count: 100),
    ]

    /// The bytes of each section of the heads' roles.
    private static func headSections(of file: [UInt8]) -> [Range<Int>] {
        (0..<Int(file.u32(16))).map { 64 + 32 * $0 }.filter { file.u16($0) >= 0x50 }.map {
            let start = Int(file.u32($0 + 16))
            return start..<start + Int(file.u32($0 + 20))
        }
    }

    /// With right checksums a flip may be a model as good as another; then it must encode and answer.
    @Test(arguments: [
        "narrow", "table4_groups", "stepped4", "coded2", "every_head", "bert_relu", "heads5", "taught",
    ])
    func sealedFlipsAreRefusedOrAnswer(model name: String) throws {
        let file = try Fixture.bytes(name + ".pipit")
        var dice = Dice(UInt64(file.count))
        var accepted = 0
        for _ in 0..<4000 {
            var damaged = file
            // Half of the flips hit the header, the tables and the small sections, where the structure is.
            let end =
                Bool.random(using: &dice) ? file.count : min(file.count, 64 + 32 * Int(file.u32(16)) + 1024)
            let offset = Int.random(in: 0..<end, using: &dice)
            damaged[offset] ^=
                Bool.random(using: &dice) ? UInt8(1) << UInt8.random(in: 0..<8, using: &dice) : 0xFF
            damaged.seal(changedAt: offset)
            guard let test = try? TestEncoder(damaged) else { continue }
            accepted += 1
            answer(test)
        }
        #expect(accepted > 100)
    }

    /// A few tokens through the network and all heads; logits are numbers.
    private func answer(_ test: TestEncoder) {
        let count = min(3, test.model.config.maxTokens)
        let rows = test.encode([2, 5, 4], [0, 1, 2])
        #expect(rows.count == count)
        for index in 0..<test.model.headCount {
            let head = test.model.head(index)
            for label in 0..<head.labelCount { #expect(head.label(label).count > 0) }
            let logits = test.logits(head, rows, count: index % 2 == 0 ? nil : count)
            #expect(logits.allSatisfy { $0.isFinite })
        }
    }
}
