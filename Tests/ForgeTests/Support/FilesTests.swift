import Foundation
import Testing

@testable import forge

/// What is read: regular files, up to a size.
@Suite struct FilesTests {
    @Test func onlyRegularFilesAreRead() throws {
        try inTemporaryFolder { folder in
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            #expect(message { _ = try Files.read(folder + "/pipe") }?.hasSuffix("it is a named pipe") == true)
            #expect(message { _ = try Files.read(folder) } == "cannot read \(folder): it is a folder")
            #expect(message { _ = try Files.read("/dev/zero") }?.hasSuffix("it is a device") == true)
            let status = try Files.read("/proc/self/status")
            #expect(!status.isEmpty)
            #expect(
                message { _ = try Files.read(folder + "/no") }?.hasSuffix("No such file or directory") == true
            )
        }
    }

    @Test func largeFilesAreRefusedBeforeTheyAreRead() throws {
        try inTemporaryFolder { folder in
            let path = folder + "/sparse"
            try Files.write([], to: path)
            #expect(truncate(path, 1 << 40) == 0)
            let text = message { _ = try Files.read(path) }
            #expect(text == "cannot read \(path): it has more than 268,435,456 bytes")
            #expect(truncate(path, 9) == 0)
            #expect(try Files.read(path, atMost: 9).count == 9)
            #expect(message { _ = try Files.read(path, atMost: 8) }?.contains("more than 8 bytes") == true)
        }
    }
}
