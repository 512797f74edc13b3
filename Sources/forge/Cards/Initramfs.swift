import Foundation

/// The file system that the kernel of a card unpacks into memory: the supervisor as `/init`, the program, and the
/// modules that the kernel lacks.
struct Initramfs {
    /// The supervisor's file.
    let supervisor: [UInt8]
    /// The program's file.
    let program: [UInt8]
    /// Modules to load before the card is read, in order: a file each, and its parameters.
    let firstModules: [Module]
    /// Modules of the serial line on the USB port.
    let usbModules: [Module]

    /// A kernel module.
    struct Module {
        let name: String
        let content: [UInt8]

        /// What the supervisor's list says of it: the file, and for the USB gadget how it introduces itself.
        var line: String {
            let parameters = name == "g_serial" ? " \(Module.introduction)" : ""
            return "\(name).ko\(parameters)\n"
        }

        /// The supervisor puts the board's number in the place of the last word.
        private static let introduction = "iManufacturer=Pipit iProduct=Pipit iSerialNumber=@serial-number"
    }

    /// The archive, compressed; the same bytes for the same content.
    func compressed() throws -> [UInt8] {
        var archive = CpioArchive()
        for folder in ["dev", "sys", "proc", "card", "data", "modules"] { archive.addFolder(folder) }
        archive.addCharacterDevice("dev/console", major: 5, minor: 1)
        archive.addFile("init", supervisor, permissions: 0o755)
        archive.addFile("pipit", program, permissions: 0o755)
        for module in firstModules + usbModules {
            archive.addFile("modules/\(module.name).ko", module.content)
        }
        archive.addFile("modules/first", Array(firstModules.map(\.line).joined().utf8))
        archive.addFile("modules/usb", Array(usbModules.map(\.line).joined().utf8))
        return try Compressor.gzip(archive.finished())
    }
}
