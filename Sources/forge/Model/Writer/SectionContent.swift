import PipitCore

/// What a section of a model holds: plain bytes, or a matrix packed in one of the formats of FORMAT.md.
struct SectionContent: Equatable {
    /// How the bytes are to be read.
    let format: SectionFormat
    let rows: Int
    let columns: Int
    /// Columns that share a scale; 0 where there are no groups.
    let group: Int
    /// 0 row by row; 1 weights in blocks.
    let layout: UInt16
    let bytes: [UInt8]

    init(format: SectionFormat, rows: Int, columns: Int, group: Int = 0, layout: UInt16 = 0, bytes: [UInt8]) {
        self.format = format
        self.rows = rows
        self.columns = columns
        self.group = group
        self.layout = layout
        self.bytes = bytes
    }

    /// Plain bytes: one row.
    init(_ bytes: [UInt8]) {
        self.init(format: .bytes, rows: 1, columns: bytes.count, bytes: bytes)
    }
}

/// Collects the little-endian bytes of a section.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: how many bytes will come.
    init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Appends a number, lowest byte first.
    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends floats as binary32.
    mutating func append(_ values: [Float]) {
        for value in values { append(value.bitPattern) }
    }

    /// Appends bytes as they are.
    mutating func append(raw more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    /// Appends zero bytes up to a multiple of `alignment`.
    mutating func pad(to alignment: Int) {
        while bytes.count % alignment != 0 { bytes.append(0) }
    }
}
