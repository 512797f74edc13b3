import PipitCore
import PipitKernels
import PipitSystem

/// Encodes a made-up text of some length again and again, tokens in to logits out: the program that `forge bench` counts
/// the instructions of, on a board's emulated processor, and the time of on this computer.
///
///     bench MODEL TOKENS ROUNDS first|all KERNELS [times]
///
/// `first` computes what the head reads, `all` every row of the last block too. KERNELS is the name of a kernel set, or `-`
/// for the best one; status 4 when this processor has none of that name. With `times` the nanoseconds of each round go to
/// standard output, as 64-bit numbers of this processor.
@main
struct Bench {
    static func main() {
        guard pipit_argument_count() >= 6, let path = pipit_argument(1), let model = load(path),
            let tokens = number(pipit_argument(2)), let rounds = number(pipit_argument(3)),
            let wanted = wanted(pipit_argument(4)), let name = pipit_argument(5)
        else { pipit_exit(2) }
        guard let kernels = kernels(named: name) else { pipit_exit(4) }
        guard var subject = Subject(model, kernels: kernels, tokens: tokens, wanted: wanted) else {
            pipit_exit(2)
        }
        let timed = pipit_argument_count() > 6
        for _ in 0..<rounds {
            let start = timed ? pipit_monotonic_nanoseconds() : 0
            subject.run()
            if timed {
                var elapsed = pipit_monotonic_nanoseconds() &- start
                _ = withUnsafeBytes(of: &elapsed) { pipit_write_all(1, $0.baseAddress, $0.count) }
            }
        }
        pipit_exit(subject.digest == 1 ? 3 : 0)
    }

    private static func load(_ path: UnsafePointer<CChar>) -> ModelFile? {
        var start: UnsafePointer<UInt8>?
        var count = 0
        guard pipit_read_file(path, 64 << 20, &start, &count) == 0 else { return nil }
        do throws(ModelError) {
            return try ModelFile(UnsafeRawBufferPointer(start: start, count: count))
        } catch {
            return nil
        }
    }

    private static func wanted(_ word: UnsafePointer<CChar>?) -> Encoder.Wanted? {
        switch word?.pointee {
        case 0x66: .first
        case 0x61: .all
        default: nil
        }
    }

    private static func kernels(named name: UnsafePointer<CChar>) -> UnsafePointer<pipit_kernels>? {
        if name.pointee == 0x2D { return pipit_kernels_for_this_processor() }
        var index = 0
        while let set = pipit_kernels_at(index) {
            if isEqual(set.pointee.name, name) { return set }
            index &+= 1
        }
        return nil
    }

    private static func isEqual(_ word: UnsafePointer<CChar>, _ other: UnsafePointer<CChar>) -> Bool {
        var index = 0
        while word[index] == other[index] {
            if word[index] == 0 { return true }
            index &+= 1
        }
        return false
    }

    private static func number(_ digits: UnsafePointer<CChar>?) -> Int? {
        guard var digits, digits.pointee != 0 else { return nil }
        var value = 0
        while digits.pointee != 0 {
            let digit = Int(digits.pointee) &- 48
            guard digit >= 0, digit <= 9, value < 1_000_000 else { return nil }
            value = value &* 10 &+ digit
            digits += 1
        }
        return value
    }
}

/// An encoder, a text of `tokens` word pieces and the head that reads it.
struct Subject: ~Copyable {
    private let encoder: Encoder
    private let head: TaskHead
    private let wanted: Encoder.Wanted
    private let ids: UnsafeMutableBufferPointer<UInt16>
    private let segments: UnsafeMutableBufferPointer<UInt8>
    private let logits: UnsafeMutableBufferPointer<Float>
    /// Bits of the last round's first logit.
    private(set) var digest: UInt32 = 0

    /// nil when the model has no head on whole texts, or the text is longer than the model takes.
    init?(_ model: ModelFile, kernels: UnsafePointer<pipit_kernels>, tokens: Int, wanted: Encoder.Wanted) {
        guard tokens >= 1, tokens <= model.config.maxTokens,
            let head = (0..<model.headCount).lazy.map({ model.head($0) }).first(where: {
                $0.kind == .sequence
            })
        else { return nil }
        var plan = MemoryPlan()
        let slots = EncoderPlan(for: model, in: &plan)
        let idSlot = plan.reserve("ids", bytes: tokens * 2, from: .read, through: .reply)
        let segmentSlot = plan.reserve("segments", bytes: tokens, from: .read, through: .reply)
        let logitSlot = plan.reserve("logits", bytes: head.outputs * 4, from: .read, through: .reply)
        plan.place()
        guard plan.totalBytes <= pipit_arena_bytes,
            let arena = Arena(
                UnsafeMutableRawBufferPointer(start: pipit_arena_address(), count: pipit_arena_bytes))
        else { return nil }
        encoder = Encoder(
            model, kernels: kernels, slots: slots, plan: plan, arena: arena)
        self.head = head
        // A mean needs all rows.
        self.wanted = head.pooling == .firstPosition ? wanted : .all
        ids = arena.buffer(idSlot, of: plan).assumingMemoryBound(to: UInt16.self)
        segments = arena.buffer(segmentSlot, of: plan).assumingMemoryBound(to: UInt8.self)
        logits = arena.buffer(logitSlot, of: plan).assumingMemoryBound(to: Float.self)
        let config = model.config
        for index in 0..<tokens {
            ids[index] = UInt16(truncatingIfNeeded: 5 &+ index &* 37 % (config.vocabularySize &- 5))
            segments[index] = config.segments >= 3 ? 1 : 0
        }
        ids[0] = config.clsId
        ids[tokens &- 1] = config.sepId
    }

    /// One text, from word pieces to logits.
    mutating func run() {
        let rows = encoder.encode(
            UnsafeBufferPointer(ids), segments: UnsafeBufferPointer(segments), wanted: wanted)
        encoder.logits(of: head, row: encoder.pool(rows, head.pooling), into: logits)
        digest = logits[0].bitPattern
    }
}
