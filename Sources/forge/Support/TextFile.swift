/// The lines of a text, whichever editor or spreadsheet wrote it.
///
/// Lines end in LF, CR LF or CR; a byte order mark does not count; UTF-16 becomes UTF-8.
struct TextFile {
    /// A line without its end; its bytes are the file's own and may be no UTF-8.
    struct Line {
        /// From 1.
        let number: Int
        let bytes: ArraySlice<UInt8>
    }

    let lines: [Line]
    /// What the user should know about how the file was read.
    let remarks: [String]

    /// Takes the bytes of a file apart.
    ///
    /// - Throws: `Failure` when they are no text at all.
    init(_ bytes: [UInt8], path: String) throws {
        try TextFile.refusePacked(bytes, path)
        guard let order = try TextFile.byteOrder(of: bytes, path) else {
            let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            lines = TextFile.split(bytes[mark...])
            remarks = []
            return
        }
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return order == .littleEndian ? first | second << 8 : first << 8 | second
        }
        guard bytes.count.isMultiple(of: 2), let text = String(validating: units, as: UTF16.self) else {
            throw Failure("\(path) is damaged UTF-16; save it as UTF-8")
        }
        let mark = units.first == 0xFEFF ? 3 : 0
        lines = TextFile.split(Array(text.utf8)[mark...])
        remarks = ["\(path) is UTF-16 and was read as such; save it as UTF-8 to be sure of its letters"]
    }

    private enum ByteOrder { case littleEndian, bigEndian }

    /// The byte order of UTF-16, by its mark or by the zeros that most of its letters have; nil for UTF-8.
    private static func byteOrder(of bytes: [UInt8], _ path: String) throws -> ByteOrder? {
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
            throw Failure("\(path) is UTF-32; save it as UTF-8")
        }
        if bytes.starts(with: [0xFF, 0xFE]) { return .littleEndian }
        if bytes.starts(with: [0xFE, 0xFF]) { return .bigEndian }
        var zeros = [0, 0]
        let sample = bytes.prefix(2048)
        for (place, byte) in sample.enumerated() where byte == 0 { zeros[place % 2] += 1 }
        let most = sample.count / 4
        guard most > 0, max(zeros[0], zeros[1]) > most else { return nil }
        return zeros[1] > zeros[0] ? .littleEndian : .bigEndian
    }

    /// Refuses what office programs and packers write under any name.
    private static func refusePacked(_ bytes: [UInt8], _ path: String) throws {
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw Failure("\(path) is a spreadsheet or an archive; save it as tab-separated text in UTF-8")
        }
        if bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A]) {
            throw Failure("\(path) is packed; unpack it first")
        }
    }

    private static func split(_ bytes: ArraySlice<UInt8>) -> [Line] {
        let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        var lines: [Line] = []
        var start = bytes.startIndex
        var place = start
        while place < bytes.endIndex {
            let byte = bytes[place]
            place += 1
            guard byte == lineFeed || byte == carriageReturn else { continue }
            lines.append(Line(number: lines.count + 1, bytes: bytes[start..<place - 1]))
            if byte == carriageReturn, place < bytes.endIndex, bytes[place] == lineFeed { place += 1 }
            start = place
        }
        if start < bytes.endIndex { lines.append(Line(number: lines.count + 1, bytes: bytes[start...])) }
        return lines
    }
}
