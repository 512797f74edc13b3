import Foundation

/// Sentences about anything at all, from which heads learn what is no command of the user's: anything.txt.
enum GenericSentences {
    /// All of them, in the order of the file.
    ///
    /// - Throws: `Failure` when the file that belongs to this program is missing.
    static func texts() throws -> [String] {
        guard let path = Bundle.module.path(forResource: "anything", ofType: "txt") else {
            throw Failure("anything.txt, which belongs to this program, is missing: build forge anew")
        }
        return String(decoding: try Files.read(path), as: UTF8.self).split(separator: "\n")
            .map(String.init).filter { !$0.hasPrefix("#") }
    }
}
