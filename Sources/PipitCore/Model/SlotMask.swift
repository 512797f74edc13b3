/// Which slots an intent may have: a bit a slot, the lowest of the first byte first; every slot where there are no bits.
struct SlotMask {
    let bits: UnsafePointer<UInt8>?

    /// Bytes of the bits of an intent.
    static func bytes(tags: Int) -> Int { (tags / 2 &+ 7) / 8 }

    /// Whether a path may hold the tag: O always may stand.
    func allows(_ tag: Int) -> Bool {
        guard let bits, tag > 0 else { return true }
        let slot = (tag &- 1) / 2
        return bits[slot / 8] &>> UInt8(truncatingIfNeeded: slot & 7) & 1 == 1
    }
}
