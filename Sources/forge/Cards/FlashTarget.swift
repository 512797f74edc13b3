import Foundation

/// A device or file that a card image is to be written to, and what speaks against it.
struct FlashTarget {
    let path: String
    let bytes: Int
    /// A plain file in the place of a device.
    let isFile: Bool
    /// What it is, for people: a maker's name, a size, how it is connected.
    let title: String
    /// What it holds: a line for each partition.
    let contents: [String]
    /// Why it should not be written to; empty where nothing is known.
    let objections: [String]

    /// Looks at a device; `system` and `process` are the kernel's folders.
    ///
    /// - Throws: `Failure` where it is not there, or is a part of a disk.
    init(path: String, system: String = "/sys", process: String = "/proc") throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Failure("cannot write \(path): \(systemMessage())") }
        self.path = path
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            (isFile, bytes, title, contents, objections) = (true, Int(status.st_size), "a plain file", [], [])
        case S_IFBLK:
            let name = (URL(fileURLWithPath: path).resolvingSymlinksInPath().path as NSString)
                .lastPathComponent
            let disk = try Disk(name: name, system: system, process: process)
            isFile = false
            (bytes, title, contents, objections) = (disk.bytes, disk.title, disk.contents, disk.objections)
        default:
            throw Failure("\(path) is neither a disk nor a file")
        }
    }
}

/// A disk, by what the kernel tells of it.
struct Disk {
    let name: String
    private let system: String
    private let process: String

    /// - Throws: `Failure` where the kernel knows no such disk, or it is a part of one.
    init(name: String, system: String, process: String) throws {
        (self.name, self.system, self.process) = (name, system, process)
        guard Files.exists(folder) else { throw Failure("the kernel knows no disk \(name)") }
        guard !Files.exists("\(folder)/partition") else {
            throw Failure(
                "\(name) is a part of a disk; a card image goes onto the whole disk, without the number")
        }
    }

    private var folder: String { "\(system)/class/block/\(name)" }

    var bytes: Int { sectors(of: name) * 512 }

    /// Size, maker, and how it is connected.
    var title: String {
        let maker = ["vendor", "model", "name"].compactMap { property("device/\($0)") }.joined(separator: " ")
        let size = bytes.grouped + " bytes"
        return ([maker.isEmpty ? name : maker, size] + [isPluggable ? "removable" : "built in"])
            .joined(separator: ", ")
    }

    /// The partitions with their sizes, and where they are mounted.
    var contents: [String] {
        parts.map { part in
            let places = mounts(of: part)
            return "\(part): \((sectors(of: part) * 512).grouped) bytes"
                + (places.isEmpty ? "" : ", mounted at \(places.joined(separator: ", "))")
        }
    }

    /// Why nobody should write to it.
    var objections: [String] {
        var reasons: [String] = []
        let mounted = ([name] + parts).filter { !mounts(of: $0).isEmpty }
        if !mounted.isEmpty {
            reasons.append("it is in use: \(mounted.joined(separator: ", ")) is mounted")
        }
        let held = ([name] + parts).filter { !entries("\(folder(of: $0))/holders").isEmpty || isSwap($0) }
        if !held.isEmpty { reasons.append("it is in use by the system: \(held.joined(separator: ", "))") }
        if !isPluggable { reasons.append("it is built in, neither a card nor on USB") }
        if property("ro") == "1" { reasons.append("it is protected against writing") }
        return reasons
    }

    /// A card, a USB stick, or a loop device, which somebody made on purpose.
    private var isPluggable: Bool {
        let place = (try? FileManager.default.destinationOfSymbolicLink(atPath: folder)) ?? ""
        return property("removable") == "1" || place.contains("/usb") || property("device/type") == "SD"
            || name.hasPrefix("loop")
    }

    private var parts: [String] {
        entries(folder).filter { Files.exists("\(folder)/\($0)/partition") }.sorted()
    }

    private func folder(of part: String) -> String { part == name ? folder : "\(folder)/\(part)" }

    private func sectors(of part: String) -> Int { number("\(folder(of: part))/size") ?? 0 }

    private func property(_ file: String) -> String? {
        guard let bytes = try? Files.read("\(folder)/\(file)") else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : text
    }

    private func number(_ path: String) -> Int? {
        (try? Files.read(path)).flatMap {
            Int(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    private func entries(_ path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    /// Where a disk or a part of it is mounted, by its numbers: names may be others there.
    private func mounts(of part: String) -> [String] {
        guard
            let numbers = (try? Files.read("\(folder(of: part))/dev")).map({
                String(decoding: $0, as: UTF8.self)
            })
        else { return [] }
        let wanted = numbers.trimmingCharacters(in: .whitespacesAndNewlines)
        return lines("\(process)/self/mountinfo").compactMap { line in
            let words = line.split(separator: " ")
            return words.count > 4 && words[2] == wanted ? String(words[4]) : nil
        }
    }

    private func isSwap(_ part: String) -> Bool {
        lines("\(process)/swaps").contains { $0.hasPrefix("/dev/\(part) ") }
    }

    private func lines(_ path: String) -> [String] {
        let bytes = (try? Files.read(path)) ?? []
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    }
}
