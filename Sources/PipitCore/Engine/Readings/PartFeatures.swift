extension PartList {
    /// Calls `body` with the key of each feature of part `index`, in the order of FEATURES.md.
    @inline(__always)
    public func eachFeature(of index: Int, _ body: (UInt32) -> Void) {
        let part = self[index]
        for offset in -2...2 { body(key(.wordAt(offset), word(index &+ offset))) }
        body(key(.wordsBefore, word(index &- 1), part.word))
        body(key(.wordsAfter, part.word, word(index &+ 1)))
        for offset in -1...1 { body(key(.shapeAt(offset), shape(index &+ offset))) }
        body(key(.prefix, part.prefix))
        body(key(.suffix, part.suffix))
        for offset in -1...1 where isInside(index &+ offset) {
            var values = self[index &+ offset].values
            while values != 0 {
                body(key(.valueAt(offset), UInt32(truncatingIfNeeded: values.trailingZeroBitCount)))
                values &= values &- 1
            }
        }
    }

    /// The word of a part, or of a place outside of the text.
    private func word(_ index: Int) -> UInt32 {
        if index < 0 { return 1 }
        return index < count ? self[index].word : 2
    }

    private func shape(_ index: Int) -> UInt32 { isInside(index) ? self[index].shape : 0 }

    private func isInside(_ index: Int) -> Bool { index >= 0 && index < count }

    private func key(_ kind: FeatureHash.Kind, _ first: UInt32, _ second: UInt32? = nil) -> UInt32 {
        var hash = FeatureHash(kind: kind)
        hash.add(first)
        if let second { hash.add(second) }
        return hash.key
    }
}

extension FeatureHash {
    /// Hashes a number, its lowest byte first.
    mutating func add(_ number: UInt32) {
        add(UInt8(truncatingIfNeeded: number))
        add(UInt8(truncatingIfNeeded: number &>> 8))
        add(UInt8(truncatingIfNeeded: number &>> 16))
        add(UInt8(truncatingIfNeeded: number &>> 24))
    }
}

/// The kinds of features of word parts.
extension FeatureHash.Kind {
    /// The folded bytes of a part.
    static var word: Self { Self(0x80) }
    /// The words at this part and the one before it.
    static var wordsBefore: Self { Self(0x86) }
    /// The words at this part and the one behind it.
    static var wordsAfter: Self { Self(0x87) }
    /// The first bytes of a part.
    static var prefix: Self { Self(0x8B) }
    /// The last bytes of a part.
    static var suffix: Self { Self(0x8C) }

    /// The word `offset` parts on, −2 … 2.
    static func wordAt(_ offset: Int) -> Self { Self(at(0x83, offset)) }

    /// The shape `offset` parts on, −1 … 1.
    static func shapeAt(_ offset: Int) -> Self { Self(at(0x89, offset)) }

    /// What a part is likely to be, `offset` parts on, −1 … 1.
    static func valueAt(_ offset: Int) -> Self { Self(at(0x8E, offset)) }

    private static func at(_ middle: UInt8, _ offset: Int) -> UInt8 {
        middle &+ UInt8(truncatingIfNeeded: offset)
    }
}
