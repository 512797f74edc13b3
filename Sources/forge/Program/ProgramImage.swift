import PipitCore

/// What of a program's file and memory is code, constants, data, model and arena.
struct ProgramImage {
    /// Executable code.
    let textBytes: Int
    /// Read-only data other than the model.
    let constantBytes: Int
    /// Writable data other than the arena.
    let dataBytes: Int
    let arenaBytes: Int
    /// The model inside.
    let model: [UInt8]

    private static let modelMagic = withUnsafeBytes(of: FileFormat.magic.littleEndian) { Array($0) }

    /// Takes apart a program's file.
    ///
    /// - Throws: `Failure` when the file is no program, or its model or arena cannot be found.
    init(_ bytes: [UInt8], name: String) throws {
        let program = try ELFFile(bytes, name: name)
        let allocated = program.sections.filter(\.isAllocated)
        func total(_ isCounted: (ELFFile.Section) -> Bool) -> Int {
            allocated.filter(isCounted).map(\.size).reduce(0, +)
        }
        guard let arena = program.symbol("pipit_arena") else {
            throw Failure("\(name) has no arena (pipit_arena)")
        }
        arenaBytes = arena.size
        let place = try ProgramImage.placeOfModel(in: program, bytes, name)
        model = Array(bytes[place.range])
        textBytes = total { $0.isExecutable }
        constantBytes = total { !$0.isExecutable && !$0.isWritable } - (place.isConstant ? model.count : 0)
        dataBytes =
            total { !$0.isExecutable && $0.isWritable } - arena.size - (place.isConstant ? 0 : model.count)
    }

    private static func placeOfModel(
        in program: ELFFile, _ bytes: [UInt8], _ name: String
    ) throws -> (range: Range<Int>, isConstant: Bool) {
        guard let symbol = program.symbol("pipit_embedded_model"),
            let section = program.sections.first(where: {
                $0.isAllocated && !$0.isZeroFilled && $0.address <= symbol.address
                    && symbol.address - $0.address < $0.size
            })
        else { throw Failure("\(name) has no model inside (pipit_embedded_model)") }
        let reader = ByteReader(bytes, name: name)
        let start = try reader.sum(section.offset, symbol.address - section.address)
        guard Array(try reader.slice(at: start, count: 8)) == modelMagic else {
            throw Failure("\(name): what stands in the place of its model is none")
        }
        let count = try reader.integer(at: start + 12, bytes: 4)
        _ = try reader.slice(at: start, count: count)
        return (start..<start + count, !section.isWritable)
    }
}
