import Foundation

/// Programs of others that `forge` calls.
enum Tool {
    /// The file of a program that is found by name on the search path.
    ///
    /// - Throws: `Failure` that says how to install it.
    static func find(_ name: String, searchPath: String? = nil, alsoIn others: [String] = []) throws -> String
    {
        let path = searchPath ?? ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        for folder in path.split(separator: ":").map(String.init) + others {
            let candidate = "\(folder)/\(name)"
            if access(candidate, X_OK) == 0 { return candidate }
        }
        throw Failure(
            "\(name) is not installed; run Toolchains/install, which installs what a fresh machine lacks")
    }

    /// The file of a program that comes with Swift and need not be on the search path.
    static func ofSwift(_ name: String) throws -> String {
        let swift = URL(fileURLWithPath: try find("swift")).resolvingSymlinksInPath()
        return try find(name, searchPath: swift.deletingLastPathComponent().path)
    }
}
