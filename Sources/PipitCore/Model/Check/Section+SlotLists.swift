extension Section {
    /// Checks the lines of lists: closed lists first, then entries, each of a slot, a canonical name and one form or more.
    func checkSlotLists() throws(ModelError) {
        try TextLines(bytes: bytes).check(key, mayHoldTabs: true)
        if columns > FileFormat.maximumListBytes {
            throw refuse("bytes", UInt32(FileFormat.maximumListBytes), UInt32(columns))
        }
        var (fields, length, hasEntries): (UInt32, Int, Bool) = (0, 0, false)
        for offset in 0..<columns {
            let byte = bytes.u8(offset)
            length &+= 1
            if byte >= 0x20 { continue }
            fields &+= 1
            let saysClosed = byte == UInt8(ascii: "\n") && fields == 2 && length == 1
            let isRight = saysClosed ? !hasEntries : length > 1 && (byte == UInt8(ascii: "\t") || fields > 2)
            if !isRight { throw refuse("fields of a list, in order and with text", 3, fields) }
            length = 0
            if byte == UInt8(ascii: "\t") { continue }
            hasEntries = !saysClosed
            fields = 0
        }
    }
}
