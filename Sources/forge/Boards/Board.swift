import Foundation

/// A board's descriptor, `Boards/NAME.json`; Boards/README.md explains the fields.
struct Board: Codable, Equatable {
    /// A serial line.
    struct Serial: Codable, Equatable {
        let device: String
        let baud: Int
    }

    /// How the board is emulated, as far as it is.
    struct Emulation: Codable, Equatable {
        let user: User?
        let machine: Machine?
    }

    /// Emulation of the processor alone: `program -cpu cpu pipit …`.
    struct User: Codable, Equatable {
        let program: String
        let cpu: String
    }

    /// Emulation of the whole board, with a kernel.
    struct Machine: Codable, Equatable {
        let program: String
        let machine: String
        let kernelPackage: String
        let kernel: String
        let deviceTree: String
        let busybox: String
        let append: String
        let console: String
        let arguments: [String]
    }

    /// What a card image for the board is made of.
    struct Card: Codable, Equatable {
        /// The names by which the firmware's `config.txt` chooses the boards: `pi0 pi1`.
        let models: String
        /// The kernel's file on the card.
        let cardKernel: String
        /// Whether the kernel's file is compressed; the firmware unpacks it.
        let compressKernel: Bool?
        /// The device trees in the kernel's package.
        let deviceTrees: String
        /// Lines of `config.txt` for these boards alone.
        let config: String
        /// Kernel modules that are loaded before the card is read, in order.
        let firstModules: String
        /// Kernel modules of the serial line on the USB port, in order.
        let usbModules: String

        /// The single names of `models`.
        var modelNames: [String] { models.split(separator: " ").map(String.init) }
    }

    /// Other engines that were counted on the board's processor.
    struct Bench: Codable, Equatable {
        /// The processor, as a drawing names it.
        let heading: String
        /// By the name of a published shape.
        let others: [String: [OtherEngine]]
    }

    /// What another engine takes for a network of a published shape.
    struct OtherEngine: Codable, Equatable {
        let engine: String
        /// Millions of instructions of one text, by its tokens.
        let millions: [Int: Double]
    }

    let name: String
    let title: String
    let triple: String
    let toolset: String
    let cpu: String
    let floatABI: String
    let kernels: String
    let arenaLimitBytes: Int
    let budgetBytes: Int
    /// The layout of weights that the board's kernels read fastest; nil for row by row.
    let weightsLayout: Int?
    /// Whether the linker compiles all of Swift as one; nil for no.
    let linkTimeOptimization: Bool?
    /// Whether programs speak the Wyoming protocol unless asked; nil for no.
    let wyoming: Bool?
    let serial: Serial?
    let emulate: Emulation
    /// The architectures of Debian whose package has this board's program, with blanks between; nil for none.
    let debian: String?
    let card: Card?
    let bench: Bench?
}

extension Board {
    /// The board of that name.
    ///
    /// - Throws: `Failure` that lists the boards there are, or names what is wrong with the descriptor.
    static func named(_ name: String, in workspace: Workspace) throws -> Board {
        let names = try names(in: workspace)
        guard names.contains(name) else {
            throw Failure("no board \"\(name)\"; there are: \(names.joined(separator: ", "))")
        }
        let path = "\(workspace.boards)/\(name).json"
        return try decode(try Files.read(path), expecting: name, from: path)
    }

    /// All boards whose descriptors can be read, and what is wrong with the others.
    static func all(in workspace: Workspace) throws -> (boards: [Board], broken: [String]) {
        var (boards, broken): ([Board], [String]) = ([], [])
        for name in try names(in: workspace) {
            do {
                boards.append(try Board.named(name, in: workspace))
            } catch {
                broken.append("\(error)")
            }
        }
        return (boards, broken)
    }

    /// The names of all boards, sorted.
    static func names(in workspace: Workspace) throws -> [String] {
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: workspace.boards) else {
            throw Failure("no folder \(workspace.boards)")
        }
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// Decodes a descriptor and checks what its fields promise.
    ///
    /// - Throws: `Failure` that names the file and the field.
    static func decode(_ bytes: [UInt8], expecting name: String, from path: String) throws -> Board {
        let board: Board
        do {
            board = try JSONDecoder().decode(Board.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw Failure("\(path): \(explain(error))")
        }
        guard board.name == name else {
            throw Failure("\(path): name is \"\(board.name)\", but the file's is \"\(name)\"")
        }
        guard board.budgetBytes > 0, board.arenaLimitBytes > 0, board.arenaLimitBytes <= board.budgetBytes
        else {
            throw Failure(
                "\(path): arenaLimitBytes is \(board.arenaLimitBytes), budgetBytes \(board.budgetBytes); "
                    + "both must be positive, and the arena is part of the budget")
        }
        guard board.weightsLayout == nil || board.weightsLayout == 1 else {
            throw Failure("\(path): weightsLayout is \(board.weightsLayout ?? 0); FORMAT.md has 1 alone")
        }
        return board
    }

    private static func explain(_ error: DecodingError) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            return "field \(place(context.codingPath + [key])) is missing"
        case .typeMismatch(let type, let context):
            return "field \(place(context.codingPath)) is no \(type)"
        case .valueNotFound(_, let context):
            return "field \(place(context.codingPath)) is null"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty ? "is no JSON" : "field \(place(context.codingPath)) is damaged"
        @unknown default:
            return "\(error)"
        }
    }
}
