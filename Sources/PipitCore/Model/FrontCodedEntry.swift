/// One piece as it is stored: `shared` bytes of the piece before it, then `restCount` bytes of its own.
///
/// Both counts share one byte, but for a rest of 15 bytes or more: its count has a byte of its own.
struct FrontCodedEntry {
    let shared: Int
    let restCount: Int
    let rest: UnsafePointer<UInt8>

    init(at start: UnsafePointer<UInt8>) {
        shared = Int(start[0] &>> 4)
        let headerBytes = Self.headerBytes(start[0])
        restCount = Int(headerBytes == 1 ? start[0] & 15 : start[1])
        rest = start + headerBytes
    }

    /// Bytes before the rest of an entry that starts with `first`.
    static func headerBytes(_ first: UInt8) -> Int { first & 15 == 15 ? 2 : 1 }

    /// The entry behind this one, which must not be the last.
    var next: FrontCodedEntry { FrontCodedEntry(at: rest + restCount) }
}
