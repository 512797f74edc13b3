import Glibc
import PipitKernels

// What every target needs: a model in memory of its own, a session on it in an arena whose gaps are poisoned, and what
// a reply must be. Compiled as one module with the sources of PipitCore, so that it sees their insides.

@_silgen_name("__asan_poison_memory_region")
private func poison(_ address: UnsafeRawPointer, _ count: Int)
@_silgen_name("__asan_unpoison_memory_region")
private func unpoison(_ address: UnsafeRawPointer, _ count: Int)

/// Ends the process as a crash does, so that the input is kept.
func fail(_ what: String) -> Never {
    print("FAILED: \(what)")
    abort()
}

/// A valid model, in memory that ends where the file does.
final class FuzzedModel {
    let model: ModelFile
    private let memory: UnsafeMutableRawPointer

    /// Nil where the file is refused.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var place: UnsafeMutableRawPointer?
        guard posix_memalign(&place, 64, max(bytes.count, 1)) == 0, let memory = place else {
            fail("no memory")
        }
        if let base = bytes.baseAddress { memory.copyMemory(from: base, byteCount: bytes.count) }
        do throws(ModelError) {
            model = try ModelFile(UnsafeRawBufferPointer(start: memory, count: bytes.count))
        } catch {
            var length = Length()
            error.describe(to: &length)
            if length.count == 0 { fail("a refusal without words") }
            free(memory)
            return nil
        }
        self.memory = memory
    }

    deinit { free(memory) }

    private struct Length: ByteSink {
        var count = 0
        mutating func write(_ byte: UInt8) { count += 1 }
    }

    /// The replies to `input`, by kernel set number `kernels`, given `chunk` bytes at a time; nil without such a set.
    ///
    /// Each must be one line of JSON.
    func replies(to input: [UInt8], kernels: Int = 0, chunk: Int = 1024, isTerminal: Bool = false)
        -> [[UInt8]]?
    {
        guard let kernels = pipit_kernels_at(kernels) else { return nil }
        let plan = Session.plan(for: model)
        var place: UnsafeMutableRawPointer?
        guard posix_memalign(&place, 64, plan.totalBytes) == 0, let arena = place else { fail("no memory") }
        defer { free(arena) }
        memset(arena, 0xA5, plan.totalBytes)  // nothing may count on zeros
        poison(arena, plan.totalBytes)
        for index in 0..<plan.count { unpoison(arena + plan[index].offset, plan[index].bytes) }
        defer { unpoison(arena, plan.totalBytes) }
        var replies: [[UInt8]] = []
        do throws(StartError) {
            var session = try Session(
                model: model, kernels: kernels,
                arena: UnsafeMutableRawBufferPointer(start: arena, count: plan.totalBytes),
                process: ProcessFacts(),
                isTerminal: isTerminal)
            replies.append([UInt8](session.ready()))
            var position = 0
            while position < input.count {
                let count = min(chunk, session.input.count, input.count - position)
                for index in 0..<count { session.input[index] = input[position + index] }
                position += count
                session.receive(count)
                while let reply = session.nextReply() { replies.append([UInt8](reply)) }
            }
            if let reply = session.lastReply() { replies.append([UInt8](reply)) }
        } catch {
            fail("a session does not start on a valid model")
        }
        for reply in replies {
            var json = JSONLine(reply)
            if !json.isValid { fail("no line of JSON: " + String(decoding: reply, as: UTF8.self)) }
        }
        return replies
    }
}

/// A strict reader of one line of JSON: an object, valid UTF-8, and a line feed behind it.
struct JSONLine {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isValid: Bool {
        mutating get {
            let controls = bytes.count { $0 < 0x20 }
            guard bytes.last == UInt8(ascii: "\n"), controls == 1, bytes.first == UInt8(ascii: "{") else {
                return false
            }
            let isText = bytes.withUnsafeBufferPointer { isValidUTF8($0) }
            guard isText, value(depth: 0) else { return false }
            return position == bytes.count - 1
        }
    }

    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func take(_ text: StaticString) -> Bool {
        for index in 0..<text.utf8CodeUnitCount
        where bytes.count <= position + index
            || bytes[position + index] != text.utf8Start[index]
        { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    private mutating func value(depth: Int) -> Bool {
        if depth > 8 { return false }
        switch next {
        case UInt8(ascii: "{"): return items(depth, "{", "}", hasNames: true)
        case UInt8(ascii: "["): return items(depth, "[", "]", hasNames: false)
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "t"): return take("true")
        case UInt8(ascii: "n"): return take("null")
        default: return number()
        }
    }

    private mutating func items(_ depth: Int, _ open: StaticString, _ close: StaticString, hasNames: Bool)
        -> Bool
    {
        guard take(open) else { return false }
        if take(close) { return true }
        repeat {
            if hasNames { guard string(), take(":") else { return false } }
            guard value(depth: depth + 1) else { return false }
        } while take(",")
        return take(close)
    }

    private mutating func string() -> Bool {
        guard take("\"") else { return false }
        while next != UInt8(ascii: "\"") {
            if next < 0x20 || next == 0x7F { return false }
            if take("\\") {
                if take("u00") {
                    position += 2
                } else if !"\"\\nrt".utf8.contains(next) {
                    return false
                } else {
                    position += 1
                }
            } else {
                position += 1
            }
        }
        return take("\"")
    }

    private mutating func number() -> Bool {
        _ = take("-")
        let start = position
        while next &- 48 < 10 { position += 1 }
        if position == start || (bytes[start] == 48 && position > start + 1) { return false }
        guard take(".") else { return true }
        let fraction = position
        while next &- 48 < 10 { position += 1 }
        return position > fraction
    }
}

/// A small generator of numbers, the same in every run.
struct Dice: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

func fileBytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { fail("no file \(path)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
    return bytes
}
