import Foundation

/// A folder for files that other programs are to read or write.
enum TemporaryFolder {
    /// Runs `body` with a fresh folder that is gone afterwards.
    static func with<Result>(_ body: (String) throws -> Result) throws -> Result {
        var name = Array("\(FileManager.default.temporaryDirectory.path)/forge-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw Failure("cannot make a temporary folder: \(systemMessage())")
        }
        let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }
}
