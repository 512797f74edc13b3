import Foundation
import PipitCore

extension Command {
    /// `forge tokenize [--model FILE]`.
    static let tokenize = Command(
        name: "tokenize", synopsis: "tokenize [--model FILE]",
        summary: "Cuts the lines of standard input into word pieces.",
        details: """
            Prints a line for each line: `id:start:end:startsWord` of each piece, where start and end count bytes of the
            line and startsWord is 0 or 1; `invalid_utf8` for a line that is not UTF-8. FILE is Weights/home.pipit
            unless given. Weights/recipe/studies/compare_tokenizer.py compares the answers with those of Hugging Face's
            tokenizer.
            """
    ) { arguments in
        let path = try arguments.option("--model") ?? Workspace.current().defaultModel
        try arguments.finish()
        let loaded = try LoadedModel(path: path)
        let tokenizer = Tokenizer(loaded.model)
        var lines = LineSplitter()
        while let bytes = FileDescriptor.read(STDIN_FILENO), !bytes.isEmpty {
            let answers = lines.add(bytes).map { tokenizer.answer(to: $0) + "\n" }
            Console.write(Array(answers.joined().utf8), to: STDOUT_FILENO)
        }
        for line in lines.rest() { Console.say(tokenizer.answer(to: line)) }
        return withExtendedLifetime(loaded) { 0 }
    }
}

extension Tokenizer {
    /// What `forge tokenize` prints for a line.
    func answer(to line: [UInt8]) -> String {
        line.withUnsafeBufferPointer { text in
            guard isValidUTF8(text) else { return "invalid_utf8" }
            // No scalar turns into more pieces than it has bytes.
            return withUnsafeTemporaryAllocation(of: WordPiece.self, capacity: text.count) { tokens in
                tokens[..<tokenize(text, into: tokens).count].map { token in
                    "\(token.id):\(token.start):\(token.end):\(token.startsWord ? 1 : 0)"
                }.joined(separator: " ")
            }
        }
    }
}
