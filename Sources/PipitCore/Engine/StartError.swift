/// Why an engine could not start.
public enum StartError: Error {
    /// The model needs more memory than the arena has.
    case arenaTooSmall(neededBytes: Int, availableBytes: Int)
    /// The arena does not start at a multiple of `neededBytes`.
    case arenaMisaligned(neededBytes: Int)

    /// A short name for programs to compare.
    public var code: Literal {
        switch self {
        case .arenaTooSmall: "arena_too_small"
        case .arenaMisaligned: "arena_misaligned"
        }
    }

    /// Writes a sentence for people, with the numbers.
    public func describe(to sink: inout some ByteSink) {
        switch self {
        case .arenaTooSmall(let needed, let available):
            sink.write("the model needs an arena of ")
            sink.write(decimal: UInt32(truncatingIfNeeded: needed))
            sink.write(" bytes, this program has ")
            sink.write(decimal: UInt32(truncatingIfNeeded: available))
        case .arenaMisaligned(let needed):
            sink.write("the arena does not start at a multiple of ")
            sink.write(decimal: UInt32(truncatingIfNeeded: needed))
            sink.write(" bytes")
        }
    }
}

extension Arena {
    /// Takes the block for a plan that is placed.
    ///
    /// - Parameters:
    ///   - bytes: memory that nothing else uses, aligned to `MemoryPlan.alignment`.
    ///   - plan: what must fit.
    /// - Throws: `StartError` when the block is too small or lies askew.
    init(_ bytes: UnsafeMutableRawBufferPointer, for plan: MemoryPlan) throws(StartError) {
        guard bytes.count >= plan.totalBytes else {
            throw .arenaTooSmall(neededBytes: plan.totalBytes, availableBytes: bytes.count)
        }
        guard let arena = Arena(bytes) else { throw .arenaMisaligned(neededBytes: MemoryPlan.alignment) }
        self = arena
    }
}
