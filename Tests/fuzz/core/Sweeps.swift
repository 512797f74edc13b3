import Glibc

// What is no fuzzing but goes through all there is, or through so many lines.

/// Does what `target` names: `flips` and `fields` of the model that FUZZ_MODELS names, `lines` to all of them.
///
/// FUZZ_EVERY: one case in so many. FUZZ_PART: "I/N", the I-th of N equal parts, counted from 0.
///
/// - Returns: false where there is no such sweep.
func sweep(_ target: String) -> Bool {
    let every = variable("FUZZ_EVERY").flatMap { Int($0) } ?? 1
    let part = (variable("FUZZ_PART") ?? "0/1").split(separator: "/").compactMap { Int($0) }
    guard part.count == 2 else { fail("FUZZ_PART is no I/N") }
    let seeds = filesBytes(named: "FUZZ_MODELS")
    switch target {
    case "flips": flip(seeds[0], from: every * part[0], step: every * part[1])
    case "fields": setFields(seeds[0], from: every * part[0], step: every * part[1])
    case "lines":
        var writer = LineWriter(sources: filesBytes(named: "FUZZ_LINES_OF"), seed: UInt64(part[0]) + 1)
        let lines = (variable("FUZZ_LINES").flatMap { Int($0) } ?? 100_000) / part[1]
        speak(lines: lines, of: &writer, to: goodModels(seeds))
    default: return false
    }
    printStatistics()
    return true
}

/// The models of files that must be valid.
func goodModels(_ files: [[UInt8]]) -> [FuzzedModel] {
    files.map { bytes in
        guard let model = bytes.withUnsafeBytes({ FuzzedModel($0) }) else { fail("a model is refused") }
        return model
    }
}

/// Each byte changed once: with the checksums as they were the file is refused; with right ones it is refused, or every
/// request is answered.
private func flip(_ bytes: [UInt8], from first: Int, step: Int) {
    let memory = bytes.withUnsafeBytes { GuardedMemory($0) }
    guard FuzzedModel(in: memory) != nil else { fail("the model is refused") }
    let requests = Array("turn off the kitchen lights\n@tasks\n@info\n".utf8)
    let sound = DamagedModel(bytes)
    var damaged = sound
    let table = 0..<sound.tableEnd
    for offset in stride(from: first, to: bytes.count, by: step) {
        tellOften("bytes changed: refused")
        var dice = Dice(UInt64(offset) + 1)
        damaged.bytes[offset] ^= UInt8.random(in: 1...255, using: &dice)
        memory.bytes[offset] = damaged.bytes[offset]
        if FuzzedModel(in: memory) != nil { fail("byte \(offset) may be anything") }
        count("bytes changed: refused")
        if let section = sound.section(at: offset) { damaged.seal(section) } else { damaged.sealTable() }
        // A checksum of the table that is made right is what it was.
        if damaged.bytes[offset] != bytes[offset] {
            memory.bytes.copyBytes(from: damaged.bytes[table])
            if let model = FuzzedModel(in: memory) {
                let replies = model.replies(to: requests)
                if replies?.count != 4 { fail("\(replies?.count ?? 0) replies with byte \(offset) changed") }
                count("bytes changed, checksums right: answered")
            } else {
                count("bytes changed, checksums right: refused")
            }
        }
        damaged.bytes[offset] = bytes[offset]
        for index in table { damaged.bytes[index] = bytes[index] }
        memory.bytes.copyBytes(from: bytes[table])
        memory.bytes[offset] = bytes[offset]
    }
}

/// Each field at its boundaries, with checksums made right: refused, or all is answered, alike on two kernel sets.
private func setFields(_ bytes: [UInt8], from first: Int, step: Int) {
    let sound = DamagedModel(bytes)
    var number = 0
    for field in sound.fields {
        for value in sound.boundaries(of: field) {
            number += 1
            if number % step != first % step { continue }
            var damaged = sound
            damaged.set(value, at: field.offset)
            if let section = field.section { damaged.seal(section) }
            // The checksum of the table is a field as well.
            if field.offset != DamagedModel.tableChecksum { damaged.sealTable() }
            judge(damaged.bytes)
        }
    }
}

/// Lines to good models, until as many were answered, in sessions of some hundred.
private func speak(lines: Int, of writer: inout LineWriter, to models: [FuzzedModel]) {
    while counted("lines") < lines {
        let model = models[Int.random(in: 0..<models.count, using: &writer.dice)]
        var input: [UInt8] = []
        for _ in 0..<Int.random(in: 50...400, using: &writer.dice) { input += writer.next() + [10] }
        let isTerminal = writer.dice.hits(oneIn: 8)
        let chunk = Int.random(in: 1...1024, using: &writer.dice)
        guard let replies = model.replies(to: input, chunk: chunk, isTerminal: isTerminal) else { return }
        let ends = input.count { $0 == 10 }
        if !isTerminal && replies.count != ends + 1 { fail("\(replies.count) replies to \(ends) lines") }
        count("lines", replies.count - 1)
        count("sessions")
        let other = Int.random(in: 1...3, using: &writer.dice)
        if writer.dice.hits(oneIn: 8),
            let others = model.replies(to: input, kernels: other, isTerminal: isTerminal)
        {
            if others != replies { fail("kernel sets 0 and \(other), or chunks, differ") }
            count("sessions repeated on other kernels")
        }
        tellOften("lines")
    }
}
