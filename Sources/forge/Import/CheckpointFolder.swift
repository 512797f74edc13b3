import Foundation

/// The files of a checkpoint's folder, each read as what it is.
struct CheckpointFolder {
    let path: String

    /// A config, a vocabulary or an index has no more.
    private static let maximumTextBytes = 64 << 20
    /// Weights in float32 of the largest network that a model file holds are half of it.
    private static let maximumWeightBytes = 1 << 30

    func has(_ name: String) -> Bool { Files.exists("\(path)/\(name)") }

    /// The bytes of a text.
    func text(_ name: String) throws -> [UInt8] {
        let file = "\(path)/\(name)"
        return try ForeignFile.text(
            try Files.read(file, atMost: CheckpointFolder.maximumTextBytes), path: file)
    }

    /// The fields of a JSON file.
    func fields(_ name: String) throws -> CheckpointFields {
        try CheckpointFields(try json(name), name: "\(path)/\(name)")
    }

    /// A JSON file.
    func json(_ name: String) throws -> JSON {
        try JSONReader.read(try text(name), name: "\(path)/\(name)")
    }

    /// The fields of a JSON file that need not be there.
    func optionalFields(_ name: String) throws -> CheckpointFields? {
        has(name) ? try fields(name) : nil
    }

    /// All files with weights.
    ///
    /// - Throws: `Failure` that says which other weights are there, and what makes these of them.
    func weights() throws -> [Safetensors] {
        let single = "model.safetensors"
        if has(single) { return [try safetensors(single)] }
        guard has(CheckpointFolder.index) else { throw missingWeights() }
        return try shards()
    }

    private static let index = "model.safetensors.index.json"

    private func safetensors(_ name: String) throws -> Safetensors {
        let file = "\(path)/\(name)"
        let bytes = try Files.read(file, atMost: CheckpointFolder.maximumWeightBytes)
        try ForeignFile.refuse(bytes, path: file)
        return try Safetensors(bytes, name: file)
    }

    /// The files that an index names, each with the tensors that it says.
    private func shards() throws -> [Safetensors] {
        let index = try fields(CheckpointFolder.index)
        guard let map = try index.object("weight_map"), !map.isEmpty else {
            throw Failure("\(index.name) has no weight_map")
        }
        var names: [String: [String]] = [:]
        for (tensor, value) in map {
            guard let name = value.asText, !name.isEmpty, !name.contains("/") else {
                throw Failure("\(index.name): \"\(tensor.abridged)\" lies in no file of the folder")
            }
            names[name, default: []].append(tensor)
        }
        var size = 0
        return try names.sorted { $0.key < $1.key }.map { name, tensors in
            guard has(name) else {
                throw Failure(
                    "\(path) is sharded: \(CheckpointFolder.index) names \(name), which is not there")
            }
            let shard = try safetensors(name)
            size += shard.file.count
            guard size <= CheckpointFolder.maximumWeightBytes else {
                throw Failure(
                    "\(path): the weights have more than \(CheckpointFolder.maximumWeightBytes) bytes")
            }
            if let gone = tensors.first(where: { shard[$0] == nil }) {
                throw Failure("\(index.name): no tensor \"\(gone.abridged)\" in \(name)")
            }
            return shard
        }
    }

    /// Says which weights are there that cannot be read.
    private func missingWeights() -> Failure {
        let needed = "cannot read \(path)/model.safetensors: it is not there"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
        let onnx = (try? FileManager.default.contentsOfDirectory(atPath: path + "/onnx"))?.sorted() ?? []
        func first(_ ends: [String]) -> String? {
            files.first { name in ends.contains { name.hasSuffix($0) } }
        }
        if let adapter = first(["adapter_model.safetensors", "adapter_model.bin", "adapter_config.json"]) {
            return Failure("\(needed), only \(adapter), which is an adapter; merge it into its model first")
        }
        if let other = first([".safetensors"]) {
            return Failure(
                "\(needed), only \(other); give the file with the weights of config.json that name")
        }
        if let other = first([".bin", ".bin.index.json", ".pt", ".pth", ".ckpt"]) {
            return Failure("\(needed), only \(other); \(ForeignFile.saving)")
        }
        if let other = first([".h5", ".msgpack", ".ot", ".gguf"]) {
            return Failure("\(needed), only \(other); \(ForeignFile.saving)")
        }
        if let other = first([".onnx"]) ?? onnx.first(where: { $0.hasSuffix(".onnx") }).map({ "onnx/" + $0 })
        {
            return Failure(
                "\(needed): only ONNX is there (\(other)), from which weights do not come back; "
                    + "take the checkpoint that it was made of, as model.safetensors")
        }
        return Failure("\(needed), and no other weights are")
    }
}
