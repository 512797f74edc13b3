/// Some of the acts that the head `act` knows, a bit each.
public struct ActSet: OptionSet, Sendable {
    /// Bit i for label i of the head.
    public let rawValue: UInt8

    /// A set of these bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The set of one act, or of none when there is no such bit.
    public init(only number: Int) {
        rawValue = number < Self.maximumActs ? 1 &<< UInt8(truncatingIfNeeded: number) : 0
    }

    /// Labels that the head may have.
    public static var maximumActs: Int { 8 }
}

extension TaskHead {
    /// The name of the head that says what a line does: its label 0 asks for something to be done.
    public static var nameOfActs: Literal { "act" }

    /// Whether this is a head of acts as FORMAT.md has it, beside its name.
    var tellsActs: Bool {
        kind == .sequence && !rejects && labelCount >= 2 && labelCount <= ActSet.maximumActs
    }

    /// Whether acts hold texts back from the labels.
    var isHeldByActs: Bool { labelActs.count > 0 }

    /// The acts beside asking for it that may have label `index`; nil where the head is not held by acts.
    func acts(of index: Int) -> ActSet? {
        index < labelActs.count ? ActSet(rawValue: labelActs.u8(index)) : nil
    }
}
