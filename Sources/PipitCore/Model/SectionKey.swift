/// A section's name in the table: its role, and the number of its layer or head (0 elsewhere).
///
/// The role is kept as a number, since a hostile file may hold one that no `SectionRole` has.
public struct SectionKey: Equatable, Sendable {
    /// The number of the role.
    public let role: UInt16
    /// The layer, the head, or 0.
    public let index: UInt16

    init(role: UInt16, index: UInt16) {
        self.role = role
        self.index = index
    }

    /// The key in an entry of the section table.
    init(entry: ByteView) {
        self.init(role: entry.u16(EntryField.role), index: entry.u16(EntryField.index))
    }

    /// A section of this role, of so many a layer or head.
    package init(_ role: SectionRole, _ index: Int = 0) {
        self.init(role: role.rawValue, index: UInt16(truncatingIfNeeded: index))
    }

    /// The order of the section table: by role, then by index.
    package var order: UInt32 { UInt32(role) << 16 | UInt32(index) }

    /// Writes the name and index, as in `section 0x21[3] (query)`.
    public func describe(to sink: inout some ByteSink) {
        sink.write("section ")
        sink.write(hexadecimal: UInt32(role))
        sink.write("[")
        sink.write(decimal: UInt32(index))
        sink.write("]")
        if let known = SectionRole(rawValue: role) {
            sink.write(" (")
            sink.write(known.name)
            sink.write(")")
        }
    }
}
