import Foundation

/// A program without symbols and without what differs from build to build.
enum StrippedProgram {
    /// The bytes of the program at `path`, stripped.
    ///
    /// `.swift_modhash` is of the folder that a module was built in, and nothing reads it.
    static func bytes(of path: String) throws -> [UInt8] {
        try TemporaryFolder.with { folder in
            let stripped = "\(folder)/program"
            let result = try ProcessRunner.run(
                try Tool.ofSwift("llvm-objcopy"),
                [
                    "--strip-all", "--remove-section=.swift_modhash", "--remove-section=.comment", path,
                    stripped,
                ], title: "stripping")
            guard result.status == 0 else { throw Failure("\(path) cannot be stripped: \(result.errorText)") }
            return try Files.read(stripped)
        }
    }
}
