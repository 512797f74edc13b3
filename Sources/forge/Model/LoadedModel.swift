import Foundation
import PipitCore

/// A model file in memory, checked by the same reader as on the device.
///
/// The memory stays until the process ends: `model` is a view of it that outlives this object.
final class LoadedModel {
    let path: String
    let bytes: [UInt8]
    let model: ModelFile

    /// Reads and checks a file.
    ///
    /// - Throws: `Failure` with the reader's own words when it refuses the file.
    convenience init(path: String) throws {
        try self.init(bytes: try Files.read(path), path: path)
    }

    /// Checks the bytes of a file.
    ///
    /// - Throws: `Failure` with the reader's own words when it refuses them, or what it is where that is known.
    init(bytes: [UInt8], path: String) throws {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 64)
        memory.copyBytes(from: bytes)
        do {
            model = try ModelFile(UnsafeRawBufferPointer(start: memory.baseAddress, count: bytes.count))
        } catch {
            memory.deallocate()
            switch error {
            case .notAModel, .wrongLength: try ForeignFile.refuse(bytes, path: path)
            default: break
            }
            throw Failure("\(path): \(LoadedModel.explain(error))")
        }
        self.bytes = bytes
        self.path = path
    }

    private static func explain(_ error: ModelError) -> String {
        var sink = TextSink()
        error.describe(to: &sink)
        return "\(String(error.code.bytes)): \(sink.text)"
    }
}

/// What the core writes byte by byte, as text.
struct TextSink: ByteSink {
    private var bytes: [UInt8] = []

    mutating func write(_ byte: UInt8) {
        bytes.append(byte)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension String {
    /// Bytes of the core as text.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.init(decoding: bytes, as: UTF8.self)
    }
}
