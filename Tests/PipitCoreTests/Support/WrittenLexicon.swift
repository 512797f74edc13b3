@testable import PipitCore

/// A lexicon as Text/FEATURES.md has it, written byte by byte.
struct WrittenLexicon {
    /// A feature with its weights, one a column.
    struct Feature {
        let key: UInt32
        let step: UInt8
        var importance: UInt8 = 1
        let weights: [Int8]
    }

    var features: [Feature]
    var scale: Float = 1
    var isNormalized = true
    var hasOrder = false

    /// The key of a feature.
    static func key(_ kind: FeatureHash.Kind, _ text: String) -> UInt32 {
        var hash = FeatureHash(kind: kind)
        for byte in text.utf8 { hash.add(byte) }
        return hash.key
    }

    /// The bytes of the section.
    var bytes: [UInt8] {
        let sorted = features.sorted { $0.key < $1.key }
        let columns = sorted[0].weights.count
        var bytes = [UInt8](repeating: 0, count: 528)
        bytes.setU32(0, UInt32(sorted.count))
        bytes.setU32(4, UInt32(columns))
        bytes.setU32(8, scale.bitPattern)
        bytes.setU32(12, (isNormalized ? 1 : 0) + (hasOrder ? 2 : 0))
        for block in 0..<256 {
            bytes.setU16(16 + 2 * block, UInt16(sorted.count { $0.key >> 16 <= UInt32(block) }))
        }
        for feature in sorted {
            bytes += [UInt8(truncatingIfNeeded: feature.key), UInt8(truncatingIfNeeded: feature.key >> 8)]
        }
        bytes += sorted.map(\.step)
        if isNormalized { bytes += sorted.map(\.importance) }
        for feature in sorted {
            for column in stride(from: 0, to: columns, by: 2) {
                let high = column + 1 < columns ? feature.weights[column + 1] : 0
                bytes.append(UInt8(bitPattern: high << 4) | UInt8(bitPattern: feature.weights[column]) & 15)
            }
        }
        return bytes
    }
}

extension EditableModel {
    /// Gives a head a lexicon.
    mutating func add(_ lexicon: WrittenLexicon, toHead index: UInt16) {
        let bytes = lexicon.bytes
        let section = Section(
            role: 0x56, index: index, format: 0, layout: 0, rows: 1, columns: UInt32(bytes.count), group: 0,
            data: bytes)
        let place = sections.firstIndex { ($0.role, $0.index) > (0x56, index) } ?? sections.count
        sections.insert(section, at: place)
    }

    /// Gives a sequence head without an out-of-scope class a background.
    mutating func setBackground(ofHead index: UInt16, threshold: Float = 0.5) {
        edit(0x50, index) {
            $0.data.setU32(24, 2)
            $0.data.setU32(20, threshold.bitPattern)
        }
    }
}
