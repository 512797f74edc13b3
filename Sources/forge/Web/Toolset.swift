import Foundation

/// What a toolset of Toolchains/ says to the compilers and the linker, for a build that SwiftPM does not drive.
struct Toolset: Decodable {
    /// The options of one tool.
    struct Tool: Decodable {
        let extraCLIOptions: [String]
    }

    let swiftCompiler: Tool
    let cCompiler: Tool
    let linker: Tool

    /// Reads a toolset.
    ///
    /// - Throws: `Failure` that names the file.
    init(path: String) throws {
        do {
            self = try JSONDecoder().decode(Toolset.self, from: Data(try Files.read(path)))
        } catch let error as DecodingError {
            throw Failure("\(path) is no toolset: \(error)")
        }
    }
}
