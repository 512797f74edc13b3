/// Why something cannot be taught, forgotten or classified.
public enum TeachingError: Error, Equatable {
    /// The label has `bytes` bytes, over the limit of `TeachingLimits.labelBytes`.
    case labelTooLong(bytes: Int)
    /// The label has a control character.
    case labelNotPrintable
    /// All `limit` labels are in use.
    case tooManyLabels(limit: Int)
    /// All `limit` examples are in use.
    case tooManyExamples(limit: Int)
    /// The text of the example, or the line that teaches it, has no room beside the others.
    case textsFull
    /// The example has a slot in brackets, as lines for `forge teach` have.
    case slotsCannotBeTaught
    /// No example of this label was taught.
    case unknownLabel
    /// No label was taught.
    case nothingTaught

    /// The short name that a program compares: `error` in the reply.
    public var code: Literal {
        switch self {
        case .labelTooLong: "label_too_long"
        case .labelNotPrintable: "label_not_printable"
        case .tooManyLabels: "too_many_labels"
        case .tooManyExamples: "too_many_examples"
        case .textsFull: "texts_full"
        case .slotsCannotBeTaught: "slots_cannot_be_taught"
        case .unknownLabel: "unknown_label"
        case .nothingTaught: "nothing_taught"
        }
    }

    /// Writes a sentence with the numbers that a person needs.
    public func describe(to sink: inout some ByteSink) {
        switch self {
        case .labelTooLong(let bytes):
            sink.write("the label has ")
            sink.write(decimal: UInt32(truncatingIfNeeded: bytes))
            sink.write(" bytes; at most ")
            sink.write(decimal: UInt32(TeachingLimits.labelBytes))
            sink.write(" are kept")
        case .labelNotPrintable:
            sink.write("the label has a control character")
        case .tooManyLabels(let limit):
            sink.write("all ")
            sink.write(decimal: UInt32(truncatingIfNeeded: limit))
            sink.write(" labels are in use; @forget LABEL frees one")
        case .tooManyExamples(let limit):
            sink.write("all ")
            sink.write(decimal: UInt32(truncatingIfNeeded: limit))
            sink.write(" examples are in use; @forget LABEL frees those of a label")
        case .textsFull:
            sink.write("no room for the text of this example; @forget LABEL frees that of a label")
        case .slotsCannotBeTaught:
            sink.write("slots in [ ] cannot be taught at run time; leave the brackets and names out")
        case .unknownLabel:
            sink.write("no example of this label was taught; @taught lists the labels")
        case .nothingTaught:
            sink.write("no label was taught; @teach LABEL || EXAMPLE teaches one")
        }
    }
}
