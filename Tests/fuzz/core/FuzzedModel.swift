import Glibc
import PipitKernels

// A model in memory of its own, and what a session on it replies. Compiled as one module with the sources of PipitCore,
// so that it sees their insides.

/// A valid model, in memory that ends where the file does.
final class FuzzedModel {
    let model: ModelFile
    private let memory: GuardedMemory
    private lazy var plan = Session.plan(for: model)

    /// A model in memory of its own; nil where the file is refused.
    convenience init?(_ bytes: UnsafeRawBufferPointer) { self.init(in: GuardedMemory(bytes)) }

    /// A model where it lies already; nil where the file is refused.
    init?(in memory: GuardedMemory) {
        do throws(ModelError) {
            model = try ModelFile(UnsafeRawBufferPointer(memory.bytes))
        } catch {
            var length = Length()
            error.describe(to: &length)
            if length.count == 0 { fail("a refusal without words") }
            return nil
        }
        self.memory = memory
    }

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
        let arena = FuzzedArena(plan)
        var replies: [[UInt8]] = []
        do throws(StartError) {
            var session = try Session(
                model: model, kernels: kernels, arena: arena.bytes, process: ProcessFacts(),
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
        arena.checkGaps()
        for reply in replies {
            var json = JSONLine(reply)
            if !json.isValid { fail("no line of JSON: " + String(decoding: reply, as: UTF8.self)) }
        }
        return replies
    }
}
