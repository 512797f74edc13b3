import Foundation

/// The program `bench` for a board: an encoder that runs a text again and again.
struct BenchProgram {
    /// Whether every row of the last block is computed, or those alone that the head reads.
    let allRows: Bool
    /// The name of the kernel set that it is to use; nil: the best that the processor has.
    let kernels: String?
    let path: String

    /// Builds it.
    ///
    /// - Throws: `Failure` with the compiler's words on standard error.
    init(for board: Board, allRows: Bool, kernels: String?, in workspace: Workspace) throws {
        self.allRows = allRows
        self.kernels = kernels
        path = try Compilation(product: "bench", board: board, workspace: workspace).run()
    }

    /// The command line that encodes a text of some length some times.
    func arguments(_ model: String, _ tokens: Int, _ rounds: Int) -> [String] {
        [model, String(tokens), String(rounds), allRows ? "all" : "first", kernels ?? "-"]
    }

    /// What went wrong when the program ended with another status than 0.
    func failure(_ status: Int32, _ model: String, _ tokens: Int, _ words: String = "") -> Failure {
        if status == 4, let kernels { return Failure("this processor has no kernels called \"\(kernels)\"") }
        return Failure("bench does not run \(model) with \(tokens) tokens (status \(status)) \(words)")
    }

    /// Nanoseconds of each of `rounds` texts, run here.
    func times(_ model: String, tokens: Int, rounds: Int) throws -> [Double] {
        let result = try ProcessRunner.run(
            path, arguments(model, tokens, rounds) + ["times"], title: "timing \(tokens) tokens")
        guard result.status == 0, result.output.count == rounds * 8 else {
            throw failure(result.status, model, tokens)
        }
        return result.output.withUnsafeBytes { bytes in
            (0..<rounds).map { Double(bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
        }
    }
}
