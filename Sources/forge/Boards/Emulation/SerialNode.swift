/// The device node behind the name of a serial line.
struct SerialNode: Equatable {
    /// The path inside the file system, without the leading slash.
    let path: String
    let major: Int
    let minor: Int

    // The numbers are Linux's, from its list of allocated devices; each kind begins at minor 64.
    private static let majors = ["ttyAMA": 204, "ttyS": 4]
    private static let firstMinor = 64

    /// - Throws: `Failure` for a kind of line whose numbers are not known here.
    init(device: String) throws {
        for (kind, major) in SerialNode.majors where device.hasPrefix("/dev/" + kind) {
            guard let number = Int(device.dropFirst(5 + kind.count)), (0..<64).contains(number) else {
                continue
            }
            self.path = String(device.dropFirst())
            self.major = major
            self.minor = SerialNode.firstMinor + number
            return
        }
        throw Failure("no serial line \"\(device)\"; known are /dev/ttyAMA0 … and /dev/ttyS0 …")
    }
}
