import Foundation

/// A file of Fixtures/encoder: random models, and what the numpy reference makes of them.
enum Fixture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/encoder")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    static func json<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
        try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
    }

    /// The names of all models, without `.pipit`.
    static let models: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".pipit") }.map { String($0.dropLast(6)) }.sorted()
    }()
}

/// Numbers as they stand in a fixture: base64 of little-endian bytes.
struct PackedNumbers<Number: BitwiseCopyable>: Decodable {
    let numbers: [Number]

    init(from decoder: any Decoder) throws {
        let data = try decoder.singleValueContainer().decode(Data.self)
        numbers = data.withUnsafeBytes { bytes in
            (0..<bytes.count / MemoryLayout<Number>.size).map {
                bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self)
            }
        }
    }
}

/// What the reference answers to some inputs of a model.
struct EncoderCases: Decodable {
    struct Case: Decodable {
        let ids: [UInt16]
        let segments: [UInt8]
        let rows: PackedNumbers<Int8>
        let scales: PackedNumbers<Float>
        let pooled: PackedNumbers<Int8>
        let pooledScale: PackedNumbers<Float>
        /// As heads of masked words read them, where that is another path.
        let maskedRows: PackedNumbers<Int8>?
        let maskedScales: PackedNumbers<Float>?
        let heads: [HeadCase]
    }

    struct HeadCase: Decodable {
        let name: String
        let source: String
        let count: Int
        let outputs: Int
        let logits: PackedNumbers<Float>
    }

    let cases: [Case]
}
