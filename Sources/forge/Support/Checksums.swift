import Foundation

/// Sums of files, as `md5sum` and `sha256sum` print them.
enum Checksums {
    /// A line for each file: the sum, two blanks, and the name in the folder.
    static func lines(by tool: String, of names: [String], in folder: String) throws -> [UInt8] {
        let result = try ProcessRunner.run(
            try Tool.find("env"), ["-C", folder, try Tool.find(tool), "--"] + names, title: "summing")
        guard result.status == 0 else { throw Failure("\(tool) failed: \(result.errorText)") }
        return result.output
    }
}
