import Foundation
import PipitCore

@testable import forge

/// The checkpoint of Fixtures/tiny_bert, and what PyTorch and the Python recipe make of it.
enum TinyBERT {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/tiny_bert").path

    static func golden() throws -> Golden {
        try JSONDecoder().decode(Golden.self, from: Data(try Files.read(folder + "/golden.json")))
    }

    /// The model that comes of the checkpoint, or of one in another folder.
    static func imported(_ options: ImportOptions = ImportOptions(), from folder: String = folder) throws
        -> LoadedModel
    {
        var importer = try BERTImport(try Checkpoint(folder: folder), options)
        let draft = try importer.draft(Progress("testing"))
        return kept(try LoadedModel(bytes: try draft.fileBytes(), path: "tiny"))
    }

    /// The message of the refusal of a changed copy of the checkpoint; nil when it is accepted.
    static func refusal(
        _ options: ImportOptions = ImportOptions(), of name: String = "tiny_bert",
        _ change: (inout Copy) throws -> Void
    ) throws -> String? {
        try withChanged(of: name, change) { folder in message { _ = try imported(options, from: folder) } }
    }

    /// What the import of a changed copy of the checkpoint says.
    static func remarks(_ change: (inout Copy) throws -> Void) throws -> [String] {
        try withChanged(change) { folder in
            var importer = try BERTImport(try Checkpoint(folder: folder), ImportOptions())
            _ = try importer.draft(Progress("testing"))
            return importer.remarks
        }
    }

    /// Gives `body` a changed copy of the checkpoint.
    static func withChanged<Result>(
        of name: String = "tiny_bert", _ change: (inout Copy) throws -> Void,
        _ body: (String) throws -> Result
    ) throws -> Result {
        try inTemporaryFolder { folder in
            let copy = folder + "/copy"
            try FileManager.default.copyItem(atPath: "\(TinyBERT.folder)/../\(name)", toPath: copy)
            var files = Copy(folder: copy)
            try change(&files)
            return try body(copy)
        }
    }

    /// The files of a copy.
    struct Copy {
        let folder: String

        /// Puts a text in the place of another in a file, or fails.
        func replace(_ old: String, by new: String, in name: String) throws {
            let text = String(decoding: try Files.read("\(folder)/\(name)"), as: UTF8.self)
            guard text.contains(old) else { throw Failure("no \(old) in \(name)") }
            try write(text.replacingOccurrences(of: old, with: new), to: name)
        }

        func write(_ text: String, to name: String) throws {
            try Files.write(Array(text.utf8), to: "\(folder)/\(name)")
        }

        /// Adds a field to config.json.
        func addToConfig(_ field: String) throws {
            try replace("\"use_cache\": true", by: "\"use_cache\": true, " + field, in: "config.json")
        }

        /// Gives the tensor of this name, in the header under `old`, so many bytes more, which are zero.
        func lengthen(_ name: String, _ old: String, _ new: String, by count: Int) throws {
            let path = "\(folder)/model.safetensors"
            let file = try Safetensors(try Files.read(path), name: "copy")
            var (header, data): ([String], [UInt8]) = ([], [])
            for tensor in file.tensors {
                let isLonger = tensor.name == name
                let bytes = file.file[tensor.bytes] + (isLonger ? [UInt8](repeating: 0, count: count) : [])
                let shape = tensor.shapeText.replacingOccurrences(of: " ", with: "")
                guard !isLonger || shape == old else { throw Failure("\(name) is \(shape)") }
                header.append(
                    "\"\(tensor.name)\":{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":\(isLonger ? new : shape),"
                        + "\"data_offsets\":[\(data.count),\(data.count + bytes.count)]}")
                data += bytes
            }
            try Files.write(safetensors("{" + header.joined(separator: ",") + "}", data), to: path)
        }

        /// Puts a text in the place of another in the header of the tensors, whose length then says so.
        func replaceInHeader(_ old: String, by new: String) throws {
            let file = try Files.read("\(folder)/model.safetensors")
            let count = file[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
            let header = String(decoding: file[8..<8 + count], as: UTF8.self)
            guard header.contains(old) else { throw Failure("no \(old) in the header") }
            let changed = safetensors(
                header.replacingOccurrences(of: old, with: new), Array(file[(8 + count)...]))
            try Files.write(changed, to: "\(folder)/model.safetensors")
        }

        /// Sets every byte of a tensor to zero.
        func clear(_ name: String) throws {
            var file = try Files.read("\(folder)/model.safetensors")
            guard let tensor = try Safetensors(file, name: "copy")[name] else { throw Failure("no \(name)") }
            for index in tensor.bytes { file[index] = 0 }
            try Files.write(file, to: "\(folder)/model.safetensors")
        }
    }
}

/// A safetensors file with this header.
func safetensors(_ header: String, _ data: [UInt8]) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(UInt64(header.utf8.count))
    writer.append(raw: header.utf8)
    writer.append(raw: data)
    return writer.bytes
}

/// golden.json, made by Tests/fixtures/make_import_fixtures.py.
struct Golden: Decodable {
    struct Case: Decodable {
        let first: String
        let second: String?
        let ids: [UInt16]
        let segments: [UInt8]
        let rows: Data
        let scales: Data
        let floatRows: Data
        let floatLogits: [String: Data]
    }

    /// A section of the file that the Python writer makes.
    struct Section: Decodable, Equatable {
        let role: Int
        let index: Int
        let bytes: Int
        let crc: UInt32
    }

    struct Quantized: Decodable {
        let rows: Int
        let columns: Int
        let values: Data
        let bias: Data
        let formats: [String: Data]
    }

    let cases: [Case]
    let files: [String: [Section]]
    let quantized: [Quantized]
}

extension Data {
    /// The little-endian floats that these bytes hold.
    var floats: [Float] {
        withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map {
                bytes.loadUnaligned(fromByteOffset: $0, as: Float.self)
            }
        }
    }

    /// The signed bytes.
    var integers: [Int8] { map { Int8(bitPattern: $0) } }
}

/// The cosine of two vectors.
func cosine(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Double {
    var (product, ofA, ofB) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
        product += Double(x) * Double(y)
        ofA += Double(x) * Double(x)
        ofB += Double(y) * Double(y)
    }
    return product / (ofA * ofB).squareRoot()
}

/// The model, which now lives as long as the tests: heads and configs are views that do not hold it.
func kept(_ loaded: LoadedModel) -> LoadedModel {
    Unmanaged.passRetained(loaded).takeUnretainedValue()
}
