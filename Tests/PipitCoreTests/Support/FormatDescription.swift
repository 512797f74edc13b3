import Foundation

/// format.json as a test reads it: not by way of what the generator makes of it.
struct FormatDescription: Decodable {
    struct Field: Decodable, Sendable {
        let offset: Int
        let type: String
        let name: String
        private let minimum: Bound?
        private let maximum: Bound?
        private let embBERT: [Double]?
        private let bert: [Double]?

        private enum CodingKeys: String, CodingKey {
            case offset, type, name, minimum, maximum
            case embBERT = "EmbBERT"
            case bert = "BERT"
        }

        /// The bounds in a network of this kind as the bits that stand in the file; nil without fixed ones.
        func bounds(isBERT: Bool) -> ClosedRange<UInt32>? {
            let own = isBERT ? bert : embBERT
            guard let low = own?.first ?? minimum?.number, let high = own?.last ?? maximum?.number else {
                return nil
            }
            return type == "f32"
                ? Float(low).bitPattern...Float(high).bitPattern : UInt32(low)...UInt32(high)
        }
    }

    /// A number, or the words for one that the model decides.
    private enum Bound: Decodable {
        case fixed(Double)
        case open

        init(from decoder: any Decoder) throws {
            self = (try? decoder.singleValueContainer().decode(Double.self)).map(Bound.fixed) ?? .open
        }

        var number: Double? {
            if case .fixed(let number) = self { return number }
            return nil
        }
    }

    struct Record: Decodable {
        let bytes: Int
        let fields: [Field]
    }

    struct Format: Decodable {
        let number: UInt16
        let name: String
    }

    struct Role: Decodable {
        let number: UInt16
        let name: String
        let formats: [String]
        let rows: String
        let columns: String
        let optional: Bool?
    }

    let config: Record
    let headRecord: Record
    let formats: [Format]
    let roles: [Role]

    static func read() throws -> FormatDescription {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/PipitCore/Model/format.json")
        return try JSONDecoder().decode(FormatDescription.self, from: Data(contentsOf: file))
    }
}
