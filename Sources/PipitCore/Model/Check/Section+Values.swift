extension Section {
    /// Checks every number of the section: floats finite and within bounds, no -128 and no -8.
    func checkValues() throws(ModelError) {
        switch format {
        case .bytes: return
        case .float32: try checkFloats(at: 0, rows &* columns)
        case .linear8: try checkChannels(rows)
        case .depthwise8: try checkChannels(columns)
        case .linear4:
            try checkFloats(at: 0, rows)
            try checkScales(at: rows &* 4)
        case .table8, .table4: try checkScales(at: 0)
        case .stepped4, .coded2: try checkSteppedScales()
        }
        switch format.weightBits {
        // Of codes any byte is right: what they stand for is in the codebook.
        case 2: try checkBytes(at: Self.gridBytes, to: placesOffset)
        case 4: try checkNibbles(at: weightsOffset)
        case 8: try checkBytes(at: weightsOffset, to: bytes.count)
        default: return
        }
    }

    /// The bits of the maximum magnitude of a float in a file.
    private static var maximumFloatBits: UInt32 { FileFormat.maximumFloat.bitPattern }

    /// A refusal of this section.
    func refuse(_ problem: Literal, _ needed: UInt32, _ available: UInt32) -> ModelError {
        .badSection(key, problem: problem, needed: needed, available: available)
    }

    /// Refuses floats beyond ±2^20; comparing their bits refuses infinities and NaN as well.
    func checkFloats(at offset: Int, _ count: Int) throws(ModelError) {
        for index in 0..<count {
            let bits = bytes.u32(offset &+ index &* 4)
            if bits & 0x7FFF_FFFF > Self.maximumFloatBits {
                throw refuse("float out of bounds, as bits", Self.maximumFloatBits, bits)
            }
        }
    }

    /// A scale and a bias a channel.
    private func checkChannels(_ channels: Int) throws(ModelError) {
        try checkFloatScales(at: 0, channels)
        try checkFloats(at: channels &* 4, channels)
    }

    /// Refuses scales that are negative or too great: a sign bit makes the bits too great.
    private func checkFloatScales(at offset: Int, _ count: Int) throws(ModelError) {
        for index in 0..<count {
            let bits = bytes.u32(offset &+ index &* 4)
            if bits > Self.maximumFloatBits {
                throw refuse("scale out of bounds, as bits", Self.maximumFloatBits, bits)
            }
        }
    }

    /// One f32 scale, or bf16 scales by group, and the padding behind them.
    private func checkScales(at offset: Int) throws(ModelError) {
        if group == 0 { return try checkFloatScales(at: offset, 1) }
        let count = rows &* groups
        for index in 0..<count { try checkScale(UInt32(bytes.u16(offset &+ index &* 2))) }
        try checkPadding(after: offset &+ count &* 2)
    }

    /// The grid of a table's scales, a byte for each row, and the padding behind them.
    private func checkSteppedScales() throws(ModelError) {
        let first = UInt32(bytes.u16(0))
        let step = UInt32(bytes.u16(2))
        let places = placesOffset
        for row in 0..<rows { try checkScale(first &+ step &* UInt32(bytes.u8(places &+ row))) }
        try checkPadding(after: places &+ rows)
    }

    private func checkScale(_ bits: UInt32) throws(ModelError) {
        let maximum = Self.maximumFloatBits >> 16
        if bits > maximum { throw refuse("scale out of bounds, as bf16 bits", maximum, bits) }
    }

    /// Refuses other bytes than zero up to the weights.
    private func checkPadding(after end: Int) throws(ModelError) {
        for at in end..<weightsOffset where bytes.u8(at) != 0 {
            throw refuse("padding after scales", 0, UInt32(bytes.u8(at)))
        }
    }

    /// Refuses -128.
    private func checkBytes(at offset: Int, to end: Int) throws(ModelError) {
        if hasTop(0x8080_8080, lowest: 0x0101_0101, at: offset, to: end) {
            throw refuse("int8 weight, as bits", 0x81, 0x80)
        }
    }

    /// Refuses -8, of half bytes.
    func checkNibbles(at offset: Int) throws(ModelError) {
        if hasTop(0x8888_8888, lowest: 0x1111_1111, at: offset, to: bytes.count) {
            throw refuse("int4 weight, as bits", 0x9, 0x8)
        }
    }

    /// Whether a number of `offset ..< end` is the highest bit of its lane alone, of which `tops` has one for each lane
    /// and `lowest` the lowest bits.
    ///
    /// Sixteen bytes at a time, since all weights of a model are read: `x` has a lane of zeros where one is.
    @inline(never)
    private func hasTop(_ tops: UInt32, lowest: UInt32, at offset: Int, to end: Int) -> Bool {
        func found(_ word: UInt32) -> UInt32 {
            let x = word ^ tops
            return (x &- lowest) & ~x
        }
        var at = offset
        var all: UInt32 = 0
        while end &- at >= 16 {
            all |= found(bytes.u32(at)) | found(bytes.u32(at &+ 4))
            all |= found(bytes.u32(at &+ 8)) | found(bytes.u32(at &+ 12))
            at &+= 16
        }
        while at < end {
            // The upper lanes are those of no weight: zero.
            all |= found(UInt32(bytes.u8(at)))
            at &+= 1
        }
        return all & tops != 0
    }
}
