/// Recognizes, by how they start, files that stand where another is expected, and says what to do.
enum ForeignFile {
    private static let page = (
        what: "a page of HTML or XML", way: "download the file itself, not the page that shows it"
    )
    private static let starts: [(bytes: [UInt8], what: String, way: String)] = [
        (
            Array("version https://git-lfs".utf8), "a pointer of Git LFS, not the file itself",
            "fetch it: git lfs pull"
        ),
        (Array("<!".utf8), page.what, page.way), (Array("<html".utf8), page.what, page.way),
        (Array("<HTML".utf8), page.what, page.way), (Array("<?xml".utf8), page.what, page.way),
        ([0x50, 0x4B, 3, 4], "a zip archive, as PyTorch writes them", saving),
        ([0x80, 2], "a pickle of PyTorch", saving),
        ([0x80, 3], "a pickle of Python", saving),
        ([0x80, 4], "a pickle of Python", saving),
        ([0x89, 0x48, 0x44, 0x46], "an HDF5 file, as TensorFlow writes them", saving),
        (Array("GGUF".utf8), "a GGUF file", saving),
        ([0x1F, 0x8B], "packed by gzip", "unpack it first"),
    ]

    /// How weights in other formats become a file that can be read.
    static let saving =
        "save the checkpoint as safetensors: AutoModel.from_pretrained(…).save_pretrained(…, "
        + "safe_serialization=True), with the class that config.json names"

    /// Makes sure that a file is not of these.
    ///
    /// - Throws: `Failure` that says what it is.
    static func refuse(_ bytes: [UInt8], path: String) throws {
        guard !bytes.isEmpty else { throw Failure("\(path) is empty; download it again") }
        let text = bytes.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        for start in starts where bytes.starts(with: start.bytes) || text.starts(with: start.bytes) {
            throw Failure("\(path) is \(start.what); \(start.way)")
        }
    }

    /// A text of the checkpoint without a byte order mark.
    ///
    /// - Throws: `Failure` when it is something else, or UTF-16.
    static func text(_ bytes: [UInt8], path: String) throws -> [UInt8] {
        try refuse(bytes, path: path)
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(4).contains(0)
        {
            throw Failure("\(path) is UTF-16 or UTF-32; save it as UTF-8")
        }
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }
}
