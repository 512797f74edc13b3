import Foundation
import Testing

@testable import forge

@Suite struct ELFFileTests {
    @Test func readsTheProgramThatRunsThis() throws {
        let bytes = try Files.read("/proc/self/exe")
        let program = try ELFFile(bytes, name: "this")
        #expect(program.fileBytes == bytes.count)
        #expect(program.segments.contains { $0.isLoaded && $0.flags & 1 != 0 })
        let text = try #require(program.sections.first { $0.name == ".text" })
        #expect(text.isExecutable && text.isAllocated && !text.isWritable && text.size > 0)
        let zeros = try #require(program.sections.first { $0.name == ".bss" })
        #expect(zeros.isZeroFilled && zeros.isWritable)
    }

    /// A 32-bit ARM program of two sections and two symbols, put together by hand.
    static func tinyProgram(model: [UInt8]) -> [UInt8] {
        let names = Array("\0.text\0.rodata\0.bss\0.symtab\0.strtab\0".utf8)
        let symbolNames = Array("\0pipit_embedded_model\0pipit_arena\0".utf8)
        var file = [UInt8](repeating: 0, count: 52)
        func little(_ value: Int, _ width: Int) -> [UInt8] {
            (0..<width).map { UInt8(value >> (8 * $0) & 255) }
        }
        func place(_ bytes: [UInt8]) -> Int {
            defer { file += bytes }
            return file.count
        }
        let text = place([1, 2, 3, 4, 5, 6, 7, 8])
        let constants = place([9, 9, 9, 9] + model)
        let symbols = place(
            [UInt8](repeating: 0, count: 16)
                + little(1, 4) + little(0x2004, 4) + little(model.count, 4) + [0x11, 0, 2, 0]
                + little(22, 4) + little(0x9000, 4) + little(600, 4) + [0x11, 0, 3, 0])
        let symbolText = place(symbolNames)
        let nameText = place(names)
        func header(_ name: String, _ type: Int, _ flags: Int, _ address: Int, _ offset: Int, _ size: Int)
            -> [UInt8]
        {
            let text = Array(name.utf8) + [0]
            let at = names.indices.first { Array(names[$0...].prefix(text.count)) == text } ?? 0
            return [at, type, flags, address, offset, size, 0, 0, 0, 0].flatMap { little($0, 4) }
        }
        let segment = place([1, 0x40, 0x1000, 0x1000, 8, 9, 5, 4].flatMap { little($0, 4) })
        let headers = place(
            [UInt8](repeating: 0, count: 40) + header(".text", 1, 6, 0x1000, text, 8)
                + header(".rodata", 1, 2, 0x2000, constants, 4 + model.count)
                + header(".bss", 8, 3, 0x9000, 0, 700) + header(".symtab", 2, 0, 0, symbols, 48)
                + header(".strtab", 3, 0, 0, symbolText, symbolNames.count)
                + header("", 3, 0, 0, nameText, names.count))
        file.replaceSubrange(0..<8, with: [0x7F, 0x45, 0x4C, 0x46, 1, 1, 1, 0])
        file.replaceSubrange(16..<20, with: little(2, 2) + little(40, 2))
        file.replaceSubrange(28..<32, with: little(segment, 4))
        file.replaceSubrange(42..<46, with: little(32, 2) + little(1, 2))
        file.replaceSubrange(32..<36, with: little(headers, 4))
        file.replaceSubrange(46..<52, with: little(40, 2) + little(7, 2) + little(6, 2))
        return file
    }

    static let tinyModel: [UInt8] =
        [0x50, 0x49, 0x50, 0x49, 0x54, 0x0D, 0x0A, 0x1A, 1, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

    @Test func readsThirtyTwoBits() throws {
        let program = try ELFFile(Self.tinyProgram(model: Self.tinyModel), name: "tiny")
        #expect(program.machine == 40)
        #expect(program.sections.map(\.name) == ["", ".text", ".rodata", ".bss", ".symtab", ".strtab", ""])
        #expect(
            program.symbol("pipit_arena") == ELFFile.Symbol(name: "pipit_arena", address: 0x9000, size: 600))
        #expect(program.symbol("malloc") == nil)
        #expect(
            program.segments == [
                ELFFile.Segment(type: 1, flags: 5, address: 0x1000, fileSize: 8, memorySize: 9)
            ])
    }

    @Test func countsCodeConstantsDataModelAndArena() throws {
        let image = try ProgramImage(Self.tinyProgram(model: Self.tinyModel), name: "tiny")
        #expect(image.textBytes == 8 && image.constantBytes == 4)
        #expect(image.dataBytes == 100 && image.arenaBytes == 600)
        #expect(image.model == Self.tinyModel)
    }

    @Test func everyCutIsRefused() {
        let bytes = Self.tinyProgram(model: Self.tinyModel)
        for count in 0..<bytes.count {
            #expect(throws: Failure.self, "cut at \(count)") {
                _ = try ProgramImage(Array(bytes.prefix(count)), name: "cut")
            }
        }
    }

    @Test func flippedBytesNeverCrash() {
        let bytes = Self.tinyProgram(model: Self.tinyModel)
        for position in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[position] ^= 1 << bit
                _ = try? ProgramImage(damaged, name: "damaged")
            }
        }
    }

    @Test func otherFilesAreRefusedByName() {
        #expect(
            message { _ = try ELFFile(Array("#!/bin/sh".utf8), name: "script") } == "script is no ELF program"
        )
    }
}
