extension HeadRecord {
    /// Makes sure that every field is within its bounds.
    func check(_ head: UInt32) throws(ModelError) {
        try check(head, .kind)
        try check(head, .labels)
        try check(head, .activation)
        try check(head, .pooling)
        // The bits of a float from 0 on rise with it, and those of NaN and of negative numbers are greater.
        try check(head, .threshold)
        try check(head, .flags)
        try check(head, .lengthCost)
        let name = name
        if name.count == 0 {
            throw .badHead(head: head, problem: "bytes of the name", needed: 1, available: 0)
        }
        for offset in 0..<name.count where !Self.isNameByte(name.u8(offset)) {
            throw .badHead(
                head: head, problem: "name of a to z, 0 to 9, _ and .", needed: 0,
                available: UInt32(name.u8(offset)))
        }
        for offset in name.count..<HeadField.maximumNameBytes {
            let byte = bytes.u8(HeadField.name.offset &+ offset)
            if byte != 0 {
                throw .badHead(
                    head: head, problem: "padding of the name", needed: 0, available: UInt32(byte))
            }
        }
    }

    private func check(_ head: UInt32, _ field: HeadField) throws(ModelError) {
        let value = bytes.u32(field)
        if value < field.minimum {
            throw .badHead(head: head, problem: field.name, needed: field.minimum, available: value)
        }
        if value > field.maximum {
            throw .badHead(head: head, problem: field.name, needed: field.maximum, available: value)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }
}
