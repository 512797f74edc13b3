/// Why a model file was refused: what was needed, and what the file has.
public enum ModelError: Error {
    /// The bytes do not start at a multiple of `needed`; `available` is what is over.
    case notAligned(needed: Int, available: Int)
    /// There is not one byte.
    case empty
    /// The first eight bytes are not the magic of a `.pipit` file.
    case notAModel
    /// The file is shorter or longer than it must be, or than the format allows.
    case wrongLength(needed: UInt32, available: UInt32)
    /// A field of the header is not what version 2 of the format says.
    case badHeader(field: Literal, needed: UInt32, available: UInt32)
    /// The checksum of the header and section table, or of one section (`section` not nil), does not fit.
    case badChecksum(section: SectionKey?, needed: UInt32, available: UInt32)
    /// A field or value of a section breaks the format, or does not fit the config.
    case badSection(SectionKey, problem: Literal, needed: UInt32, available: UInt32)
    /// The config asks for a section that the file does not have.
    case missingSection(SectionKey)
    /// The file has a section with a role that nobody knows.
    case unknownSection(SectionKey)
    /// A field of the config lies outside `lowest ... highest`, or breaks the rule that `field` names.
    case badConfig(field: Literal, lowest: UInt32, highest: UInt32, available: UInt32)
    /// The vocabulary is damaged at entry `id`.
    case badVocabulary(problem: Literal, id: UInt32, needed: UInt32, available: UInt32)
    /// Head number `head` is not what its kind asks for.
    case badHead(head: UInt32, problem: Literal, needed: UInt32, available: UInt32)
}

extension ModelError {
    /// A short name for programs to compare.
    public var code: Literal {
        switch self {
        case .notAligned: "model_not_aligned"
        case .empty: "model_empty"
        case .notAModel: "not_a_model"
        case .wrongLength: "model_wrong_length"
        case .badHeader: "model_bad_header"
        case .badChecksum: "model_bad_checksum"
        case .badSection: "model_bad_section"
        case .missingSection: "model_missing_section"
        case .unknownSection: "model_unknown_section"
        case .badConfig: "model_bad_config"
        case .badVocabulary: "model_bad_vocabulary"
        case .badHead: "model_bad_head"
        }
    }

    /// Writes a sentence for people: what is wrong, where, and the numbers needed and available.
    public func describe(to sink: inout some ByteSink) {
        switch self {
        case .notAligned(let needed, let available):
            sink.write("the model does not start at a multiple of ")
            sink.write(decimal: UInt32(truncatingIfNeeded: needed))
            sink.write(" bytes: it is off by ")
            sink.write(decimal: UInt32(truncatingIfNeeded: available))
        case .empty:
            sink.write("the model file is empty")
        case .notAModel:
            sink.write("not a .pipit model: its first eight bytes are others")
        case .wrongLength(let needed, let available):
            sink.write("wrong file length in bytes")
            sink.writeNumbers(needed, available)
        case .badHeader(let field, let needed, let available):
            sink.write("bad header: ")
            sink.write(field)
            sink.writeNumbers(needed, available)
        case .badChecksum(let section, let needed, let available):
            if let section {
                section.describe(to: &sink)
            } else {
                sink.write("header and section table")
            }
            sink.write(": the checksum does not fit: needed ")
            sink.write(hexadecimal: needed, digits: 8)
            sink.write(", available ")
            sink.write(hexadecimal: available, digits: 8)
        case .badSection(let section, let problem, let needed, let available):
            section.describe(to: &sink)
            sink.write(": ")
            sink.write(problem)
            sink.writeNumbers(needed, available)
        case .missingSection(let section):
            section.describe(to: &sink)
            sink.write(" is missing")
        case .unknownSection(let section):
            section.describe(to: &sink)
            sink.write(" has a role that is not known")
        case .badConfig(let field, let lowest, let highest, let available):
            sink.write("bad config: ")
            sink.write(field)
            sink.write(": needed ")
            sink.write(decimal: lowest)
            sink.write(" to ")
            sink.write(decimal: highest)
            sink.write(", available ")
            sink.write(decimal: available)
        case .badVocabulary(let problem, let id, let needed, let available):
            sink.write("bad vocabulary at entry ")
            sink.write(decimal: id)
            sink.write(": ")
            sink.write(problem)
            sink.writeNumbers(needed, available)
        case .badHead(let head, let problem, let needed, let available):
            sink.write("bad head ")
            sink.write(decimal: head)
            sink.write(": ")
            sink.write(problem)
            sink.writeNumbers(needed, available)
        }
    }
}

extension ByteSink {
    fileprivate mutating func writeNumbers(_ needed: UInt32, _ available: UInt32) {
        write(": needed ")
        write(decimal: needed)
        write(", available ")
        write(decimal: available)
    }
}
