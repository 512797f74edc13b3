/// The tensors of a checkpoint, taken by name with the shape that they must have; what nobody takes is an error.
final class CheckpointTensors {
    /// One, or the shards of one.
    private let files: [Safetensors]
    private let path: String
    /// The file that each tensor is in.
    private let places: [String: Int]
    /// `bert.` where the encoder stands inside a model with heads.
    private let prefix: String
    private var taken: Set<String> = []

    private static let embeddings = "embeddings.word_embeddings.weight"

    /// - Parameters:
    ///   - files: one, or the shards of one, no tensor twice.
    ///   - path: what they are called in errors where no file has a tensor.
    /// - Throws: `Failure` when there is no BERT in them.
    init(_ files: [Safetensors], path: String) throws {
        var places: [String: Int] = [:]
        for (number, file) in files.enumerated() {
            for tensor in file.tensors where places.updateValue(number, forKey: tensor.name) != nil {
                throw Failure("\(file.name): tensor \"\(tensor.name)\" stands in another shard as well")
            }
        }
        let path = files.count == 1 ? files[0].name : path
        guard
            let prefix = ["", "bert."].first(where: { places[$0 + CheckpointTensors.embeddings] != nil })
        else {
            let names = files.flatMap(\.tensors).prefix(3).map(\.name).joined(separator: ", ")
            throw Failure(
                "\(path): no tensor \"\(CheckpointTensors.embeddings)\", with or without \"bert.\"; "
                    + "the first are: \(names)"
            )
        }
        self.files = files
        self.path = path
        self.places = places
        self.prefix = prefix
        // Buffers that old versions saved: 0, 1, 2, … by definition.
        taken = Set(["embeddings.position_ids", "embeddings.token_type_ids"].map { prefix + $0 })
    }

    /// A matrix of the encoder; with `rows` nil of any height.
    func encoderMatrix(_ name: String, rows: Int?, columns: Int) throws -> FloatMatrix {
        try matrix(prefix + name, rows: rows, columns: columns)
    }

    /// A vector of the encoder.
    func encoderVector(_ name: String, count: Int) throws -> [Float] {
        try vector(prefix + name, count: count)
    }

    /// Whether the encoder has this tensor.
    func encoderHas(_ name: String) -> Bool { has(prefix + name) }

    /// Whether there is a tensor of this very name.
    func has(_ name: String) -> Bool { places[name] != nil }

    /// Rows of a tensor of this very name; 0 where there is none.
    func rows(of name: String) -> Int { places[name].flatMap { files[$0][name]?.shape.first } ?? 0 }

    /// The weight `[rows, columns]` and the bias `[rows]` of a dense layer of this very name.
    func dense(_ name: String, rows: Int, columns: Int) throws -> (weight: FloatMatrix, bias: [Float]) {
        (
            try matrix(name + ".weight", rows: rows, columns: columns),
            try vector(name + ".bias", count: rows)
        )
    }

    /// The same in the encoder.
    func encoderDense(_ name: String, rows: Int, columns: Int) throws -> (weight: FloatMatrix, bias: [Float])
    {
        try dense(prefix + name, rows: rows, columns: columns)
    }

    /// Gain and bias of a LayerNorm of this very name, `[2, count]`; checkpoints from TensorFlow call them gamma and
    /// beta.
    func norm(_ name: String, count: Int) throws -> FloatMatrix {
        let isOld = has(name + ".gamma") && !has(name + ".weight")
        let gain = try vector(name + (isOld ? ".gamma" : ".weight"), count: count)
        let bias = try vector(name + (isOld ? ".beta" : ".bias"), count: count)
        return try FloatMatrix(rows: 2, columns: count, values: gain + bias)
    }

    /// The same in the encoder.
    func encoderNorm(_ name: String, count: Int) throws -> FloatMatrix {
        try norm(prefix + name, count: count)
    }

    /// A matrix of this very name; with `rows` nil of any height.
    func matrix(_ name: String, rows: Int?, columns: Int) throws -> FloatMatrix {
        let (tensor, file) = try take(name)
        guard tensor.shape.count == 2, tensor.shape[0] > 0, tensor.shape[1] == columns,
            tensor.shape[0] == rows ?? tensor.shape[0]
        else {
            let height = rows.map { "\($0)" } ?? "any"
            throw Failure(
                "\(path): tensor \"\(name)\" is \(tensor.shapeText); [\(height), \(columns)] is needed")
        }
        return try FloatMatrix(rows: tensor.shape[0], columns: columns, values: try file.floats(of: tensor))
    }

    /// A vector of this very name.
    func vector(_ name: String, count: Int) throws -> [Float] {
        let (tensor, file) = try take(name)
        guard tensor.shape == [count] else {
            throw Failure("\(path): tensor \"\(name)\" is \(tensor.shapeText); [\(count)] is needed")
        }
        return try file.floats(of: tensor)
    }

    /// Makes sure that every tensor was taken.
    ///
    /// - Throws: `Failure` that names those that were not, with their shapes.
    func finish() throws {
        let left = files.flatMap(\.tensors).filter { !taken.contains($0.name) }
        guard !left.isEmpty else { return }
        let names = left.prefix(5).map { "\"\($0.name)\" \($0.shapeText)" }.joined(separator: ", ")
        let more = left.count > 5 ? " and \(left.count - 5) more" : ""
        throw Failure("\(path): tensors that no BERT has: \(names)\(more)")
    }

    private func take(_ name: String) throws -> (tensor: Safetensors.Tensor, file: Safetensors) {
        guard let file = places[name].map({ files[$0] }), let tensor = file[name] else {
            throw Failure("\(path): no tensor \"\(name)\"")
        }
        taken.insert(name)
        return (tensor, file)
    }
}
