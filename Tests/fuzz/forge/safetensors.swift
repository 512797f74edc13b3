// Safetensors: a header that promises what the data may not hold. Whatever is accepted is read.

@testable import forge

/// LLVM's own mutator, which changes bytes in place.
@_silgen_name("LLVMFuzzerMutate")
private func mutate(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int) -> Int

/// Changes bytes, and mostly lets the length of the header fit its last brace, behind which chance would rarely come.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateSafetensors(
    _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int, _ seed: UInt32
) -> Int {
    let count = mutate(data, size, maximum)
    guard count > 8, seed % 8 != 0 else { return count }
    var end = count
    while end > 9 && data[end - 1] != UInt8(ascii: "}") { end -= 1 }
    // Data may have braces too; half of the inputs keep their length.
    let length = UInt64(end - 8)
    if seed % 2 == 0 {
        for index in 0..<8 { data[index] = UInt8(truncatingIfNeeded: length >> UInt64(8 * index)) }
    }
    return count
}

/// Reads a file whole, and every tensor.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSafetensors(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let file = try? Safetensors(bytes, name: "F") else { return 0 }
    var covered = 0
    for tensor in file.tensors {
        precondition(tensor.shape.reduce(tensor.type.byteCount, *) == tensor.bytes.count)
        precondition(tensor.bytes.upperBound <= size)
        covered += tensor.bytes.count
        if let floats = try? file.floats(of: tensor) { precondition(floats.allSatisfy(\.isFinite)) }
    }
    precondition(covered < size)
    _ = try? CheckpointTensors([file], path: "F").finish()
    return 0
}
