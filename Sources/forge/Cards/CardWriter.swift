import Foundation

/// Writes an image to a card and reads it back.
struct CardWriter {
    let image: [UInt8]
    let target: FlashTarget

    private static let chunkBytes = 4 << 20
    private static let flushBuffers: UInt = 0x1261
    private static let readPartitions: UInt = 0x125F

    /// Writes all of the image, waits until the card has it, and compares what it reads with the image.
    ///
    /// `isForced`: although the kernel says that the device is in use.
    func write(isForced: Bool) throws {
        let file = open(target.path, O_RDWR | O_CLOEXEC | (target.isFile || isForced ? 0 : O_EXCL))
        guard file >= 0 else { throw Failure("cannot write \(target.path): \(systemMessage())") }
        defer { close(file) }
        try forEachChunk("writing") { offset, chunk in
            var done = 0
            while done < chunk.count {
                let count = pwrite(
                    file, chunk.baseAddress.map { $0 + done }, chunk.count - done, off_t(offset + done))
                guard count > 0 else {
                    throw Failure(
                        "writing \(target.path) failed at byte \((offset + done).grouped): \(systemMessage())"
                    )
                }
                done += count
            }
            // In small steps, so that the bar tells of the card and not of this machine's memory.
            guard fdatasync(file) == 0 else {
                throw Failure("writing \(target.path) failed at byte \(offset.grouped): \(systemMessage())")
            }
        }
        // What is read must come from the card and not from memory.
        if !target.isFile { _ = ioctl(file, CardWriter.flushBuffers) }
        posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
        try verify(file)
        if !target.isFile { _ = ioctl(file, CardWriter.readPartitions) }
    }

    /// Compares the card with the image.
    private func verify(_ file: Int32) throws {
        var read = [UInt8](repeating: 0, count: CardWriter.chunkBytes)
        try forEachChunk("verifying") { offset, chunk in
            var done = 0
            while done < chunk.count {
                let count = read.withUnsafeMutableBytes { bytes in
                    pread(file, bytes.baseAddress.map { $0 + done }, chunk.count - done, off_t(offset + done))
                }
                guard count > 0 else {
                    throw Failure(
                        "reading \(target.path) back failed at byte \((offset + done).grouped): \(systemMessage())"
                    )
                }
                done += count
            }
            guard Data(read[..<chunk.count]) != Data(chunk) else { return }
            let wrong = (0..<chunk.count).first { read[$0] != chunk[$0] } ?? 0
            throw Failure(
                "\(target.path) has other bytes than were written, from byte \((offset + wrong).grouped): "
                    + "the card is broken, or smaller than it says")
        }
    }

    private func forEachChunk(
        _ work: String, _ body: (Int, UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let progress = Progress("\(work) \(target.path)")
        try image.withUnsafeBytes { bytes in
            for offset in stride(from: 0, to: bytes.count, by: CardWriter.chunkBytes) {
                progress.update(CardWriter.bar(offset, of: bytes.count))
                let end = min(offset + CardWriter.chunkBytes, bytes.count)
                try body(offset, UnsafeRawBufferPointer(rebasing: bytes[offset..<end]))
            }
        }
        progress.finish()
    }

    /// How far the work is: a bar and a percentage.
    static func bar(_ done: Int, of total: Int) -> String {
        let width = 30
        let full = total == 0 ? width : width * done / total
        let percent = total == 0 ? 100 : 100 * done / total
        return "[" + String(repeating: "#", count: full) + String(repeating: " ", count: width - full)
            + "] \(percent) %"
    }
}
