/// Checks the lines of lists: closed lists first, then entries, each of a slot, a canonical name and one form or more.
struct SlotListsSection {
    private let section: Section

    /// Bytes of a slot and of a canonical name.
    private static let maximumNameBytes: UInt32 = 255
    /// Bytes of a name in its normal form.
    private static let maximumFormBytes: UInt32 = 1024

    init(_ section: Section) {
        self.section = section
    }

    func check() throws(ModelError) {
        let lines = TextLines(bytes: section.bytes)
        try lines.check(section.key, mayHoldTabs: true)
        var (offset, hasEntries) = (0, false)
        while let (line, next) = lines.line(at: offset) {
            let fields = try check(line)
            if fields == 1 { throw section.refuse("fields of a list", 2, 1) }
            if hasEntries && fields == 2 { throw section.refuse("closed lists before all entries", 1, 0) }
            hasEntries = fields > 2
            offset = next
        }
    }

    /// Checks the fields of a line; returns how many there are.
    private func check(_ line: ByteView) throws(ModelError) -> UInt32 {
        var (fields, start): (UInt32, Int) = (0, 0)
        for end in 0...line.count where end == line.count || line.u8(end) == UInt8(ascii: "\t") {
            let bytes = UInt32(truncatingIfNeeded: end &- start)
            let maximum = fields < 2 ? Self.maximumNameBytes : Self.maximumFormBytes
            if bytes > maximum { throw section.refuse("bytes of a name", maximum, bytes) }
            let saysClosed = fields == 1 && end == line.count
            if (bytes == 0) != saysClosed { throw section.refuse("bytes of a name", 1, bytes) }
            start = end &+ 1
            fields &+= 1
        }
        return fields
    }
}
