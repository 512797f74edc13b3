// JSON: what is read is written and read again to the same. The files of a checkpoint that are JSON are read as such.

@testable import forge

/// Reads a text, writes it, and reads it again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let text = try? ForeignFile.text(bytes, path: "F"),
        let value = try? JSONReader.read(text, name: "F")
    else { return 0 }
    let again = try? JSONReader.read(Array(value.text.utf8), name: "again")
    precondition(again?.text == value.text, value.text)
    _ = try? CheckpointConfig(value, name: "config.json")
    if let fields = try? CheckpointFields(value, name: "tokenizer.json") {
        if let file = try? TokenizerFile(fields) {
            _ = try? VocabularyDraft(
                pieces: file.pieces, specials: ["[PAD]", "[UNK]", "[CLS]", "[MASK]", "[SEP]"])
        }
    }
    return 0
}
