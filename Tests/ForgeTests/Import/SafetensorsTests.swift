import Testing

@testable import forge

@Suite struct SafetensorsTests {
    private static let good =
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
        + #""b":{"dtype":"BF16","shape":[1,2],"data_offsets":[8,12]}}"#
    private static let data = [UInt8](repeating: 0, count: 4) + [0, 0, 128, 63] + [0, 64, 64, 192]

    private func refusal(_ header: String, _ data: [UInt8] = SafetensorsTests.data) -> String? {
        message { _ = try Safetensors(safetensors(header, data), name: "F") }
    }

    /// The good header with one text in the place of another.
    private func refusal(_ old: String, _ new: String) -> String? {
        #expect(SafetensorsTests.good.contains(old))
        return refusal(SafetensorsTests.good.replacing(old, with: new))
    }

    @Test func tensorsAreReadByName() throws {
        let header = #"{"__metadata__":{"format":"pt"},"# + Self.good.dropFirst() + "   "
        let file = try Safetensors(safetensors(header, Self.data), name: "F")
        #expect(file.metadata == ["format": "pt"])
        #expect(file.tensors.map(\.name) == ["a", "b"])
        let (a, b) = (try #require(file["a"]), try #require(file["b"]))
        #expect(try file.floats(of: a) == [0, 1])
        #expect(b.shape == [1, 2])
        #expect(try file.floats(of: b) == [2, -3])
        #expect(file["c"] == nil)
    }

    /// Where an entry stands in the header says nothing about where its bytes lie.
    @Test func entriesMayComeInAnyOrder() throws {
        let header =
            #"{"b":{"data_offsets":[8,12],"dtype":"F16","shape":[2]},"#
            + #""a":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}"#
        let file = try Safetensors(safetensors(header, Self.data), name: "F")
        #expect(file.tensors.map(\.name) == ["a", "b"])
        let scalar = try #require(file["a"])
        #expect(
            message { _ = try file.floats(of: scalar) }
                == "F: tensor \"a\" is I64; F32, F16 or BF16 is needed")
    }

    @Test func everyCutIsRefused() {
        let whole = safetensors(Self.good, Self.data)
        for count in 0..<whole.count {
            #expect(throws: Failure.self) { try Safetensors(Array(whole[..<count]), name: "F") }
        }
        #expect(
            message { _ = try Safetensors(whole + [0], name: "F") }
                == "F: 1 bytes behind \"b\" that belong to no tensor")
    }

    /// Whatever a bit does: the file is refused, or all tensors still lie inside it.
    @Test func flippedBitsNeverLeadOutside() {
        let whole = safetensors(Self.good, Self.data)
        for bit in 0..<8 * (whole.count - Self.data.count) {
            var file = whole
            file[bit / 8] ^= 1 << (bit % 8)
            guard let read = try? Safetensors(file, name: "F") else { continue }
            for tensor in read.tensors { #expect((try? read.floats(of: tensor))?.count ?? 2 <= 2) }
        }
    }

    @Test func lyingLengthsAreRefused() {
        var file = safetensors(Self.good, Self.data)
        file[4] = 1
        #expect(
            message { _ = try Safetensors(file, name: "F") }?.contains("at most 100000000 are allowed")
                == true)
        file[4] = 0
        file[1] = 1
        #expect(message { _ = try Safetensors(file, name: "F") }?.contains("cut off: a header of") == true)
        file = [UInt8](repeating: 255, count: 8) + file
        #expect(
            message { _ = try Safetensors(file, name: "F") }?.contains(
                "a header of 18446744073709551615 bytes") == true)
    }

    @Test func headersThatAreNoObjectAreRefused() {
        #expect(refusal(" " + Self.good)?.contains("does not start with \"{\"") == true)
        #expect(refusal("", Self.data)?.contains("does not start with \"{\"") == true)
        #expect(refusal(Self.good + "x")?.contains("more than one value") == true)
        #expect(refusal(String(Self.good.dropLast()))?.contains("the text ends") == true)
        #expect(refusal(#"{"a":7}"#)?.contains("tensor \"a\": its entry is no JSON object") == true)
        #expect(refusal(#"{"__metadata__":{"a":1}}"#, [])?.contains("\"a\" is no string") == true)
    }

    @Test func offsetsMustLieSideBySide() {
        #expect(refusal("[8,12]", "[4,8]") == "F: tensor \"b\" overlaps \"a\" by 4 bytes")
        #expect(refusal("[0,8]", "[4,12]") == "F: a hole of 4 bytes between the header and \"a\"")
        #expect(
            refusal("[8,12]", "[8,16]")?.contains(
                "\"b\": cut off: it ends at byte 16 of the data, which has 12") == true)
        #expect(refusal("[8,12]", "[12,8]")?.contains("\"b\": it ends at 8, before its start at 12") == true)
        #expect(refusal("[8,12]", "[-4,0]")?.contains("\"b\": no data_offsets") == true)
        #expect(refusal("[8,12]", "[8]")?.contains("\"b\": no data_offsets") == true)
        #expect(refusal("[8,12]", "[8,1.2e1]")?.contains("\"b\": no data_offsets") == true)
        let swapped = Self.good.replacing("[0,8]", with: "[X]").replacing("[8,12]", with: "[0,8]").replacing(
            "[X]", with: "[8,12]")
        #expect(
            refusal(swapped)?.contains("tensor \"a\": F32 [2] needs 8 bytes, data_offsets give 4") == true)
    }

    @Test func shapesMustFitTheirBytes() {
        #expect(
            refusal("[1,2]", "[1,3]")?.contains("\"b\": BF16 [1, 3] needs 6 bytes, data_offsets give 4")
                == true)
        #expect(refusal("[1,2]", "[4611686018427387904,4]")?.contains("\"b\": the shape") == true)
        #expect(refusal("[1,2]", "[-1,-2]")?.contains("\"b\": no shape") == true)
        #expect(refusal("\"BF16\"", "\"F32\"")?.contains("\"b\": F32 [1, 2] needs 8 bytes") == true)
        #expect(refusal("\"BF16\"", "\"F4\"")?.contains("\"b\": the unknown dtype \"F4\"") == true)
        #expect(refusal("\"BF16\"", "7")?.contains("\"b\": no dtype") == true)
        #expect(
            refusal("\"dtype\":\"BF16\"", "\"type\":\"BF16\"")?.contains("\"b\": an unknown field \"type\"")
                == true)
    }

    @Test func nothingStandsTwice() {
        #expect(refusal("\"b\"", "\"a\"")?.contains("the key \"a\" a second time") == true)
        #expect(refusal("\"b\"", "\"\\u0061\"")?.contains("the key \"a\" a second time") == true)
        #expect(
            refusal("\"dtype\":\"BF16\"", "\"dtype\":\"F32\",\"dtype\":\"BF16\"")?.contains(
                "\"dtype\" a second time") == true)
    }

    @Test func numbersThatAreNotFiniteAreRefused() throws {
        let file = try Safetensors(safetensors(Self.good, [0, 0, 128, 127] + Self.data[4...]), name: "F")
        let tensor = try #require(file["a"])
        #expect(message { _ = try file.floats(of: tensor) } == "F: tensor \"a\": value 0 is not finite")
    }

    @Test func halvesAreExact() {
        let values: [(UInt16, Float)] = [
            (0, 0), (0x8000, -0.0), (1, 0x1p-24), (0x83FF, -0x3FFp-24), (0x0400, 0x1p-14), (0x3C00, 1),
            (0xC100, -2.5),
            (0x7BFF, 65504), (0x7C00, .infinity), (0xFC00, -.infinity),
        ]
        for (bits, value) in values { #expect(HalfFloat.float(bits).bitPattern == value.bitPattern) }
        #expect(HalfFloat.float(0x7C01).isNaN)
    }
}
