/// A safetensors file: named tensors behind a JSON header, every rule of the format checked before the first read.
///
///     u64 headerBytes | header, JSON: { name: { dtype, shape, data_offsets: [begin, end] } } | data
///
/// Offsets count from the start of the data. The tensors lie side by side, from the first byte of the data to the
/// last, with no hole and no overlap.
struct Safetensors {
    /// A tensor as the header describes it.
    struct Tensor {
        let name: String
        let type: ElementType
        let shape: [Int]
        /// In the file.
        let bytes: Range<Int>

        /// The shape as people write it: `[384, 1536]`.
        var shapeText: String { "\(shape)" }
    }

    /// In the order of their bytes.
    let tensors: [Tensor]
    /// What `__metadata__` says.
    let metadata: [String: String]
    /// All bytes.
    let file: [UInt8]
    /// What the file is called in errors.
    let name: String
    private let byName: [String: Int]

    private static let maximumHeaderBytes = 100_000_000
    private static let lengthBytes = 8

    /// Reads the header of a file and checks all of it.
    ///
    /// - Throws: `Failure` that says what is wrong, with the tensor's name where there is one.
    init(_ file: [UInt8], name: String) throws {
        let header = try Safetensors.header(of: file, name: name)
        let dataStart = Safetensors.lengthBytes + header.count
        let dataBytes = file.count - dataStart
        guard let fields = try JSONReader.read(header, name: "\(name), header").asObject else {
            throw Failure("\(name): the header is no JSON object")
        }
        var metadata: [String: String] = [:]
        var found: [Tensor] = []
        for (key, value) in fields {
            if key == "__metadata__" {
                metadata = try Safetensors.metadata(value, name: name)
            } else {
                do {
                    found.append(try Tensor(key, value, dataStart: dataStart, dataBytes: dataBytes))
                } catch let failure as Failure {
                    throw Failure("\(name): tensor \"\(key)\": \(failure.message)")
                }
            }
        }
        tensors = found.sorted {
            ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
        }
        try Safetensors.checkContiguous(tensors, from: dataStart, to: file.count, name: name)
        byName = Dictionary(tensors.enumerated().map { ($1.name, $0) }) { first, _ in first }
        self.metadata = metadata
        self.file = file
        self.name = name
    }

    /// The tensor with this name, or nil.
    subscript(_ name: String) -> Tensor? {
        byName[name].map { tensors[$0] }
    }

    private static func header(of file: [UInt8], name: String) throws -> [UInt8] {
        guard file.count >= lengthBytes else {
            throw Failure(
                "\(name): cut off: \(file.count) bytes, the length of the header alone has \(lengthBytes)")
        }
        var length: UInt64 = 0
        for byte in file[..<lengthBytes].reversed() { length = length << 8 | UInt64(byte) }
        guard length <= maximumHeaderBytes else {
            throw Failure("\(name): a header of \(length) bytes; at most \(maximumHeaderBytes) are allowed")
        }
        guard length <= file.count - lengthBytes else {
            throw Failure(
                "\(name): cut off: a header of \(length) bytes, \(file.count - lengthBytes) are there")
        }
        let header = file[lengthBytes..<lengthBytes + Int(length)]
        guard header.first == UInt8(ascii: "{") else {
            throw Failure("\(name): the header does not start with \"{\"; is this a safetensors file?")
        }
        return Array(header)
    }

    private static func metadata(_ value: JSON, name: String) throws -> [String: String] {
        var found: [String: String] = [:]
        guard let fields = value.asObject else { throw Failure("\(name): __metadata__ is no JSON object") }
        for (key, value) in fields {
            guard let text = value.asText else {
                throw Failure("\(name): __metadata__: \"\(key)\" is no string")
            }
            found[key] = text
        }
        return found
    }

    /// Makes sure that the tensors, sorted, cover the data without a hole or an overlap.
    private static func checkContiguous(_ tensors: [Tensor], from start: Int, to end: Int, name: String)
        throws
    {
        var place = start
        var before = "the header"
        for tensor in tensors {
            let begin = tensor.bytes.lowerBound
            guard begin >= place else {
                throw Failure(
                    "\(name): tensor \"\(tensor.name)\" overlaps \(before) by \(place - begin) bytes")
            }
            guard begin == place else {
                throw Failure(
                    "\(name): a hole of \(begin - place) bytes between \(before) and \"\(tensor.name)\"")
            }
            place = tensor.bytes.upperBound
            before = "\"\(tensor.name)\""
        }
        guard place == end else {
            throw Failure("\(name): \(end - place) bytes behind \(before) that belong to no tensor")
        }
    }
}

extension Safetensors.Tensor {
    /// Reads an entry of the header.
    fileprivate init(_ name: String, _ entry: JSON, dataStart: Int, dataBytes: Int) throws {
        guard let fields = entry.asObject else { throw Failure("its entry is no JSON object") }
        if let extra = fields.first(where: { !["dtype", "shape", "data_offsets"].contains($0.0) }) {
            throw Failure("an unknown field \"\(extra.0)\"")
        }
        guard let typeName = entry["dtype"]?.asText else { throw Failure("no dtype") }
        guard let type = Safetensors.ElementType(rawValue: typeName) else {
            throw Failure("the unknown dtype \"\(typeName)\"")
        }
        guard let shape = Self.sizes(entry["shape"]) else {
            throw Failure("no shape of whole numbers from 0 on")
        }
        guard let offsets = Self.sizes(entry["data_offsets"]), offsets.count == 2 else {
            throw Failure("no data_offsets of two whole numbers from 0 on")
        }
        guard offsets[0] <= offsets[1] else {
            throw Failure("it ends at \(offsets[1]), before its start at \(offsets[0])")
        }
        guard offsets[1] <= dataBytes else {
            throw Failure("cut off: it ends at byte \(offsets[1]) of the data, which has \(dataBytes)")
        }
        var needed = type.byteCount
        for size in shape {
            let (product, isTooLarge) = needed.multipliedReportingOverflow(by: size)
            guard !isTooLarge else { throw Failure("the shape \(shape) is too large") }
            needed = product
        }
        guard needed == offsets[1] - offsets[0] else {
            throw Failure(
                "\(typeName) \(shape) needs \(needed) bytes, data_offsets give \(offsets[1] - offsets[0])")
        }
        self.init(
            name: name, type: type, shape: shape, bytes: dataStart + offsets[0]..<dataStart + offsets[1])
    }

    private static func sizes(_ value: JSON?) -> [Int]? {
        guard let elements = value?.asArray else { return nil }
        let sizes = elements.compactMap(\.asInteger)
        return sizes.count == elements.count && sizes.allSatisfy { $0 >= 0 } ? sizes : nil
    }
}
