import Foundation
import Testing

@testable import forge

@Suite struct CpioArchiveTests {
    private var sample: CpioArchive {
        var archive = CpioArchive()
        archive.addFolder("dev")
        archive.addCharacterDevice("dev/console", major: 5, minor: 1)
        archive.addFile("init", Array("#!\n".utf8), permissions: 0o755)
        archive.addFile("empty", [])
        return archive
    }

    @Test func entryHasTheFieldsOfTheNewFormat() {
        var archive = CpioArchive()
        archive.addFile("a", [1, 2, 3], permissions: 0o640)
        let expected =
            "070701" + "00000001" + "000081A0" + "00000000" + "00000000" + "00000001" + "00000000"
            + "00000003"
            + "00000000" + "00000000" + "00000000" + "00000000" + "00000002" + "00000000" + "a\0"
        // 110 + 2 bytes are a multiple of 4 already; the content is padded.
        #expect(archive.bytes == Array(expected.utf8) + [1, 2, 3, 0])
    }

    @Test func namesAndContentsEndAtMultiplesOfFour() {
        for length in 1...8 {
            var archive = CpioArchive()
            archive.addFile(String(repeating: "n", count: length), [UInt8](repeating: 7, count: length))
            #expect(archive.bytes.count % 4 == 0)
            #expect(archive.finished().count == archive.bytes.count + 124)
        }
    }

    @Test func cpioListsWhatWasPutIn() throws {
        guard (try? Tool.find("cpio")) != nil else { return }
        let listing = try inTemporaryFolder { folder in
            let path = folder + "/archive"
            try Files.write(sample.finished(), to: path)
            return try shell("cpio --quiet -tvn <\(path)")
        }
        let rows = listing.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(rows.map(\.last) == ["dev", "dev/console", "init", "empty"])
        #expect(rows.map { $0[0] } == ["drwxr-xr-x", "crw-------", "-rwxr-xr-x", "-rw-r--r--"])
        #expect(rows[1].contains("5,") && rows[1].contains("1"))
        #expect(rows[2].contains("3"))
    }

    @Test func bytesEqualThoseOfCpio() throws {
        guard (try? Tool.find("cpio")) != nil else { return }
        var archive = CpioArchive()
        archive.addFile("first", Array("hello".utf8), permissions: 0o755)
        archive.addFile("other", [])
        let made = try inTemporaryFolder { folder in
            try Files.write(Array("hello".utf8), to: folder + "/first", executable: true)
            try Files.write([], to: folder + "/other")
            return try shell(
                "cd \(folder) && touch -d @0 first other && printf 'first\\nother\\n' "
                    + "| cpio --quiet -o -H newc --reproducible --renumber-inodes -R +0:+0 | base64 -w0")
        }
        let theirs = try #require(Data(base64Encoded: made)).map { $0 }
        let ours = archive.finished()
        // The tool fills its last block with zeros, and numbers its inodes from 0.
        #expect(theirs.dropFirst(ours.count).allSatisfy { $0 == 0 })
        #expect(Self.withoutInodes(ours) == Self.withoutInodes(Array(theirs.prefix(ours.count))))
    }

    private static func withoutInodes(_ archive: [UInt8]) -> [UInt8] {
        var bytes = archive
        let magic = Array("070701".utf8)
        for start in 0..<bytes.count - 14 where Array(bytes[start..<start + 6]) == magic {
            bytes.replaceSubrange(start + 6..<start + 14, with: Array("........".utf8))
        }
        return bytes
    }
}
