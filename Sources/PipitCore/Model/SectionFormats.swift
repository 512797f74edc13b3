/// A set of formats, in bits: an array has no place on a device.
package struct SectionFormats: Equatable {
    private let bits: UInt32

    /// One to four formats.
    package init(
        _ first: SectionFormat, _ second: SectionFormat? = nil, _ third: SectionFormat? = nil,
        _ fourth: SectionFormat? = nil
    ) {
        var bits = Self.bit(first)
        if let second { bits |= Self.bit(second) }
        if let third { bits |= Self.bit(third) }
        if let fourth { bits |= Self.bit(fourth) }
        self.bits = bits
    }

    /// Whether the format is one of them.
    package func contains(_ format: SectionFormat) -> Bool { bits & Self.bit(format) != 0 }

    /// The number of the first of them, which an error names as the one that is needed.
    var first: UInt32 { UInt32(truncatingIfNeeded: bits.trailingZeroBitCount) }

    private static func bit(_ format: SectionFormat) -> UInt32 { 1 &<< UInt32(format.rawValue) }
}
