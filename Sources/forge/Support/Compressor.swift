import Foundation

/// Compression by gzip and xz, which leave no name and no time in what they make.
enum Compressor {
    /// As gzip does it best.
    static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        try filter(bytes, by: "gzip", ["-n", "-9"])
    }

    /// As xz does it, in one thread: the number of threads shows in the result.
    static func xz(_ bytes: [UInt8]) throws -> [UInt8] {
        try filter(bytes, by: "xz", ["-T1", "-9"])
    }

    /// The content of a file that xz has compressed.
    static func unpackedXz(_ path: String) throws -> [UInt8] {
        _ = try Files.read(path)  // says by name what is missing
        let result = try ProcessRunner.run(
            try Tool.find("xz"), ["-dck", "--", path], title: "unpacking \(path)")
        guard result.status == 0 else { throw Failure("\(path) cannot be unpacked: \(result.errorText)") }
        return result.output
    }

    private static func filter(_ bytes: [UInt8], by tool: String, _ options: [String]) throws -> [UInt8] {
        try TemporaryFolder.with { folder in
            let file = "\(folder)/content"
            try Files.write(bytes, to: file)
            let result = try ProcessRunner.run(try Tool.find(tool), options + [file], title: "compressing")
            guard result.status == 0 else { throw Failure("\(tool) failed: \(result.errorText)") }
            return try Files.read(tool == "xz" ? file + ".xz" : file + ".gz")
        }
    }
}
