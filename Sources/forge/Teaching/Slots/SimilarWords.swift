import PipitCore

/// Words of a model's vocabulary, and which of them are alike: by the cosine of their entries in its token table.
final class SimilarWords {
    /// Words of three ASCII letters or more.
    let words: [String]
    private let numbers: [String: Int]
    /// `[words, rank]`, of length 1.
    private let vectors: [Float]
    private let rank: Int
    private var found: [String: [Int]] = [:]

    private static let neighbours = 25

    init(_ engine: HostEngine) {
        let vocabulary = Vocabulary(engine.model)
        var (words, vectors): ([String], [Float]) = ([], [])
        for id in vocabulary.words {
            let bytes = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 100) { buffer in
                Array(buffer[..<vocabulary.piece(of: UInt16(id), into: buffer)])
            }
            guard bytes.count >= 3, bytes.allSatisfy({ 0x61...0x7A ~= $0 }) else { continue }
            let word = String(decoding: bytes, as: UTF8.self)
            let row = engine.engine.encoder.tokenEntry(id).floats
            let length = max(row.reduce(0) { $0 + $1 * $1 }.squareRoot(), 1e-9)
            words.append(word)
            vectors += row.map { $0 / length }
        }
        (self.words, self.vectors, rank) = (words, vectors, engine.model.config.tokenRank)
        numbers = Dictionary(uniqueKeysWithValues: zip(words, 0...))
    }

    /// The words most like `word`, the nearest first; nil where the vocabulary does not have it.
    func neighbours(of word: String) -> [String]? {
        guard let number = numbers[word] else { return nil }
        if let known = found[word] { return known.map { words[$0] } }
        var cosines: [(cosine: Float, number: Int)] = []
        for other in words.indices where other != number {
            var cosine: Float = 0
            for index in 0..<rank { cosine += vectors[number * rank + index] * vectors[other * rank + index] }
            cosines.append((cosine, other))
        }
        cosines.sort { ($1.cosine, $0.number) < ($0.cosine, $1.number) }
        let nearest = cosines.prefix(SimilarWords.neighbours).map(\.number)
        found[word] = nearest
        return nearest.map { words[$0] }
    }
}
