import Foundation
import Testing

@testable import forge

@Suite struct FlashTests {
    /// A kernel's folders with a disk `sdz` that has two partitions.
    private func withDisk(
        _ files: [String: String], _ body: (_ system: String, _ process: String) throws -> Void
    ) throws {
        try inTemporaryFolder { folder in
            let disk = "\(folder)/sys/class/block/sdz"
            var all = [
                "\(disk)/size": "70000\n", "\(disk)/dev": "8:16\n", "\(disk)/removable": "1\n",
                "\(disk)/ro": "0\n",
                "\(disk)/device/model": "Card Reader \n", "\(disk)/sdz1/partition": "1\n",
                "\(disk)/sdz1/size": "2048\n", "\(disk)/sdz1/dev": "8:17\n", "\(disk)/sdz2/partition": "2\n",
                "\(disk)/sdz2/size": "4096\n", "\(disk)/sdz2/dev": "8:18\n",
                "\(folder)/sys/class/block/sdz1/partition": "1\n",
                "\(folder)/proc/self/mountinfo": "21 1 253:1 / / rw - ext4 /dev/vda1 rw\n",
                "\(folder)/proc/swaps": "Filename Type Size\n",
            ]
            for (path, content) in files { all["\(folder)/\(path)"] = content }
            for (path, content) in all { try Files.write(Array(content.utf8), to: path) }
            try body("\(folder)/sys", "\(folder)/proc")
        }
    }

    private let block = "sys/class/block/sdz"

    @Test func aCardIsShownWithWhatItHolds() throws {
        try withDisk([:]) { system, process in
            let disk = try Disk(name: "sdz", system: system, process: process)
            #expect(disk.title == "Card Reader, 35,840,000 bytes, removable")
            #expect(disk.contents == ["sdz1: 1,048,576 bytes", "sdz2: 2,097,152 bytes"])
            #expect(disk.objections == [])
        }
    }

    @Test func disksInUseAndBuiltInAreRefused() throws {
        let mounts = "21 1 8:18 / /media/card rw - vfat /dev/sdz2 rw\n"
        try withDisk(["proc/self/mountinfo": mounts]) { system, process in
            let disk = try Disk(name: "sdz", system: system, process: process)
            #expect(disk.objections == ["it is in use: sdz2 is mounted"])
            #expect(disk.contents.last == "sdz2: 2,097,152 bytes, mounted at /media/card")
        }
        try withDisk(["proc/swaps": "Filename\n/dev/sdz1 partition 5\n"]) { system, process in
            let disk = try Disk(name: "sdz", system: system, process: process)
            #expect(disk.objections == ["it is in use by the system: sdz1"])
        }
        try withDisk(["\(block)/holders/dm-0": ""]) { system, process in
            let disk = try Disk(name: "sdz", system: system, process: process)
            #expect(disk.objections == ["it is in use by the system: sdz"])
        }
        try withDisk(["\(block)/removable": "0\n"]) { system, process in
            let disk = try Disk(name: "sdz", system: system, process: process)
            #expect(disk.objections == ["it is built in, neither a card nor on USB"])
        }
        try withDisk(["\(block)/removable": "0\n", "\(block)/device/type": "SD\n", "\(block)/ro": "1\n"]) {
            let disk = try Disk(name: "sdz", system: $0, process: $1)
            #expect(disk.objections == ["it is protected against writing"])
        }
    }

    @Test func aPartOfADiskIsNoCard() throws {
        try withDisk([:]) { system, process in
            #expect(
                message { _ = try Disk(name: "sdz1", system: system, process: process) }
                    == "sdz1 is a part of a disk; a card image goes onto the whole disk, without the number")
            #expect(
                message { _ = try Disk(name: "sdy", system: system, process: process) }
                    == "the kernel knows no disk sdy")
        }
    }

    @Test func whatIsNoDiskIsNamed() throws {
        try inTemporaryFolder { folder in
            #expect(message { _ = try FlashTarget(path: folder) } == "\(folder) is neither a disk nor a file")
            #expect(
                message { _ = try FlashTarget(path: "\(folder)/x") }
                    == "cannot write \(folder)/x: No such file or directory")
        }
    }

    @Test func anImageIsWrittenAndComparedAndTheRestStays() throws {
        try inTemporaryFolder { folder in
            let path = "\(folder)/card"
            try Files.write([UInt8](repeating: 7, count: 6 << 20), to: path)
            let image = (0..<(5 << 20) + 123).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            try CardWriter(image: image, target: FlashTarget(path: path)).write(isForced: false)
            let written = try Files.read(path)
            #expect(Array(written[..<image.count]) == image)
            #expect(written.count == 6 << 20 && written[image.count...].allSatisfy { $0 == 7 })
        }
    }

    @Test func aCardThatTakesNoMoreIsNamed() throws {
        // The kernel's device that is always full.
        guard Files.exists("/dev/full") else { return }
        try inTemporaryFolder { folder in
            try Files.write([], to: "\(folder)/card")
            let target = try FlashTarget(path: "\(folder)/card")
            try Files.removeFolder("\(folder)/card")
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/card", withDestinationPath: "/dev/full")
            let words = message { try CardWriter(image: [1, 2, 3], target: target).write(isForced: false) }
            #expect(
                words?.hasPrefix("writing \(folder)/card failed at byte 0: ") == true, "\(words ?? "nothing")"
            )
        }
    }

    @Test func theBarTellsHowFarItIs() {
        #expect(CardWriter.bar(0, of: 100) == "[                              ] 0 %")
        #expect(CardWriter.bar(50, of: 100) == "[###############               ] 50 %")
        #expect(CardWriter.bar(100, of: 100) == "[##############################] 100 %")
        #expect(CardWriter.bar(0, of: 0).hasSuffix("100 %"))
    }
}
