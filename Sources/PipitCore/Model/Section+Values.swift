extension Section {
    /// Checks every number of the section: floats finite and within bounds, no -128 and no -8.
    func checkValues() throws(ModelError) {
        switch format {
        case .bytes:
            return
        case .float32:
            try checkFloats(at: 0, rows &* columns)
        case .linear8, .depthwise8:
            let channels = format == .linear8 ? rows : columns
            try checkScales(at: 0, channels)
            try checkFloats(at: channels &* 4, channels)
            try checkBytes(at: channels &* 8)
        case .linear4:
            try checkFloats(at: 0, rows)
            try checkNibbles(at: try checkTableScales(at: rows &* 4))
        case .table8:
            try checkBytes(at: try checkTableScales(at: 0))
        case .table4:
            try checkNibbles(at: try checkTableScales(at: 0))
        case .stepped4:
            try checkNibbles(at: try checkSteppedScales())
        }
    }

    /// The bits of 2^20, the greatest magnitude of a float in a file.
    private static let greatestFloatBits: UInt32 = 0x4980_0000

    private func refuse(_ problem: Literal, _ needed: UInt32, _ available: UInt32) -> ModelError {
        .badSection(key, problem: problem, needed: needed, available: available)
    }

    /// Refuses floats beyond ±2^20; comparing their bits refuses infinities and NaN as well.
    private func checkFloats(at offset: Int, _ count: Int) throws(ModelError) {
        for index in 0..<count {
            let bits = bytes.u32(offset &+ index &* 4)
            if bits & 0x7FFF_FFFF > Self.greatestFloatBits {
                throw refuse("float out of bounds, as bits", Self.greatestFloatBits, bits)
            }
        }
    }

    /// Refuses scales that are negative or beyond 2^20: a sign bit makes the bits too great.
    private func checkScales(at offset: Int, _ count: Int) throws(ModelError) {
        for index in 0..<count {
            let bits = bytes.u32(offset &+ index &* 4)
            if bits > Self.greatestFloatBits {
                throw refuse("scale out of bounds, as bits", Self.greatestFloatBits, bits)
            }
        }
    }

    /// One f32 scale, or bf16 scales by group padded to a multiple of 4; returns where the entries start.
    private func checkTableScales(at offset: Int) throws(ModelError) -> Int {
        if group == 0 {
            try checkScales(at: offset, 1)
            return offset &+ 4
        }
        let count = rows &* groups
        for index in 0..<count { try checkScale(UInt32(bytes.u16(offset &+ index &* 2))) }
        return try checkPadding(after: offset &+ count &* 2)
    }

    /// The grid of a table's scales and a byte for each row; returns where the entries start.
    private func checkSteppedScales() throws(ModelError) -> Int {
        let first = UInt32(bytes.u16(0))
        let step = UInt32(bytes.u16(2))
        for row in 0..<rows { try checkScale(first &+ step &* UInt32(bytes.u8(4 &+ row))) }
        return try checkPadding(after: 4 &+ rows)
    }

    private func checkScale(_ bits: UInt32) throws(ModelError) {
        let greatest = Self.greatestFloatBits >> 16
        if bits > greatest { throw refuse("scale out of bounds, as bf16 bits", greatest, bits) }
    }

    /// Refuses other bytes than zero up to the next multiple of 4; returns that.
    private func checkPadding(after end: Int) throws(ModelError) -> Int {
        for at in end..<aligned(end, to: 4) where bytes.u8(at) != 0 {
            throw refuse("padding after scales", 0, UInt32(bytes.u8(at)))
        }
        return aligned(end, to: 4)
    }

    /// Refuses -128, four bytes at a time: `x` has a zero byte where one is.
    private func checkBytes(at offset: Int) throws(ModelError) {
        var at = offset
        while bytes.count &- at >= 4 {
            let x = bytes.u32(at) ^ 0x8080_8080
            if (x &- 0x0101_0101) & ~x & 0x8080_8080 != 0 { throw refuse("int8 weight, as bits", 0x81, 0x80) }
            at &+= 4
        }
        while at < bytes.count {
            if bytes.u8(at) == 0x80 { throw refuse("int8 weight, as bits", 0x81, 0x80) }
            at &+= 1
        }
    }

    /// Refuses -8, eight half bytes at a time, as in `checkBytes`.
    private func checkNibbles(at offset: Int) throws(ModelError) {
        var at = offset
        while bytes.count &- at >= 4 {
            let x = bytes.u32(at) ^ 0x8888_8888
            if (x &- 0x1111_1111) & ~x & 0x8888_8888 != 0 { throw refuse("int4 weight, as bits", 0x9, 0x8) }
            at &+= 4
        }
        while at < bytes.count {
            let byte = bytes.u8(at)
            if byte & 15 == 8 || byte >> 4 == 8 { throw refuse("int4 weight, as bits", 0x9, 0x8) }
            at &+= 1
        }
    }
}
