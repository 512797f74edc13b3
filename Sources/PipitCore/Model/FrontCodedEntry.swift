/// One piece as it is stored: `shared` bytes of the piece before it, then `restCount` bytes of its own.
///
/// Both counts share one byte, but for a long rest: its count has a byte of its own.
struct FrontCodedEntry {
    let shared: Int
    let restCount: Int
    let rest: UnsafePointer<UInt8>

    init(at start: UnsafePointer<UInt8>) {
        shared = Int(start[0] &>> 4)
        let headerBytes = Self.headerBytes(start[0])
        restCount = headerBytes == 1 ? Self.shortRest(start[0]) : Int(start[1])
        rest = start + headerBytes
    }

    /// Bytes before the rest of an entry that starts with `first`.
    static func headerBytes(_ first: UInt8) -> Int { shortRest(first) == VocabularyField.longRest ? 2 : 1 }

    private static func shortRest(_ first: UInt8) -> Int { Int(first & 15) }

    /// The entry behind this one, which must not be the last.
    var next: FrontCodedEntry { FrontCodedEntry(at: rest + restCount) }
}
