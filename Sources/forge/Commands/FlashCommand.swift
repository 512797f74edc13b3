import Foundation

extension Command {
    /// The command `flash BOARD DEVICE`.
    static let flash = Command(
        name: "flash", synopsis: "flash BOARD DEVICE [--image IMAGE] [--model FILE] [--yes] [--force]",
        summary: "Writes a card image to a card, and verifies it.",
        details: """
            Shows what DEVICE is and holds, asks, writes, reads everything back, and says what to do next. DEVICE is
            the whole card, such as /dev/sdb or /dev/mmcblk0, or a file in its place. Everything on it is lost. A
            device that is mounted, in use or built in is refused.

            --image IMAGE  writes this image (.img, or .img.xz of a release) in the place of a new one
            --model FILE   the model inside a new image, Weights/home.pipit unless given
            --yes          asks nothing
            --force        writes although the device is mounted, in use or built in
            """
    ) { arguments in
        let (isSure, isForced) = (arguments.flag("--yes"), arguments.flag("--force"))
        let image = try arguments.option("--image")
        let model = try arguments.option("--model")
        let name = try arguments.operand("BOARD")
        let device = try arguments.operand("DEVICE")
        try arguments.finish()
        guard image == nil || model == nil else {
            throw Misuse("--model is for a new image, --image has one")
        }
        let workspace = try Workspace.current()
        let board = try Board.named(name, in: workspace)
        let target = try FlashTarget(path: device)
        try check(target, isForced: isForced)
        guard try isSure || confirm(target) else { return 1 }
        try TemporaryFolder.with { folder in
            let path = try imageFile(image, model, board, workspace, in: folder)
            let bytes = try Files.read(path)
            guard target.isFile || bytes.count <= target.bytes else {
                throw Failure(
                    "\(device) is too small: it has \(target.bytes.grouped) bytes, the image \(bytes.count.grouped)"
                )
            }
            try CardWriter(image: bytes, target: target).write(isForced: isForced)
            Console.say("\(device): \(bytes.count.grouped) bytes written and verified")
        }
        Console.say(nextSteps)
        return 0
    }

    private static let nextSteps = """
        1. Put the card into the board, and a USB cable from its port marked USB into this computer.
        2. After ten seconds: picocom --echo --imap lfcrlf /dev/ttyACM0
        3. Type: turn on the kitchen lights
        """

    private static func check(_ target: FlashTarget, isForced: Bool) throws {
        Console.say("\(target.path): \(target.title)")
        for line in target.contents { Console.say("  \(line)") }
        guard !target.objections.isEmpty else { return }
        let reasons = target.objections.joined(separator: "; ")
        guard isForced else {
            throw Failure("\(target.path) is refused: \(reasons); --force writes all the same")
        }
        Console.note("forge: \(target.path): \(reasons); forced")
    }

    private static func confirm(_ target: FlashTarget) throws -> Bool {
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure("nobody is here to be asked; --yes writes to \(target.path) without")
        }
        Console.note("Everything on \(target.path) will be lost. Write? Type yes:")
        let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased()
        if answer != "yes" { Console.note("nothing was written") }
        return answer == "yes"
    }

    /// The image to write: the one that was named, unpacked, or a new one.
    private static func imageFile(
        _ image: String?, _ model: String?, _ board: Board, _ workspace: Workspace, in folder: String
    ) throws -> String {
        var path = "\(folder)/card.img"
        if let image {
            if image.hasSuffix(".xz") {
                try Files.write(try Compressor.unpackedXz(image), to: path)
            } else {
                path = image
            }
        } else {
            _ = try CardImage(workspace: workspace, boards: [board]).write(model: model, to: path)
        }
        // That the image has something for the board.
        _ = try BootableCard(image: path, board: board)
        return path
    }
}
