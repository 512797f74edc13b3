import Foundation
import Testing

@testable import forge

@Suite struct LabelledFileTests {
    private func table(_ text: String) throws -> LabelledFile {
        try LabelledFile(Array(text.utf8), path: "t.tsv")
    }

    @Test func columnsAreFoundByName() throws {
        let file = try table("text\tlabel\nsay \"hi\"\tgreet\n\tnone\n")
        #expect(file.count == 2)
        #expect(try file.column(["text"]) == ["say \"hi\"", ""])
        #expect(try file.column(["intent", "label"]) == ["greet", "none"])
        #expect(file.has("label") && !file.has("intent"))
    }

    @Test func tokensAreSplitAtSpaces() throws {
        let file = try table("tokens\ttags\nturn it on\tO O O\n")
        #expect(try file.words(["tags"]) == [["O", "O", "O"]])
        #expect(try file.texts() == ["turn it on"])
        // A space and the mark after it are one character to Swift, and two columns' worth of words to the file.
        #expect(try table("tokens\nlove \u{2764} \u{FE0F} it\n").words(["tokens"])[0].count == 4)
    }

    @Test(arguments: [
        "\u{FEFF}text\tlabel\nlamp on\ton\n", "text\tlabel\r\nlamp on\ton\r\n",
        "label\ttext\r\non\tlamp on\r\n",
        "text,label\nlamp on,on\n", "text;label\n\"lamp on\";on\n",
        "\"text\"\t\"label\"\n\"lamp on\"\t\"on\"\n",
        "Text\tLabel\nlamp on\ton\n", "utterance\tintent\nlamp on\ton\n", "text\tlabel\rlamp on\ton\r",
    ])
    func tablesOfSpreadsheetsAreRead(text: String) throws {
        let file = try table(text)
        #expect(try file.texts() == ["lamp on"])
        #expect(try file.column(["label", "intent"]) == ["on"])
    }

    @Test func quotesStayUnlessTheHeaderIsQuoted() throws {
        #expect(try table("text\tlabel\n\"lamp on\"\ton\n").texts() == ["\"lamp on\""])
    }

    @Test func utf16IsRemarkedOn() throws {
        let bytes = "\u{FEFF}text\tlabel\nlamp on\ton\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let file = try LabelledFile(bytes, path: "t.tsv")
        #expect(try file.texts() == ["lamp on"])
        #expect(file.remarks.first?.hasPrefix("t.tsv is UTF-16") == true)
    }

    @Test func theLastLineNeedsNoEnd() throws {
        #expect(try table("text\na\nb").count == 2)
        #expect(try table("text\na\n\n").count == 2)
    }

    @Test func badTablesAreNamed() {
        #expect(message { _ = try table("") }?.contains("t.tsv is empty") == true)
        #expect(
            message { _ = try table("a\tb\n1\n") } == "t.tsv, line 2: 1 columns, but the header names 2")
        #expect(
            message { _ = try table("a\tb\n1\t2\n").column(["text", "tokens"]) }
                == "t.tsv has no column text or tokens; it has: a, b")
    }

    @Test func packedFilesAreUnpacked() throws {
        guard (try? Tool.find("xz")) != nil else { return }
        try inTemporaryFolder { folder in
            _ = try shell("printf 'text\\tlabel\\na\\tb\\n' | xz >\(folder)/t.tsv.xz")
            #expect(try LabelledFile(path: folder + "/t.tsv.xz").column(["label"]) == ["b"])
            try Files.write([1, 2, 3], to: folder + "/bad.tsv.xz")
            #expect(throws: Failure.self) { try LabelledFile(path: folder + "/bad.tsv.xz") }
        }
    }

    @Test func aMissingUnpackerIsNamed() {
        let complaint = message { _ = try LabelledFile.unpacker(for: "t.tsv.xz", searchPath: "/nowhere") }
        #expect(complaint?.hasPrefix("t.tsv.xz is packed, and the program xz is missing: ") == true)
    }

    @Test func textsHaveOneColumn() throws {
        let file = try LabelledFile(Array("a\tb c\n\nd\n".utf8), path: "t.txt")
        #expect(try file.column([LabelledFile.lineColumn]) == ["a\tb c", "d"])
        #expect(
            message { _ = try file.column(["text"]) } == "t.txt has no column text; it has: line")
    }
}
