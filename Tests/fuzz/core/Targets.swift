import Glibc
import PipitKernels

// The targets, by the variable FUZZ_TARGET: `session` (lines to good models), `model` (damaged models), and two that
// are no fuzzing but go through all there is: `flips` and `fields` of the model FUZZ_MODELS names first.

@_silgen_name("LLVMFuzzerMutate")
private func mutated(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int) -> Int

nonisolated(unsafe) private var models: [FuzzedModel] = []
nonisolated(unsafe) private var seeds: [[UInt8]] = []
nonisolated(unsafe) private var target = ""
nonisolated(unsafe) private var counts: [String: Int] = [:]

private func count(_ what: String, _ more: Int = 1) { counts[what, default: 0] += more }
private func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

private let conversation = Array(
    """
    bade
    turn off the "kitchen" lights
    @tasks
    @info
    @help
    @stats
    @ping
    @teach a"b || abc
    @teach c || the (z\u{E9}) \u{1F600} \u{4E2D}
    @list room || win"ter garden || conservatory
    @classify abc
    in the winter garden at 5:30
    @taught
    @lists
    @forget a"b
    @slots \u{201C}bade\u{201D} (fu)
    @ner Elon Musk in Paris
    @pos a b
    @fill a [MASK] b
    @qa who? || Bob Dylan is a singer.
    @similar a || \u{4E2D}
    @entail a || b
    @embed a

    """.utf8)

/// Reads the models, and does what is no fuzzing.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_: UnsafeMutableRawPointer, _: UnsafeMutableRawPointer) -> Int32 {
    target = variable("FUZZ_TARGET") ?? "session"
    for path in (variable("FUZZ_MODELS") ?? "").split(separator: ":") {
        let bytes = fileBytes(String(path))
        seeds.append(bytes)
        guard let model = bytes.withUnsafeBytes({ FuzzedModel($0) }) else { fail("\(path) is refused") }
        models.append(model)
    }
    let every = variable("FUZZ_EVERY").flatMap { Int($0) } ?? 1
    switch target {
    case "flips": flip(every: every)
    case "fields": setFields(every: every)
    default: atexit { print("STATISTICS \(target) \(counts.sorted { $0.key < $1.key })") }
    }
    return 0
}

/// Every byte changed once, by the same model with its checksums as they were: each is refused.
private func flip(every step: Int) {
    var dice = Dice(1)
    var bytes = seeds[0]
    for offset in stride(from: 0, to: bytes.count, by: step) {
        let kept = bytes[offset]
        bytes[offset] ^= UInt8.random(in: 1...255, using: &dice)
        if bytes.withUnsafeBytes({ FuzzedModel($0) }) != nil { fail("byte \(offset) may be anything") }
        bytes[offset] = kept
        count("refused")
    }
    end()
}

/// Every field at its boundaries, with checksums made right: refused, or all is answered.
private func setFields(every step: Int) {
    var damaged = DamagedModel(seeds[0])
    let sound = damaged
    var number = 0
    for (offset, section) in sound.fields {
        let old = sound.u32(offset)
        for value in DamagedModel.boundaries + [old &+ 1, old &- 1, old << 1] where value != old {
            number += 1
            if number % step != 0 { continue }
            damaged.set(value, at: offset)
            if let section { damaged.seal(section) } else { damaged.seal(0) }
            // The checksum of the table stands among its fields.
            if offset == 20 { damaged.set(value, at: offset) }
            judge(damaged.bytes)
            damaged = sound
        }
    }
    end()
}

private func end() -> Never {
    print("STATISTICS \(target) \(counts.sorted { $0.key < $1.key })")
    exit(0)
}

/// A file is refused, or a session on it answers every line, alike on two kernel sets.
private func judge(_ bytes: [UInt8]) {
    guard let model = bytes.withUnsafeBytes({ FuzzedModel($0) }) else { return count("refused") }
    count("valid")
    let config = model.model.config
    // The cost of a text; a damaged config may ask for a network of hours.
    let work =
        config.maxTokens * config.width * (config.width + config.maxTokens + config.feedForward)
        * config.layers
    if work > 40_000_000 || Session.plan(for: model.model).totalBytes > 24 << 20 {
        return count("too costly")
    }
    let lines = conversation.count { $0 == 10 }
    let replies = model.replies(to: conversation)
    if replies?.count != lines + 1 { fail("\(replies?.count ?? 0) replies to \(lines) lines") }
    let other = counts["valid", default: 0] % 3 + 1
    if let others = model.replies(to: conversation, kernels: other), others != replies {
        fail("kernel sets 0 and \(other) differ")
    }
    count("replies", lines)
}

/// Lines to a good model: one reply each, the same however they are cut into chunks.
private func talk(_ data: [UInt8]) {
    let model = models[Int(data[0] & 15) % models.count]
    let isTerminal = data[0] & 16 != 0
    let input = Array(data[1...])
    guard let replies = model.replies(to: input, isTerminal: isTerminal) else { return }
    let others = model.replies(to: input, chunk: 1 + Int(data[0] >> 5), isTerminal: isTerminal)
    // A text of a list or a label may stay; the two sessions are alike all the same.
    if others != replies { fail("chunks matter") }
    if !isTerminal {
        let text = input.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(input[3...]) : input
        let ends = text.count { $0 == 10 } + (text.isEmpty || text.last == 10 ? 0 : 1)
        if replies.count != ends + 1 { fail("\(replies.count) replies to \(ends) lines") }
    }
    count("lines", replies.count - 1)
}

/// One input of the target.
@_cdecl("LLVMFuzzerTestOneInput")
public func runOne(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    guard let data, size > 1 else { return 0 }
    let input = Array(UnsafeBufferPointer(start: data, count: size))
    if target == "model" { judge(input) } else { talk(input) }
    count("inputs")
    count("bytes", size)
    return 0
}

/// For models: a field, some bytes, or all at random, then the checksums made right; so checks behind them are reached.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int, _ seed: UInt32) -> Int {
    if target != "model" { return mutated(data, size, maximum) }
    var dice = Dice(UInt64(seed) + 1)
    var damaged = DamagedModel(Array(UnsafeBufferPointer(start: data, count: size)))
    if damaged.sections == 0 { damaged = DamagedModel(seeds[Int.random(in: 0..<seeds.count, using: &dice)]) }
    let fields = damaged.fields
    for _ in 0..<Int.random(in: 1...3, using: &dice) {
        switch Int.random(in: 0..<4, using: &dice) {
        case 0:
            guard let field = fields.randomElement(using: &dice), field.offset + 4 <= damaged.bytes.count
            else { break }
            damaged.set(DamagedModel.boundaries.randomElement(using: &dice) ?? 0, at: field.offset)
        case 1:
            guard let field = fields.randomElement(using: &dice), field.offset + 4 <= damaged.bytes.count
            else { break }
            damaged.set(
                damaged.u32(field.offset) &+ (Bool.random(using: &dice) ? 1 : UInt32.max), at: field.offset)
        case 2:
            let section = Int.random(in: 0..<max(damaged.sections, 1), using: &dice)
            let place = damaged.range(section)
            guard !place.isEmpty else { break }
            let start = Int.random(in: place, using: &dice)
            let end = min(start + Int.random(in: 1...16, using: &dice), place.upperBound)
            for offset in start..<end { damaged.bytes[offset] = UInt8.random(in: 0...255, using: &dice) }
        default:
            let count = damaged.bytes.count
            damaged.bytes.withUnsafeMutableBufferPointer { buffer in
                if let base = buffer.baseAddress { _ = mutated(base, count, count) }
            }
        }
    }
    if Int.random(in: 0..<8, using: &dice) > 0 { damaged.seal() }
    let count = min(damaged.bytes.count, maximum)
    for index in 0..<count { data[index] = damaged.bytes[index] }
    return count
}
