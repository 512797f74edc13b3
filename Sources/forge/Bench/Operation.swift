/// The operations of an encoder that instructions are counted by.
enum Operation: String, CaseIterable {
    /// Products of rows with weights, and of queries with keys.
    case products
    /// Attention's weighted sums of values.
    case mixing
    case convolution
    case softmax
    case activation
    /// RMSNorm and LayerNorm.
    case norm
    /// Floats to integers with a scale.
    case quantization
    /// Sums to floats, and floats added to floats.
    case scaling
    /// All else: tiles, tables, copies.
    case rest
}

/// Which operation each function of a program works for.
///
/// A kernel declares it beside itself, with `PIPIT_OPERATION` of kernel_support.h: a line "OPERATION FUNCTION" in a
/// section of the program that is never loaded.
struct FunctionOperations {
    /// The section that the declarations stand in.
    static let section = ".pipit.operations"

    /// The core's functions with an operation, by a part of their names as the compiler mangles them.
    ///
    /// Swift places nothing in sections that are not loaded. All other functions in Swift are `rest`.
    static let swiftNames: [(part: String, operation: Operation)] = [
        ("17ConvolutionWindow", .convolution), ("16beginConvolution", .convolution),
        ("8convolve", .convolution),
    ]

    private var declared: [String: Operation] = [:]

    /// Reads the declarations of a program file.
    ///
    /// - Throws: `Failure` when the file is no program, has no declarations, names an operation that is none, or one
    ///   function for two operations.
    init(_ program: [UInt8], name: String) throws {
        let sections = try ELFFile(program, name: name).sections
        guard let section = sections.first(where: { $0.name == Self.section }) else {
            throw Failure("\(name) has no section \(Self.section): its functions' operations are unknown")
        }
        let bytes = try ByteReader(program, name: name).slice(at: section.offset, count: section.size)
        for line in bytes.split(separator: 0) {
            let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
            guard words.count == 2, let operation = Operation(rawValue: words[0]) else {
                throw Failure(
                    "\(name) declares no operation with \"\(String(decoding: line, as: UTF8.self))\"")
            }
            guard declared.updateValue(operation, forKey: words[1]) ?? operation == operation else {
                throw Failure("\(name) declares \(words[1]) for two operations")
            }
        }
    }

    /// The operation that a function works for, by its name in the program.
    subscript(function: String) -> Operation {
        guard function.hasPrefix("$") else { return declared[function] ?? .rest }
        return Self.swiftNames.first { function.contains($0.part) }?.operation ?? .rest
    }
}
