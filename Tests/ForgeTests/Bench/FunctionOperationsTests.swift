import Testing

@testable import forge

struct FunctionOperationsTests {
    /// The program that runs this holds the x86 kernels and, in Swift, the core.
    @Test func kernelsDeclareWhatTheyWorkFor() throws {
        let program = try Files.read("/proc/self/exe")
        let operations = try FunctionOperations(program, name: "this")
        let expected: [String: forge.Operation] = [
            "matmul_s8": .products, "pipit_avx512_matmul_s8": .products, "mix_s8": .mixing,
            "pack_columns": .mixing,
            "pipit_avx512_depthwise_s16": .convolution, "weigh_s8": .convolution,
            "quantize_s8": .quantization,
            "dequantize_sums": .scaling, "softmax_sums": .softmax, "silu_sums": .activation,
            "gelu_erf": .activation,
            "normalize_rms": .norm, "memmove": .rest, "copy_float": .rest,
            "$e9PipitCore7EncoderV6attend_4keys6values2ofySi_AA9RowBufferVAISitF": .rest,
            "$e9PipitCore17ConvolutionWindowV4roll2toyAA4TileV_tF": .convolution,
        ]
        for (function, operation) in expected {
            #expect(operations[function] == operation, "\(function)")
        }
    }

    @Test func everyKernelOfATableDeclares() throws {
        let program = try Files.read("/proc/self/exe")
        let operations = try FunctionOperations(program, name: "this")
        let kernels = ["matmul_s8", "matmul_packed_s8", "mix_s8", "depthwise_s16"]
        let elementwise = [
            "quantize_s8", "quantize_s16", "dequantize_sums", "add_dequantized_sums", "scale_sums",
            "silu_sums",
            "softmax_sums", "normalize_rms", "normalize_layer", "gelu_erf", "gelu_tanh", "hyperbolic_tangent",
            "dequantize_s8", "add_dequantized_s8", "add_floats", "dequantize_s16", "add_dequantized_s16",
            "unpack_s4",
            "accumulate_sums", "scale_floats", "weigh_s8",
        ]
        for field in kernels + ["matmul_s4"] + elementwise { #expect(operations[field] != .rest, "\(field)") }
        for field in kernels { #expect(operations["pipit_avx512_\(field)"] == operations[field], "\(field)") }
    }

    /// A name that the core no longer has would be counted as nothing, in silence.
    @Test func swiftNamesAreNamesOfTheCore() throws {
        let symbols = try ELFFile(try Files.read("/proc/self/exe"), name: "this").symbols
        for (part, _) in FunctionOperations.swiftNames {
            #expect(symbols.contains { $0.name.contains("9PipitCore") && $0.name.contains(part) }, "\(part)")
        }
    }

    @Test(arguments: [
        ("products f\0mixing f\0", "tiny declares f for two operations"),
        ("cooking f\0", "tiny declares no operation with \"cooking f\""),
        ("products\0", "tiny declares no operation with \"products\""),
    ])
    func wrongDeclarationsAreRefused(declarations: String, complaint: String) {
        let program = Self.program(declarations)
        #expect(message { _ = try FunctionOperations(program, name: "tiny") } == complaint)
    }

    @Test func programsWithoutDeclarationsAreRefused() throws {
        let program = ELFFileTests.tinyProgram(model: ELFFileTests.tinyModel)
        let complaint = message { _ = try FunctionOperations(program, name: "tiny") }
        #expect(complaint?.contains("no section .pipit.operations") == true)
    }

    @Test func equalDeclarationsAreOne() throws {
        let operations = try FunctionOperations(Self.program("norm f\0norm f\0\0scaling g\0"), name: "tiny")
        #expect(operations["f"] == .norm && operations["g"] == .scaling && operations["h"] == .rest)
    }

    /// A 32-bit program of a section with declarations and one of names.
    private static func program(_ declarations: String) -> [UInt8] {
        let names = Array("\0.pipit.operations\0.shstrtab\0".utf8)
        let content = Array(declarations.utf8)
        func little(_ value: Int, _ width: Int) -> [UInt8] {
            (0..<width).map { UInt8(value >> (8 * $0) & 255) }
        }
        func header(_ name: Int, _ type: Int, _ offset: Int, _ size: Int) -> [UInt8] {
            [name, type, 0, 0, offset, size, 0, 0, 0, 0].flatMap { little($0, 4) }
        }
        let headersAt = 52 + content.count + names.count
        var file: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 1, 1, 1] + [UInt8](repeating: 0, count: 45)
        file.replaceSubrange(32..<36, with: little(headersAt, 4))
        file.replaceSubrange(46..<52, with: little(40, 2) + little(3, 2) + little(2, 2))
        return file + content + names + [UInt8](repeating: 0, count: 40) + header(1, 1, 52, content.count)
            + header(19, 3, 52 + content.count, names.count)
    }
}
