import Foundation

/// The object on one line of JSON; nil when it is none, or more than one line.
func jsonObject(_ line: [UInt8]) -> [String: Any]? {
    guard line.last == UInt8(ascii: "\n"), line.dropLast().allSatisfy({ $0 >= 0x20 }) else { return nil }
    guard String(validating: line, as: UTF8.self) != nil else { return nil }
    return try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
}
