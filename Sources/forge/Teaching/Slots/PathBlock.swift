/// Lines that may have the same tags, which a core works through at once; their features have numbers of the block's own.
struct PathBlock {
    /// O, then B-X and I-X for each slot.
    let tags: [Int]
    /// Where the parts of each line start, `[lines + 1]`.
    let lineStarts: [Int]
    /// Where the features of each part start, `[parts + 1]`.
    let starts: [Int]
    /// The block's numbers of the features of all parts.
    let features: [Int32]
    /// `[parts, width]`, with zeros for parts that fill the last four up.
    let states: [Float]
    /// Place of each part's tag among the block's.
    let places: [Int]
    /// The number that each of the block's features has among those of all, rising.
    let numbers: [Int32]
    /// Where the weights of each of the block's features are, `[features, tags + 2]`: those of its tags, of all B- and of
    /// all I-.
    fileprivate(set) var positions: [Int32] = []

    /// - Parameters:
    ///   - lines: at least one, with the same tags.
    ///   - width: numbers of a hidden state.
    ///   - scale: what states are multiplied by.
    ///   - numbers: that of each feature's key.
    ///   - known: -1 for each feature, before and after.
    init(
        _ lines: [PathExamples.Line], width: Int, scale: Float, numbers: [UInt32: Int32],
        known: inout [Int32]
    ) {
        let tags = lines[0].allowed
        var (lineStarts, starts, features) = ([0], [0], [Int32]())
        var (states, places, found) = ([Float](), [Int](), [Int32]())
        for line in lines {
            for (keys, tag) in zip(line.keys, line.tags) {
                for key in keys {
                    guard let number = numbers[key] else { continue }
                    if known[Int(number)] < 0 {
                        known[Int(number)] = 0
                        found.append(number)
                    }
                    features.append(number)
                }
                starts.append(features.count)
                places.append(tags.firstIndex(of: tag) ?? 0)
            }
            lineStarts.append(places.count)
            states += line.states
        }
        found.sort()
        for (place, number) in found.enumerated() { known[Int(number)] = Int32(place) }
        for index in features.indices { features[index] = known[Int(features[index])] }
        for number in found { known[Int(number)] = -1 }
        for index in states.indices { states[index] *= scale }
        states += [Float](repeating: 0, count: (4 - places.count % 4) % 4 * width)
        (self.tags, self.lineStarts, self.starts, self.features) = (tags, lineStarts, starts, features)
        (self.states, self.places, self.numbers) = (states, places, found)
    }
}

/// The weights of features, in rows: each feature has one for each output that a line which holds it may have.
///
/// Others would stay zero.
struct PathRows {
    /// Where the weights of each feature start, `[features + 1]`.
    let starts: [Int]
    /// The output of each weight, rising in a row: the tags, all B-, all I-.
    let outputs: [UInt16]

    /// Makes the rows, and tells blocks where the weights of their features are.
    init(_ blocks: inout [PathBlock], features: Int, tagCount: Int) {
        let ownOutputs = blocks.map { $0.tags + [tagCount, tagCount + 1] }
        var next = [Int](repeating: 0, count: blocks.count)
        var places = [Int32](repeating: -1, count: tagCount + 2)
        var (starts, outputs) = ([0], [UInt16]())
        for feature in 0..<features {
            let holders = blocks.indices.filter {
                next[$0] < blocks[$0].numbers.count && Int(blocks[$0].numbers[next[$0]]) == feature
            }
            for block in holders { for output in ownOutputs[block] { places[output] = 0 } }
            for output in places.indices where places[output] == 0 {
                places[output] = Int32(outputs.count)
                outputs.append(UInt16(output))
            }
            for block in holders {
                for output in ownOutputs[block] { blocks[block].positions.append(places[output]) }
                next[block] += 1
            }
            for output in outputs[starts[feature]...] { places[Int(output)] = -1 }
            starts.append(outputs.count)
        }
        (self.starts, self.outputs) = (starts, outputs)
    }
}
