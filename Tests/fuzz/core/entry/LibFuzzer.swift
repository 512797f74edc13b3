import Glibc

// The program that libFuzzer drives. The target is the variable FUZZ_TARGET: `session` (lines to good models) or
// `model` (damaged models), or one that is no fuzzing (Sweeps.swift), which ends the process.

@_silgen_name("LLVMFuzzerMutate")
private func mutated(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int) -> Int

nonisolated(unsafe) private var models: [FuzzedModel] = []
nonisolated(unsafe) private var seeds: [[UInt8]] = []
nonisolated(unsafe) private var target = ""

/// Reads the models, or goes through what is no fuzzing.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_: UnsafeMutableRawPointer, _: UnsafeMutableRawPointer) -> Int32 {
    target = variable("FUZZ_TARGET") ?? "session"
    if sweep(target) { exit(0) }
    seeds = filesBytes(named: "FUZZ_MODELS")
    models = goodModels(seeds)
    atexit { printStatistics() }
    return 0
}

/// One input of the target.
@_cdecl("LLVMFuzzerTestOneInput")
public func runOne(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    guard let data, size > 1 else { return 0 }
    let input = Array(UnsafeBufferPointer(start: data, count: size))
    if target == "model" { judge(input) } else { talk(input, to: models) }
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
