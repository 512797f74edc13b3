import Foundation
import Testing

@testable import PipitCore

@Suite struct ReplyTests {
    /// The line that `body` writes into a reply of `capacity` bytes.
    func line(capacity: Int = 1 << 16, _ body: (inout Reply) -> Void) -> [UInt8] {
        let storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: capacity)
        defer { storage.deallocate() }
        var reply = Reply(storage: storage)
        body(&reply)
        return [UInt8](reply.finish())
    }

    /// What comes back of `bytes` through a JSON string.
    func roundTrip(_ bytes: [UInt8]) -> String? {
        let line = line { reply in
            reply.beginObject()
            reply.key("s")
            bytes.withUnsafeBufferPointer { reply.string($0) }
            reply.endObject()
        }
        return jsonObject(line)?["s"] as? String
    }

    @Test func setsCommas() {
        let line = line { reply in
            reply.beginObject()
            reply.key("a")
            reply.beginArray()
            reply.string("x")
            reply.null()
            reply.beginObject()
            reply.endObject()
            reply.beginArray()
            reply.endArray()
            reply.endArray()
            reply.truncated(false)
            reply.truncated(true)
            reply.member("c", 7)
            reply.key("d")
            reply.beginString()
            reply.text("x")
            reply.text("y")
            reply.endString()
            reply.member("e", Float(0.5))
            reply.endObject()
        }
        #expect(
            String(decoding: line, as: UTF8.self)
                == #"{"a":["x",null,{},[]],"truncated":true,"c":7,"d":"xy","e":0.5000}"# + "\n")
    }

    @Test func escapesEveryByte() {
        for byte in UInt8.min...UInt8.max {
            let expected = byte < 0x80 ? String(UnicodeScalar(byte)) : "\u{FFFD}"
            #expect(roundTrip([byte]) == expected)
            #expect(roundTrip([97, byte, 98]) == "a" + expected + "b")
        }
    }

    @Test func keepsEveryScalarAsItIs() {
        for value in stride(from: UInt32(0x80), through: 0x10FFFF, by: 257) {
            guard let scalar = UnicodeScalar(value) else { continue }
            #expect(roundTrip([UInt8](String(scalar).utf8)) == String(scalar))
        }
        #expect(
            roundTrip([UInt8]("\u{10FFFF}\u{2028}\u{E9}\u{1F600}".utf8))
                == "\u{10FFFF}\u{2028}\u{E9}\u{1F600}")
    }

    @Test func replacesWhatIsNoUTF8() {
        let bad: [[UInt8]] = [
            [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
            [0xF0, 0x9F, 0x98], [0xFF, 0xFE],
        ]
        for bytes in bad {
            #expect(roundTrip(bytes) == String(repeating: "\u{FFFD}", count: bytes.count))
        }
        #expect(roundTrip([0xE2, 0x82, 0x22]) == "\u{FFFD}\u{FFFD}\"")
    }

    @Test func randomBytesStayValid() {
        var numbers = Dice(2)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...64, using: &numbers)).map { _ in
                UInt8.random(in: 0...255, using: &numbers)
            }
            #expect(roundTrip(bytes) != nil)
        }
    }

    @Test func remembersWhatDidNotFit() {
        for capacity in 1...8 {
            let storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: capacity)
            defer { storage.deallocate() }
            var reply = Reply(storage: storage)
            reply.string("abcd")
            #expect(reply.isOverfull == (capacity < 7))
            #expect(reply.byteCount == 7)
            #expect(reply.finish().count == min(capacity, 7) && reply.finish().last == 10)
            reply.clear()
            #expect(!reply.isOverfull && Array(reply.finish()) == [10])
        }
    }
}
