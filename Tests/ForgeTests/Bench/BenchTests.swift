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

    @Test func functionsBelongToOperations() {
        let expected: [String: forge.Operation] = [
            "pipit_armv6_products": .products, "matmul_s8": .products, "pipit_armv6_widen": .products,
            "pipit_armv6_widen_columns": .mixing, "mix_s8": .mixing, "depthwise_s16": .convolution,
            "weigh_s8": .convolution,
            "pipit_armv6_weigh": .convolution, "pipit_armv6_pair_taps": .convolution,
            "quantize_s8": .quantization, "pipit_armv6_round_s8": .quantization, "dequantize_sums": .scaling,
            "add_dequantized_sums": .scaling, "softmax_sums": .softmax, "pipit_armv6_weights": .softmax,
            "silu_sums": .activation, "normalize_rms": .norm, "memmove": .rest,
            "$e9PipitCore7EncoderV6attend_4keys6values2ofySi_AA9RowBufferVAISitF": .rest,
            "$e9PipitCore17ConvolutionWindowV4roll2toyAA4TileV_tF": .convolution,
        ]
        for (function, operation) in expected {
            #expect(forge.Operation.of(function: function) == operation, "\(function)")
        }
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
        let report = BenchReport(board: "pi-zero", model: "embbert", rows: rows)
        let chart = try BenchChart([report], shape: .embbert, allRows: true).text
        #expect(
            chart.hasPrefix("<svg") && chart.contains("tflite-micro int8")
                && chart.contains("0.90 at 16 tokens")
                && chart.contains("every row"))
        #expect(
            message { _ = try BenchChart([report], shape: nil, allRows: true) }?.contains("--shape") == true)
        let host = BenchReport(board: "host", model: "embbert", rows: rows)
        #expect(
            message { _ = try BenchChart([host], shape: .embbert, allRows: true) }?.contains("host") == true)
        let long = BenchReport(
            board: "pi-zero", model: "embbert",
            rows: [.init(tokens: 32, macs: 1, result: .instructions([.products: 1]))])
        #expect(
            message { _ = try BenchChart([long], shape: .embbert, allRows: true) }?.contains("32") == true)
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
