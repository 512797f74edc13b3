import Foundation
import PipitCore
import Testing

@testable import forge

@Suite struct BenchTests {
    @Test(arguments: PublishedShape.allCases)
    func shapesAreModelsThatTheReaderAccepts(shape: PublishedShape) throws {
        let bytes = try shape.makeModel()
        let model = try LoadedModel(bytes: bytes, path: shape.rawValue).model
        let isBERT = shape == .bertlite
        #expect(model.config.vocabularySize == (isBERT ? 30522 : 8192))
        #expect(model.config.width == (isBERT ? 64 : 128))
        #expect(model.config.layers == (isBERT ? 2 : 4))
        #expect(model.headCount == 1 && model.head(0).outputs == 16)
        #expect(try bytes == shape.makeModel())
    }

    /// The figures that the designs of both networks give.
    @Test func multiplyAccumulates() throws {
        for (shape, expected) in [
            (PublishedShape.embbert, [3.70, 17.96, 44.30]), (.bertlite, [1.64, 7.34, 16.78]),
        ] {
            let config = try LoadedModel(bytes: try shape.makeModel(), path: "").model.config
            let counts = [16, 64, 128].map { Double(MultiplyAccumulates.count(of: config, tokens: $0)) / 1e6 }
            for (count, expected) in zip(counts, expected) { #expect(abs(count - expected) < 0.005) }
        }
    }

    @Test func countsAreReadByFunction() {
        let counts = InstructionCounter.parse(
            "12 pipit_armv6_taps\n5 a name with spaces\n3 pipit_armv6_taps\nrubbish\n")
        #expect(counts == ["pipit_armv6_taps": 15, "a name with spaces": 5])
    }

    @Test func percentilesOfTimes() {
        let percentiles = Percentiles(nanoseconds: (0..<1000).map { Double($0) * 1000 }.shuffled())
        #expect(percentiles.p50 == 500 && percentiles.p95 == 950 && percentiles.p99 == 990)
        #expect(Percentiles(nanoseconds: [3000]).p99 == 3)
    }

    @Test func reportsAreObjects() {
        let counted = BenchReport(
            board: "pi-zero", model: "embbert",
            rows: [.init(tokens: 16, macs: 1000, result: .instructions([.products: 600, .rest: 300]))])
        let operations = forge.Operation.allCases.map {
            "\"\($0.rawValue)\":\($0 == .products ? 600 : $0 == .rest ? 300 : 0)"
        }
        #expect(
            counted.json.text
                == "{\"board\":\"pi-zero\",\"model\":\"embbert\",\"rows\":[{\"tokens\":16,\"macs\":1000,"
                + "\"instructions\":900,\"per_mac\":0.900000,\"operations\":{\(operations.joined(separator: ","))}}]}"
        )
        #expect(counted.lines.count == 3)
        var chosen = counted
        chosen.kernels = "scalar"
        #expect(chosen.json.text.contains("\"model\":\"embbert\",\"kernels\":\"scalar\",\"rows\""))
        #expect(chosen.lines[0].contains("with scalar kernels"))
        let peer = BenchReport.Peer(name: "Other", times: Percentiles(nanoseconds: [4000]))
        let timed = BenchReport(
            board: "host", model: "embbert",
            rows: [
                .init(tokens: 16, macs: 1000, result: .times(Percentiles(nanoseconds: [2000])), peers: [peer])
            ])
        #expect(timed.json.text.contains("\"micros_p50\":2.000000"))
        #expect(timed.json.text.contains("\"ratio_to_best_peer\":2.000000"))
        #expect(timed.lines.last?.hasSuffix("2.00") == true)
        var beside = counted
        beside.rows[0].peers = [.init(name: "Other", instructions: 2700)]
        #expect(beside.lines.last?.hasSuffix("3.00") == true)
        #expect(
            beside.json.text.contains(
                "\"peers\":[{\"name\":\"Other\",\"instructions\":2700}],\"ratio_to_best_peer\":3.000000"))
    }

    @Test func chartsShowOthersBeside() throws {
        let rows = [16, 64, 128].map {
            BenchReport.Row(tokens: $0, macs: 1_000_000, result: .instructions([.products: 900_000]))
        }
        let board = try board(
            bench: """
                {"heading": "Made-up processor", "others": {"embbert": [
                 {"engine": "Other & co", "millions": {"16": 1.8, "64": 2, "128": 3}}]}}
                """)
        let report = BenchReport(board: "b", model: "embbert", rows: rows)
        func complaint(_ report: BenchReport, on board: Board, _ shape: PublishedShape?) -> String? {
            message { _ = try BenchChart([report], on: [board], shape: shape, allRows: true) }
        }
        let chart = try BenchChart([report], on: [board], shape: .embbert, allRows: true).text
        for part in [
            "Made-up processor", "Other &amp; co", "0.90 at 16 tokens", "1.80 at 16 tokens", "every row",
        ] {
            #expect(chart.hasPrefix("<svg") && chart.contains(part), "\(part)")
        }
        #expect(complaint(report, on: board, nil)?.contains("--shape") == true)
        #expect(complaint(report, on: board, .bertlite)?.contains("Boards/b.json has none") == true)
        #expect(complaint(report, on: try self.board(bench: "null"), .embbert)?.contains("none") == true)
        let long = BenchReport(
            board: "b", model: "embbert",
            rows: [.init(tokens: 32, macs: 1, result: .instructions([.products: 1]))])
        #expect(complaint(long, on: board, .embbert)?.contains("at 16, 64, 128 tokens, not at 32") == true)
    }

    private func board(bench: String) throws -> Board {
        let text = """
            {"name": "b", "title": "t", "triple": "x", "toolset": "t", "cpu": "c", "floatABI": "hard",
             "kernels": "scalar", "arenaLimitBytes": 1, "budgetBytes": 2, "emulate": {}, "bench": \(bench)}
            """
        return try Board.decode(Array(text.utf8), expecting: "b", from: "b.json")
    }

    /// Tests/bench/instructions-per-mac.svg is made of the descriptors' counts.
    @Test func theDrawingShowsTheCountsOfTheDescriptors() throws {
        let workspace = try testWorkspace()
        let path = workspace.path("Tests/bench/instructions-per-mac.svg")
        let drawing = String(decoding: try Files.read(path), as: UTF8.self)
        let config = try LoadedModel(bytes: try PublishedShape.embbert.makeModel(), path: "").model.config
        let boards = try Board.names(in: workspace).map { try Board.named($0, in: workspace) }
        for board in boards {
            guard let bench = board.bench else { continue }
            #expect(drawing.contains(">\(bench.heading)<"))
            for other in bench.others["embbert"] ?? [] {
                for (tokens, millions) in other.millions {
                    let perMAC =
                        millions * 1e6 / Double(MultiplyAccumulates.count(of: config, tokens: tokens))
                    #expect(drawing.contains("\(perMAC.fixed(2)) at \(tokens) tokens"), "\(other.engine)")
                }
            }
        }
        #expect(boards.contains { $0.bench != nil })
    }

    @Test func wrongLinesAreMisuse() {
        for line in [
            ["bench"], ["bench", "pi-zero", "--tokens", "16,x"], ["bench", "pi-zero", "--shape", "gpt"],
            ["bench", "pi-zero", "--shape", "embbert", "--model", "m.pipit"],
            ["bench", "pi-zero", "--shape", "embbert", "--compare"], ["bench", "host", "--compare"],
        ] {
            #expect(Forge.run(line) == 2, "\(line)")
        }
        #expect(Forge.run(["bench", "pi-zero", "--shape", "embbert", "--tokens", "257"]) == 1)
        #expect(Forge.run(["bench", "pi-9", "--shape", "embbert"]) == 1)
    }
}
