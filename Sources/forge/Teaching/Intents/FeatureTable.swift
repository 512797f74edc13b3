import Foundation

/// The lexical features that a head may read, with how much each counts in the length of a text.
///
/// A feature of few commands counts more, by its inverse document frequency; FEATURES.md says what the device does with
/// the importance, which is rounded here as it is stored.
struct FeatureTable {
    /// Rising.
    let keys: [UInt32]
    let importances: [UInt8]

    private static let steps = 16.0

    /// All features of the commands.
    init(of commands: [TextTraits]) {
        var frequencies: [UInt32: Int] = [:]
        for command in commands {
            for key in command.features { frequencies[key, default: 0] += 1 }
        }
        keys = frequencies.keys.sorted()
        let count = Double(commands.count)
        importances = keys.map { key in
            let rarity = log((1 + count) / Double(1 + frequencies[key, default: 0])) + 1
            return UInt8(min(255, (rarity * FeatureTable.steps).rounded()))
        }
    }

    private init(keys: [UInt32], importances: [UInt8]) {
        self.keys = keys
        self.importances = importances
    }

    /// The table with these of its features, whose numbers rise.
    func keeping(_ numbers: [Int]) -> FeatureTable {
        FeatureTable(keys: numbers.map { keys[$0] }, importances: numbers.map { importances[$0] })
    }

    /// The numbers of a text's features, and what each is to the head: the importances, brought to the length 1.
    func values(of text: TextTraits) -> [(number: Int, value: Float)] {
        var found: [Int] = []
        var number = 0
        for key in text.features {
            number = firstIndex(notBelow: key, from: number)
            if number == keys.count { break }
            if keys[number] == key { found.append(number) }
        }
        let square = found.reduce(0) { $0 + Int(importances[$1]) * Int(importances[$1]) }
        let scale = 1 / Float(max(square, 1)).squareRoot()
        return found.map { ($0, Float(importances[$0]) * scale) }
    }

    private func firstIndex(notBelow key: UInt32, from start: Int) -> Int {
        var (first, end) = (start, keys.count)
        while first < end {
            let middle = (first + end) / 2
            if keys[middle] < key { first = middle + 1 } else { end = middle }
        }
        return first
    }
}
