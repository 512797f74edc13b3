import Foundation
import Testing

@testable import forge

/// The k-th system call fails, for every k: a file is the old one or the new one, and the error has its reason.
@Suite struct FileFaultTests {
    private static let old: [UInt8] = Array("old".utf8)
    private static let new: [UInt8] = (0..<100).map { UInt8($0) }

    /// Writes over a file with the calls of `faulty`; what is there afterwards, what else, and the error.
    private func written(_ faulty: FaultyFileCalls, existing: Bool) throws -> (
        content: [UInt8]?, others: [String], error: String?
    ) {
        try inTemporaryFolder { folder in
            let path = folder + "/m"
            if existing { try Files.write(Self.old, to: path) }
            let error = FileCalls.$current.withValue(faulty.calls) {
                message { try Files.write(Self.new, to: path) }
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            return (try? Files.read(path), names.filter { $0 != "m" }, error)
        }
    }

    @Test(arguments: [true, false]) func everyWriteEndsInAClearState(existing: Bool) throws {
        var failed: [String] = []
        for number in 0... {
            let faulty = FaultyFileCalls(failing: number, .error(ENOSPC))
            let result = try written(faulty, existing: existing)
            guard let name = faulty.failed else {
                #expect(result.content == Self.new && result.error == nil && result.others.isEmpty)
                break
            }
            failed.append(name)
            #expect(result.others.isEmpty, "call \(number), \(name): a draft is left")
            let isNew = result.content == Self.new
            #expect(isNew || result.content == (existing ? Self.old : nil), "call \(number), \(name)")
            if let error = result.error {
                #expect(error.contains("No space left on device"), "\(name): \(error)")
                #expect(error.contains("is written, but") == isNew, "\(name): \(error)")
            } else {
                // The new name stands; that of the folder's own file is only closed behind it.
                #expect(isNew && name == "close" && failed.last == "close", "call \(number), \(name)")
            }
        }
        let kinds = ["open", "write", "write", "fsync", "close", "rename", "fsync", "close"]
        #expect(failed.first == "open" && failed.filter { $0 == "write" }.count > 3)
        #expect(Set(failed) == Set(kinds + (existing ? ["fchmod"] : [])))
    }

    @Test(arguments: [true, false]) func deathAtAnyMomentLeavesOldOrNew(existing: Bool) throws {
        for number in 0... {
            let faulty = FaultyFileCalls(failing: number, .death)
            let result = try written(faulty, existing: existing)
            guard let name = faulty.failed else { break }
            let isOld = result.content == (existing ? Self.old : nil)
            #expect(isOld || result.content == Self.new, "died at call \(number), \(name)")
            #expect(result.others.allSatisfy { $0.hasPrefix(".forge-") })
        }
    }

    /// Interrupted calls are made again.
    @Test func interruptionsAreNoErrors() throws {
        for number in 0... {
            let faulty = FaultyFileCalls(failing: number, .error(EINTR))
            let result = try written(faulty, existing: true)
            guard let name = faulty.failed else { break }
            guard ["open", "write"].contains(name) else { continue }
            #expect(result.error == nil || name == "open" && result.error?.contains("outlast") == true)
            #expect(result.content == Self.new)
        }
    }

    @Test func everyReadThatFailsIsNamed() throws {
        try inTemporaryFolder { folder in
            let path = folder + "/m"
            try Files.write(Self.new, to: path)
            for number in 0... {
                let faulty = FaultyFileCalls(failing: number, .error(EIO))
                let error = FileCalls.$current.withValue(faulty.calls) {
                    message { _ = try Files.read(path) }
                }
                guard let name = faulty.failed else { break }
                let expected = "cannot read \(path): Input/output error"
                #expect(error == (name == "close" ? nil : expected), "\(name)")
            }
        }
    }

    /// A whole import, call by call.
    @Test func everyFaultOfAnImportIsNamed() throws {
        try inTemporaryFolder { folder in
            let output = folder + "/m"
            var count = 0
            for number in 0... {
                let faulty = FaultyFileCalls(failing: number, .error(EIO))
                let error = FileCalls.$current.withValue(faulty.calls) {
                    message {
                        var importer = try BERTImport(
                            try Checkpoint(folder: TinyBERT.folder), ImportOptions())
                        try Files.write(try importer.draft(Progress("testing")).fileBytes(), to: output)
                    }
                }
                guard let name = faulty.failed else { break }
                count += 1
                let isSilent = name == "close" && Files.exists(output) || error == nil
                #expect(
                    isSilent || error?.contains("Input/output error") == true,
                    "\(number), \(name): \(error ?? "")")
                if error != nil, error?.contains("is written, but") == false {
                    #expect(!Files.exists(output), "\(number), \(name)")
                }
                unlink(output)
            }
            #expect(count > 20)
        }
    }
}
