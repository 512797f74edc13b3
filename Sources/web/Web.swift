import PipitCore
import PipitKernels
import PipitSystem

// The module for browsers: what WebAssembly exports, and nothing that it imports. A line goes to `pipit_line`, its reply
// is found at `pipit_reply`; all is one thread's, as a page's script is.

/// The conversation, nil until `pipit_start` has begun it.
nonisolated(unsafe) private var session: Session?

nonisolated(unsafe) private var reply: UnsafePointer<UInt8>?

/// Begins the conversation, whose ready line is then the reply; once, since the arena is to hold zeros.
///
/// Who wants to begin again takes a new instance of the module.
///
/// - Returns: bytes of the ready line, -1 where the model is none, -2 where the arena is too small for it.
@c(pipit_start)
public func start() -> Int32 {
    let arena = UnsafeMutableRawBufferPointer(start: pipit_arena_address(), count: pipit_arena_bytes)
    let model = UnsafeRawBufferPointer(
        start: pipit_embedded_model_address(), count: pipit_embedded_model_bytes)
    do throws(ModelError) {
        let model = try ModelFile(model)
        do throws(StartError) {
            session = try Session(
                model: model, kernels: pipit_kernels_for_this_processor(), arena: arena,
                process: ProcessFacts())
        } catch {
            return -2
        }
    } catch {
        return -1
    }
    return publish(session?.ready())
}

/// Where the bytes of a line are put, without its end; null before `pipit_start`.
@c(pipit_line)
public func line() -> UnsafeMutablePointer<UInt8>? { session?.line.baseAddress }

/// How many bytes of a line there is room for.
@c(pipit_capacity)
public func capacity() -> Int32 { Int32(LineReader.maximumBytes) }

/// Answers the line whose bytes were put at `pipit_line`.
///
/// - Parameter count: bytes of the line; where it has more than `pipit_capacity`, it is answered by an error.
/// - Returns: bytes of the reply, its line feed among them, which stand at `pipit_reply` until the next call; 0 before
///   `pipit_start`.
@c(pipit_ask)
public func ask(_ count: Int32) -> Int32 {
    guard let bytes = session?.line else { return 0 }
    let isKept = count >= 0 && count <= capacity()
    return publish(
        session?.answer(
            isKept ? .bytes(UnsafeBufferPointer(rebasing: bytes[..<Int(count)])) : .tooLong(bytes: count)))
}

/// Where the reply stands.
@c(pipit_reply)
public func replyAddress() -> UnsafePointer<UInt8>? { reply }

private func publish(_ bytes: UnsafeBufferPointer<UInt8>?) -> Int32 {
    reply = bytes?.baseAddress
    return Int32(truncatingIfNeeded: bytes?.count ?? 0)
}
