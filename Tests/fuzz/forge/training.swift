// Training files: what is read as commands, by each way of reading slots. A text is never longer than a board reads.

import PipitCore

@testable import forge

/// Reads a file as commands, and as rows to be judged.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTraining(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    for reading in [SlotReading.automatic, .required, .stripped] {
        guard let file = try? TaughtFile(bytes, path: "F", slots: reading) else { continue }
        precondition(file.labels.count <= TrainingRow.maximumLabels)
        for example in file.examples {
            let count = example.text.utf8.count
            precondition(count > 0 && count <= LineReader.maximumBytes && !example.label.isEmpty)
        }
        _ = (file.slotNames, file.slotKinds, file.slotLists, TaughtFile.list(file.problems), file.remarks)
    }
    for path in ["F.tsv", "F.txt"] {
        guard let table = try? LabelledFile(bytes, path: path) else { continue }
        _ = try? (table.texts(), table.pairs(), table.numbers("score"), table.taggedWords(["tags"]))
    }
    return 0
}
