/// What `forge` needs to know of a program file: its sections, its segments and its symbols.
///
/// Little-endian ELF of 32 or 64 bits.
struct ELFFile {
    /// A named run of bytes, in the file and in memory.
    struct Section: Equatable {
        let name: String
        let type: Int
        let flags: Int
        let address: Int
        let offset: Int
        let size: Int

        /// Takes memory when the program runs.
        var isAllocated: Bool { flags & 2 != 0 }
        var isWritable: Bool { flags & 1 != 0 }
        var isExecutable: Bool { flags & 4 != 0 }
        /// Takes no room in the file: zeros at start.
        var isZeroFilled: Bool { type == 8 }
    }

    /// A part of the file that the kernel maps, or looks at.
    struct Segment: Equatable {
        let type: Int
        let flags: Int
        let address: Int
        let fileSize: Int
        let memorySize: Int

        var isLoaded: Bool { type == 1 }
    }

    /// A name for an address.
    struct Symbol: Equatable {
        let name: String
        let address: Int
        let size: Int
    }

    /// The architecture's number: 40 ARM, 62 x86-64, 183 AArch64.
    let machine: Int
    let sections: [Section]
    let segments: [Segment]
    let symbols: [Symbol]
    /// Bytes of the whole file.
    let fileBytes: Int

    /// Reads a program file.
    ///
    /// - Throws: `Failure` when it is no such file or cut off.
    init(_ bytes: [UInt8], name: String) throws {
        let reader = ByteReader(bytes, name: name)
        guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else { throw Failure("\(name) is no ELF program") }
        let (bits, order) = (try reader.integer(at: 4, bytes: 1), try reader.integer(at: 5, bytes: 1))
        guard bits == 1 || bits == 2, order == 1 else {
            throw Failure("\(name) is no little-endian ELF program")
        }
        let layout = Layout(is64: bits == 2, reader: reader)
        machine = try reader.integer(at: 18, bytes: 2)
        segments = try layout.segments()
        sections = try layout.sections()
        symbols = try layout.symbols(of: sections)
        fileBytes = bytes.count
    }

    /// The symbol of that name.
    func symbol(_ name: String) -> Symbol? {
        symbols.first { $0.name == name }
    }
}

/// Where the two widths of ELF keep their fields.
private struct Layout {
    let is64: Bool
    let reader: ByteReader

    private var word: Int { is64 ? 8 : 4 }

    func segments() throws -> [ELFFile.Segment] {
        let start = try reader.integer(at: is64 ? 32 : 28, bytes: word)
        let entryBytes = try reader.integer(at: is64 ? 54 : 42, bytes: 2)
        let count = try reader.integer(at: is64 ? 56 : 44, bytes: 2)
        try checkTable(at: start, count, entryBytes, atLeast: is64 ? 56 : 32)
        return try (0..<count).map { index in
            let at = start + index * entryBytes
            return ELFFile.Segment(
                type: try reader.integer(at: at, bytes: 4),
                flags: try reader.integer(at: at + (is64 ? 4 : 24), bytes: 4),
                address: try reader.integer(at: at + (is64 ? 16 : 8), bytes: word),
                fileSize: try reader.integer(at: at + (is64 ? 32 : 16), bytes: word),
                memorySize: try reader.integer(at: at + (is64 ? 40 : 20), bytes: word))
        }
    }

    func sections() throws -> [ELFFile.Section] {
        let start = try reader.integer(at: is64 ? 40 : 32, bytes: word)
        guard start > 0 else { return [] }
        let entryBytes = try reader.integer(at: is64 ? 58 : 46, bytes: 2)
        let count = try reader.integer(at: is64 ? 60 : 48, bytes: 2)
        let namesIndex = try reader.integer(at: is64 ? 62 : 50, bytes: 2)
        try checkTable(at: start, max(count, namesIndex + 1), entryBytes, atLeast: is64 ? 64 : 40)
        let names = try field(3, start + namesIndex * entryBytes)
        return try (0..<count).map { index in
            let at = start + index * entryBytes
            return ELFFile.Section(
                name: try reader.text(at: try reader.sum(names, try reader.integer(at: at, bytes: 4))),
                type: try reader.integer(at: at + 4, bytes: 4), flags: try field(1, at),
                address: try field(2, at),
                offset: try field(3, at), size: try field(4, at))
        }
    }

    func symbols(of sections: [ELFFile.Section]) throws -> [ELFFile.Symbol] {
        guard let table = sections.first(where: { $0.type == 2 }) else { return [] }
        guard let names = sections.first(where: { $0.type == 3 && $0.name == ".strtab" }) else { return [] }
        let entryBytes = is64 ? 24 : 16
        try checkTable(at: table.offset, table.size / entryBytes, entryBytes, atLeast: entryBytes)
        return try (0..<table.size / entryBytes).map { index in
            let at = table.offset + index * entryBytes
            return ELFFile.Symbol(
                name: try reader.text(at: try reader.sum(names.offset, try reader.integer(at: at, bytes: 4))),
                address: try reader.integer(at: at + (is64 ? 8 : 4), bytes: word),
                size: try reader.integer(at: at + (is64 ? 16 : 8), bytes: word))
        }
    }

    private func checkTable(at start: Int, _ count: Int, _ entryBytes: Int, atLeast leastBytes: Int) throws {
        guard count == 0 || entryBytes >= leastBytes else {
            throw Failure("an ELF table has entries too small")
        }
        let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: entryBytes)
        _ = try reader.slice(at: start, count: isTooLarge ? Int.max : bytes)
    }

    /// Field `index` of the words that follow a section header's two leading numbers of four bytes:
    /// 1 flags, 2 address, 3 offset, 4 size.
    private func field(_ index: Int, _ header: Int) throws -> Int {
        try reader.integer(at: header + 8 + (index - 1) * word, bytes: word)
    }
}
