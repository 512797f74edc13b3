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
    var isSparse = false

    /// The key of a feature.
    static func key(_ kind: FeatureHash.Kind, _ text: String) -> UInt32 {
        var hash = FeatureHash(kind: kind)
        for byte in text.utf8 { hash.add(byte) }
        return hash.key
    }

    /// The bytes of the section.
    var bytes: [UInt8] {
        let sorted = features.sorted { $0.key < $1.key }
        var bytes = [UInt8](repeating: 0, count: 528)
        bytes.setU32(0, UInt32(sorted.count))
        bytes.setU32(4, UInt32(sorted[0].weights.count))
        bytes.setU32(8, scale.bitPattern)
        bytes.setU32(12, (isNormalized ? 1 : 0) + (hasOrder ? 2 : 0) + (isSparse ? 4 : 0))
        for block in 0..<256 {
            bytes.setU16(16 + 2 * block, UInt16(sorted.count { $0.key >> 16 <= UInt32(block) }))
        }
        let rows = sorted.map { isSparse ? Self.sparse($0.weights) : Self.nibbles($0.weights) }
        for block in 0..<(isSparse ? 256 : 0) {
            let before = zip(sorted, rows).filter { $0.0.key >> 16 < UInt32(block) }
            let start = before.reduce(0) { $0 + $1.1.count }
            bytes += [UInt8(truncatingIfNeeded: start), UInt8(truncatingIfNeeded: start >> 8)]
        }
        for feature in sorted {
            bytes += [UInt8(truncatingIfNeeded: feature.key), UInt8(truncatingIfNeeded: feature.key >> 8)]
        }
        bytes += sorted.map(\.step)
        if isNormalized { bytes += sorted.map(\.importance) }
        return bytes + rows.flatMap { $0 }
    }

    private static func nibbles(_ weights: [Int8]) -> [UInt8] {
        stride(from: 0, to: weights.count, by: 2).map { column in
            let high = column + 1 < weights.count ? weights[column + 1] : 0
            return UInt8(bitPattern: high << 4) | UInt8(bitPattern: weights[column]) & 15
        }
    }

    private static func sparse(_ weights: [Int8]) -> [UInt8] {
        let bitmap = stride(from: 0, to: weights.count, by: 8).map { first in
            (first..<min(first + 8, weights.count)).reduce(UInt8(0)) {
                $0 | (weights[$1] == 0 ? 0 : 1 << ($1 - first))
            }
        }
        return bitmap + nibbles(weights.filter { $0 != 0 })
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
