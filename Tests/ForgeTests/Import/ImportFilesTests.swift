import Foundation
import PipitCore
import Testing

@testable import forge

/// The files of a checkpoint: shards, and what stands where weights should be.
@Suite struct ImportFilesTests {
    /// The refusal of the checkpoint whose weights are taken away, and other files put there.
    private func withoutWeights(_ files: [String: [UInt8]]) throws -> String? {
        try TinyBERT.refusal { copy in
            try FileManager.default.removeItem(atPath: copy.folder + "/model.safetensors")
            for (name, bytes) in files { try Files.write(bytes, to: "\(copy.folder)/\(name)") }
        }
    }

    @Test func otherWeightsAreNamedWithTheWayOut() throws {
        for name in [
            "pytorch_model.bin", "pytorch_model.bin.index.json", "tf_model.h5", "flax_model.msgpack",
        ] {
            let text = try withoutWeights([name: [0]])
            #expect(
                text?.contains("only \(name); save the checkpoint as safetensors") == true, "\(text ?? "")")
        }
        for name in ["model.onnx", "onnx/model.onnx"] {
            #expect(try withoutWeights([name: [0]])?.contains("only ONNX is there (\(name))") == true)
        }
        #expect(
            try withoutWeights(["adapter_model.safetensors": [0]])?.contains("merge it into its model")
                == true)
        #expect(try withoutWeights(["fp16.safetensors": [0]])?.contains("only fp16.safetensors") == true)
        #expect(try withoutWeights([:])?.contains("no other weights are") == true)
    }

    @Test func filesThatAreSomethingElseAreNamed() throws {
        let contents: [(String, String)] = [
            ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "a pointer of Git LFS"),
            ("<!DOCTYPE html><html>", "a page of HTML or XML"),
            ("\n <html lang=en>", "a page of HTML or XML"),
            ("PK\u{3}\u{4}....", "a zip archive, as PyTorch writes them"), ("GGUF....", "a GGUF file"),
            ("", "is empty; download it again"),
        ]
        for (text, words) in contents {
            for name in ["model.safetensors", "config.json", "vocab.txt"] {
                let refusal = try TinyBERT.refusal { try $0.write(text, to: name) }
                #expect(refusal?.contains(words) == true, "\(name): \(refusal ?? "accepted")")
            }
        }
        let pickle = try withoutWeights(["model.safetensors": [0x80, 2, 0x7D]])
        #expect(pickle?.contains("a pickle of PyTorch") == true)
    }

    /// The tensors in two files, and the index that names them.
    private func shard(_ files: inout TinyBERT.Copy, _ map: (String) -> String = { $0 }) throws {
        let path = files.folder + "/model.safetensors"
        let whole = try Safetensors(try Files.read(path), name: "whole")
        var entries: [String] = []
        for (number, tensors) in [whole.tensors.prefix(9), whole.tensors.dropFirst(9)].enumerated() {
            var (header, data): ([String], [UInt8]) = ([], [])
            for tensor in tensors {
                header.append(
                    "\"\(tensor.name)\":{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":\(tensor.shape),"
                        + "\"data_offsets\":[\(data.count),\(data.count + tensor.bytes.count)]}")
                data += whole.file[tensor.bytes]
                entries.append("\"\(tensor.name)\":\"part\(number).safetensors\"")
            }
            let bytes = safetensors("{" + header.joined(separator: ",") + "}", data)
            try Files.write(bytes, to: "\(files.folder)/part\(number).safetensors")
        }
        let index = "{\"metadata\":{\"total_size\":1},\"weight_map\":{\(entries.joined(separator: ","))}}"
        try files.write(map(index), to: "model.safetensors.index.json")
        try FileManager.default.removeItem(atPath: path)
    }

    @Test func shardsAreReadAsOne() throws {
        let options = ImportOptions(name: "tiny")
        let sharded = try TinyBERT.withChanged {
            try shard(&$0)
        } _: {
            try TinyBERT.imported(options, from: $0)
        }
        #expect(sharded.bytes == (try TinyBERT.imported(options)).bytes)
    }

    @Test func shardsThatAreNotWholeAreNamed() throws {
        let gone = try TinyBERT.refusal { files in
            try shard(&files)
            try FileManager.default.removeItem(atPath: files.folder + "/part1.safetensors")
        }
        #expect(
            gone?.contains("sharded: model.safetensors.index.json names part1.safetensors, which is not")
                == true)
        let moved = try TinyBERT.refusal { files in
            try shard(&files) { $0.replacingOccurrences(of: "part0", with: "part1") }
        }
        #expect(moved?.contains("in part1.safetensors") == true)
        let outside = try TinyBERT.refusal { files in
            try shard(&files) { $0.replacingOccurrences(of: "part0", with: "../part0") }
        }
        #expect(outside?.contains("lies in no file of the folder") == true)
        let empty = try TinyBERT.refusal { files in
            try shard(&files) { _ in "{\"weight_map\":{}}" }
        }
        #expect(empty?.contains("has no weight_map") == true)
    }
}
