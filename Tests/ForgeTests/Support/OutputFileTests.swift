import Foundation
import Testing

@testable import forge

/// Where files may be written, which is found out before work starts.
@Suite struct OutputFileTests {
    @Test func foldersAreNoFiles() throws {
        try inTemporaryFolder { folder in
            for path in ["", ".", "..", "./", "/", folder, folder + "/", folder + "/new/", "a/..", "a/."] {
                let text = message { _ = try OutputFile(path) }
                #expect(
                    text?.hasPrefix("cannot write ") == true && text?.contains("folder") == true, "\(path)")
            }
        }
    }

    @Test func namesOfOneCharacterAreFiles() throws {
        for path in ["m", "-", "~", "é"] { _ = try OutputFile(path) }
        try inTemporaryFolder { folder in
            try OutputFile(folder + "/m").write([1, 2])
            #expect(try Files.read(folder + "/m") == [1, 2])
            try OutputFile("\(folder)//deep/er/m").write([3])
            #expect(try Files.read(folder + "/deep/er/m") == [3])
        }
    }

    @Test func onlyFilesAreReplaced() throws {
        try inTemporaryFolder { folder in
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            #expect(symlink("target", folder + "/link") == 0)
            try Files.write([7], to: folder + "/target")
            let texts = ["pipe", "link"].map { name in message { _ = try OutputFile("\(folder)/\(name)") } }
            #expect(texts[0]?.hasSuffix("it is a named pipe, which is not replaced") == true)
            #expect(texts[1]?.hasSuffix("it is a symbolic link; name the file that it points to") == true)
            #expect(
                message { _ = try OutputFile("/dev/null") }?.contains("it is a device, which is not") == true)
            #expect(try Files.read(folder + "/target") == [7])
        }
    }

    private func refusal(_ path: String, apartFrom inputs: [String] = []) -> String? {
        message { _ = try OutputFile(path, apartFrom: inputs) }
    }

    @Test func placesThatTakeNoFileAreNamed() throws {
        try inTemporaryFolder { folder in
            let file = folder + "/file"
            try Files.write([7], to: file)
            #expect(refusal(file + "/m") == "cannot write \(file)/m: Not a directory")
            let long = String(repeating: "n", count: 256)
            #expect(refusal("\(folder)/\(long)")?.contains("at most 255 bytes") == true)
            try OutputFile("\(folder)/\(long.dropLast())").write([1])
            let same = "\(folder)/./file"
            #expect(refusal(same, apartFrom: [file]) == "cannot write \(same): it is \(file), which is read")
            #expect(refusal(same, apartFrom: [folder]) == nil)
        }
    }

    @Test func permissionsStay() throws {
        func mode(_ path: String) -> mode_t {
            var status = stat()
            return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
        }
        try inTemporaryFolder { folder in
            let path = folder + "/m"
            try Files.write([1], to: path)
            #expect(mode(path) & 0o133 == 0 && mode(path) & 0o600 == 0o600)
            #expect(chmod(path, 0o640) == 0)
            try Files.write([2], to: path)
            #expect(mode(path) == 0o640)
            try Files.write([3], to: path, executable: true)
            #expect(mode(path) == 0o750)
            try Files.write([3], to: folder + "/program", executable: true)
            #expect(mode(folder + "/program") & 0o700 == 0o700)
        }
    }
}
