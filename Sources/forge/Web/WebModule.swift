import Foundation
import PipitCore

/// The build of the core and a model for WebAssembly: the exports of Sources/web, no imports.
///
/// The compilers are driven here and not by SwiftPM, whose link of a program wants a `main`. The Swift sources are
/// compiled anew only where one of them has changed, since a model changes the C files alone.
struct WebModule {
    let workspace: Workspace

    private static let triple = "wasm32-unknown-none-wasm"
    private static let toolset = "Toolchains/wasm32.json"
    private static let includes = ["-ISources/PipitKernels/include", "-ISources/PipitSystem/include"]
    /// Those of PipitKernels and PipitSystem that need no processor and no kernel; folders stand for all in them.
    private static let cSources = [
        "PipitKernels/kernel_sets.c", "PipitKernels/scalar", "PipitKernels/unicode", "PipitSystem/arena.c",
        "PipitSystem/embedded_model.c", "PipitSystem/math.c", "PipitSystem/memory.c",
    ]
    private static let swiftSources = ["Sources/PipitCore", "Sources/web"]

    private var scratch: String { workspace.path(".build-boards/web") }

    /// Compiles and links.
    ///
    /// - Parameter path: the model's file.
    /// - Returns: the bytes of the module.
    /// - Throws: `Failure` when the model is refused or a compiler fails; its words go to standard error.
    func build(model path: String) throws -> [UInt8] {
        let model = try LoadedModel(path: path)
        let toolset = try Toolset(path: workspace.path(Self.toolset))
        let arenaBytes = withExtendedLifetime(model) { Session.plan(for: model.model).totalBytes }
        try Files.makeFolder(scratch)
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        let objects =
            try swiftObjects(toolset)
            + cObjects(
                toolset, ["-DPIPIT_ARENA_BYTES=\(arenaBytes)", "-DPIPIT_MODEL_PATH=\"\(absolute)\""])
        let module = "\(scratch)/pipit.wasm"
        try run("wasm-ld", toolset.linker.extraCLIOptions + ["-o", module] + objects, "linking")
        return try Files.read(try shortened(module))
    }

    /// The path of the module with shorter code, by Binaryen's optimizer; of itself where that is not installed.
    private func shortened(_ module: String) throws -> String {
        guard let optimizer = try? Tool.find("wasm-opt") else { return module }
        let shorter = "\(scratch)/shorter.wasm"
        let features = ["bulk-memory", "mutable-globals", "nontrapping-float-to-int", "sign-ext", "simd"]
        let result = try ProcessRunner.run(
            optimizer, ["-Oz"] + features.map { "--enable-" + $0 } + [module, "-o", shorter],
            title: "making the code shorter")
        guard result.status == 0 else { throw Failure("wasm-opt failed: \(result.errorText)") }
        return shorter
    }

    private func swiftObjects(_ toolset: Toolset) throws -> [String] {
        let (core, web) = ("\(scratch)/PipitCore.o", "\(scratch)/web.o")
        let inputs =
            (Self.swiftSources + [
                "Sources/PipitKernels/include", "Sources/PipitSystem/include", Self.toolset,
            ])
            .map(workspace.path)
        if Files.exists(core), Files.firstNewer(than: web, among: inputs) == nil { return [core, web] }
        let options =
            toolset.swiftCompiler.extraCLIOptions + Self.includes + [
                "-target", Self.triple, "-swift-version", "6", "-package-name", "pipit", "-parse-as-library",
                "-warnings-as-errors", "-I", scratch, "-c",
            ]
        try run(
            "swiftc",
            options + [
                "-module-name", "PipitCore", "-emit-module", "-emit-module-path",
                "\(scratch)/PipitCore.swiftmodule",
                "-o", core,
            ] + sources(in: "Sources/PipitCore", endingIn: ".swift"), "compiling PipitCore")
        try run(
            "swiftc",
            options + ["-module-name", "web", "-o", web] + sources(in: "Sources/web", endingIn: ".swift"),
            "compiling the exports")
        return [core, web]
    }

    private func cObjects(_ toolset: Toolset, _ choices: [String]) throws -> [String] {
        let options = toolset.cCompiler.extraCLIOptions + Self.includes + choices
        return try Self.cSources.flatMap { sources(in: "Sources/\($0)", endingIn: ".c") }.map { source in
            let object = "\(scratch)/\(source.replacing("/", with: "-")).o"
            try run(
                "clang",
                ["--target=\(Self.triple)", "-std=gnu11", "-Wall", "-Werror"] + options + [
                    "-c", source, "-o", object,
                ], "compiling \(source)")
            return object
        }
    }

    /// A file, or those in a folder, by their paths in the repository.
    private func sources(in path: String, endingIn suffix: String) -> [String] {
        if path.hasSuffix(suffix) { return [path] }
        let names = FileManager.default.enumerator(atPath: workspace.path(path))?.compactMap { $0 as? String }
        return (names ?? []).filter { $0.hasSuffix(suffix) }.sorted().map { "\(path)/\($0)" }
    }

    /// Runs a compiler of Swift in the repository, so that no path of this computer gets into what it makes.
    private func run(_ tool: String, _ arguments: [String], _ title: String) throws {
        let result = try ProcessRunner.run(
            try Tool.find("env"), ["-C", workspace.root, try Tool.ofSwift(tool)] + arguments, title: title)
        guard result.status == 0 else {
            Console.note(result.outputText + result.errorText)
            throw Failure("\(tool) failed; its words stand above")
        }
    }
}
