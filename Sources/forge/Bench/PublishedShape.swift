import PipitCore

/// A network of a published shape with random weights, to measure speed on.
enum PublishedShape: String, CaseIterable {
    /// EmbBERT: V 8192, n 256, d 128, r 16, four blocks, kernel 32.
    case embbert
    /// BERT-Lite: V 30522, d 64, two blocks, two heads, feed-forward 256.
    case bertlite

    private var isBERT: Bool { self == .bertlite }
    private var vocabularySize: Int { isBERT ? 30522 : 8192 }
    private var longest: Int { isBERT ? 512 : 256 }
    private var width: Int { isBERT ? 64 : 128 }
    private var rank: Int { isBERT ? 64 : 16 }
    private var segments: Int { isBERT ? 2 : 3 }
    private var layers: Int { isBERT ? 2 : 4 }
    private var kernel: Int { isBERT ? 0 : 32 }
    private var feedForward: Int { isBERT ? 256 : 0 }

    /// The model file, always the same bytes: one head of 16 labels, which BERT-Lite puts on a pooler.
    func makeModel() -> [UInt8] {
        var random = RandomWeights()
        let d = width
        var sections = [configSection, info, vocabulary]
        sections.append(random.table(role: 0x10, rows: vocabularySize, columns: rank))
        sections.append(random.table(role: 0x12, rows: longest, columns: rank))
        sections.append(random.floats(role: 0x14, rows: segments, columns: d, around: 0))
        if isBERT {
            sections.append(random.norm(role: 0x15, columns: d))
        } else {
            sections.append(random.linear(role: 0x11, rows: d, columns: rank))
            sections.append(random.linear(role: 0x13, rows: d, columns: rank))
        }
        for layer in 0..<layers {
            sections += random.block(layer, width: d, kernel: kernel, feedForward: feedForward)
        }
        sections += headSections(&random)
        return ModelWriter.file(sections)
    }

    private var configSection: WrittenSection {
        let heads = isBERT ? 2 : 1
        let causal = isBERT ? 0 : 1
        let geluByErf = isBERT ? 1 : 0
        let fields = [
            isBERT ? 2 : 1, vocabularySize, longest, width, rank, rank, segments, layers, heads, kernel,
            causal, 0,
            feedForward, geluByErf,
        ]
        let ids = [0, 1, 2, 3, 4]
        let bytes =
            fields.flatMap { littleEndian(UInt32($0)) } + littleEndian([isBERT ? 1e-12 : 1e-6])
            + ids.flatMap { littleEndian(UInt32($0)) }
        return .bytes(role: 0x01, bytes + [UInt8](repeating: 0, count: 128 - bytes.count))
    }

    private var info: WrittenSection {
        .bytes(role: 0x02, Array("name\t\(rawValue), random weights\nlicense\tMIT\n".utf8))
    }

    /// Special tokens, then words of four letters in the order of the alphabet; no continuation pieces.
    private var vocabulary: WrittenSection {
        let specials = ["[PAD]", "[UNK]", "[CLS]", "[MASK]", "[SEP]"].map { Array($0.utf8) }
        let words = (0..<vocabularySize - specials.count).map { number in
            [17576, 676, 26, 1].map { UInt8(97 + number / $0 % 26) }
        }
        var offsets: [UInt8] = []
        var entries: [UInt8] = []
        var before: [UInt8] = []
        for (id, piece) in (specials + words).enumerated() {
            let isFirst = id % 16 == 0
            if isFirst { offsets += littleEndian(UInt32(entries.count)) }
            let shared = isFirst || id <= specials.count ? 0 : zip(before, piece).prefix { $0 == $1 }.count
            entries += [UInt8(shared), UInt8(piece.count - shared)] + piece[shared...]
            before = piece
        }
        let counts = [specials.count, words.count, 0, entries.count].flatMap { littleEndian(UInt32($0)) }
        return .bytes(role: 0x03, counts + offsets + entries)
    }

    private func headSections(_ random: inout RandomWeights) -> [WrittenSection] {
        let labels = (0..<16).map { "label_\($0)\n" }.joined()
        let tanh = isBERT ? 4 : 0
        let record =
            [1, 16, 16, tanh, 1].flatMap { littleEndian(UInt32($0)) } + littleEndian([0.5])
            + [UInt8](repeating: 0, count: 8) + Array("intent".utf8)
        var sections = [
            WrittenSection.bytes(role: 0x50, record + [UInt8](repeating: 0, count: 64 - record.count)),
            .bytes(role: 0x51, Array(labels.utf8)),
        ]
        if isBERT { sections.append(random.linear(role: 0x52, rows: width, columns: width)) }
        sections.append(random.linear(role: 0x54, rows: 16, columns: width))
        return sections
    }
}

extension WrittenSection {
    fileprivate static func bytes(role: UInt16, _ bytes: [UInt8]) -> WrittenSection {
        WrittenSection(role: role, format: 0, rows: 1, columns: bytes.count, bytes: bytes)
    }
}

/// Random matrices, sized so that activations stay near 1.
private struct RandomWeights {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func linear(role: UInt16, layer: Int = 0, rows: Int, columns: Int) -> WrittenSection {
        let scale = 1 / (73 * Float(columns).squareRoot())
        let scales = [Float](repeating: scale, count: rows)
        let bytes = littleEndian(scales + values(rows)) + int8(rows * columns)
        return WrittenSection(
            role: role, index: UInt16(layer), format: 2, rows: rows, columns: columns, bytes: bytes)
    }

    mutating func table(role: UInt16, rows: Int, columns: Int) -> WrittenSection {
        WrittenSection(
            role: role, format: 4, rows: rows, columns: columns,
            bytes: littleEndian([1 / 73]) + int8(rows * columns))
    }

    mutating func norm(role: UInt16, layer: Int = 0, columns: Int) -> WrittenSection {
        let bytes = littleEndian([Float](repeating: 1, count: columns) + values(columns))
        return WrittenSection(
            role: role, index: UInt16(layer), format: 1, rows: 2, columns: columns, bytes: bytes)
    }

    mutating func floats(role: UInt16, layer: Int = 0, rows: Int, columns: Int, around center: Float)
        -> WrittenSection
    {
        let bytes = littleEndian(values(rows * columns).map { center + $0 })
        return WrittenSection(
            role: role, index: UInt16(layer), format: 1, rows: rows, columns: columns, bytes: bytes)
    }

    mutating func block(_ layer: Int, width d: Int, kernel: Int, feedForward f: Int) -> [WrittenSection] {
        if kernel > 0 {
            let scales = [Float](repeating: 1 / (73 * Float(kernel).squareRoot()), count: d)
            let taps = littleEndian(scales + values(d)) + int8(kernel * d)
            return [
                floats(role: 0x20, layer: layer, rows: 1, columns: d, around: 1),
                linear(role: 0x21, layer: layer, rows: d, columns: d),
                linear(role: 0x22, layer: layer, rows: d, columns: d),
                WrittenSection(
                    role: 0x23, index: UInt16(layer), format: 6, rows: kernel, columns: d, bytes: taps),
                linear(role: 0x24, layer: layer, rows: d, columns: d),
            ]
        }
        let square = [0x30, 0x31, 0x32, 0x33].map { linear(role: $0, layer: layer, rows: d, columns: d) }
        return square + [
            norm(role: 0x34, layer: layer, columns: d), linear(role: 0x35, layer: layer, rows: f, columns: d),
            linear(role: 0x36, layer: layer, rows: d, columns: f), norm(role: 0x37, layer: layer, columns: d),
        ]
    }

    private mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }

    /// Numbers from −127 to 127.
    private mutating func int8(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(bitPattern: Int8(truncatingIfNeeded: Int(next() >> 40) % 255 - 127)) }
    }

    /// Numbers from −0.1 to 0.1.
    private mutating func values(_ count: Int) -> [Float] {
        (0..<count).map { _ in (Float(next() >> 40) / Float(1 << 24) - 0.5) * 0.2 }
    }
}
