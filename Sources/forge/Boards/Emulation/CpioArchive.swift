/// A file system in the "newc" form of cpio, as the kernel unpacks it at boot.
///
/// Nodes of devices are mere records here, so nobody needs to be root to make one.
struct CpioArchive {
    private(set) var bytes: [UInt8] = []
    private var entryCount = 0

    private static let folderType = 0o040000
    private static let fileType = 0o100000
    private static let characterDeviceType = 0o020000

    /// Adds a folder; those above it must have been added before.
    ///
    /// Paths have no leading slash.
    mutating func addFolder(_ path: String, permissions: Int = 0o755) {
        add(path, mode: CpioArchive.folderType | permissions, links: 2, device: (0, 0), content: [])
    }

    /// Adds a file.
    mutating func addFile(_ path: String, _ content: [UInt8], permissions: Int = 0o644) {
        add(path, mode: CpioArchive.fileType | permissions, links: 1, device: (0, 0), content: content)
    }

    /// Adds the node of a character device.
    mutating func addCharacterDevice(_ path: String, major: Int, minor: Int, permissions: Int = 0o600) {
        add(
            path, mode: CpioArchive.characterDeviceType | permissions, links: 1, device: (major, minor),
            content: [])
    }

    /// The archive with its trailer.
    func finished() -> [UInt8] {
        var copy = self
        copy.entryCount = -1
        copy.add("TRAILER!!!", mode: 0, links: 1, device: (0, 0), content: [])
        return copy.bytes
    }

    private mutating func add(
        _ path: String, mode: Int, links: Int, device: (major: Int, minor: Int), content: [UInt8]
    ) {
        entryCount += 1
        let modificationTime = 0
        let fields = [
            entryCount, mode, 0, 0, links, modificationTime, content.count, 0, 0, device.major, device.minor,
            path.utf8.count + 1, 0,
        ]
        bytes += Array("070701".utf8)
        for field in fields { bytes += CpioArchive.eightDigits(field) }
        bytes += Array(path.utf8) + [0]
        align()
        bytes += content
        align()
    }

    private mutating func align() {
        while bytes.count % 4 != 0 { bytes.append(0) }
    }

    private static func eightDigits(_ value: Int) -> [UInt8] {
        let digits = String(UInt32(value), radix: 16, uppercase: true)
        return Array((String(repeating: "0", count: 8 - digits.count) + digits).utf8)
    }
}
