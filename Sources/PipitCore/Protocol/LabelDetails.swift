/// What stands behind the name of a label: `HassTurnOn domain=cover verb=open` has two details.
///
/// A detail is a blank, a key of lower-case letters and `_`, `=`, and a value without blanks and `=`. Details stand at the
/// end; a label whose end is none has no details, whatever stands before.
package struct LabelDetails {
    /// How many a label may have; with more it has none.
    static var maximum: Int { 4 }
    /// Bytes that a detail takes more in a reply than in the label.
    static var marksBytes: Int { 6 }

    private let label: Bytes
    private var position: Int

    /// The details that start at `position`, where the name of `label` ends.
    init(_ label: Bytes, from position: Int) {
        self.label = label
        self.position = position
    }

    /// A label without its details.
    @inline(never)
    package static func name(of label: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var (end, found) = (label.count, 0)
        var index = label.count
        var isValue = true
        while index > 1 {
            index &-= 1
            let byte = label[index]
            if byte == UInt8(ascii: " ") {
                // A blank before a key; any other one ends the details.
                if isValue || label[index &+ 1] == UInt8(ascii: "=") { break }
                (end, isValue, found) = (index, true, found &+ 1)
            } else if isValue {
                if byte == UInt8(ascii: "=") { isValue = false }
            } else if byte != UInt8(ascii: "_") && (byte < UInt8(ascii: "a") || byte > UInt8(ascii: "z")) {
                break
            }
        }
        return found > maximum ? label : Bytes(rebasing: label[..<end])
    }

    /// The next detail; nil behind the last.
    mutating func next() -> (key: Bytes, value: Bytes)? {
        if position == label.count { return nil }
        let start = position &+ 1
        var sign = start
        while label[sign] != UInt8(ascii: "=") { sign &+= 1 }
        var end = sign &+ 1
        while end < label.count && label[end] != UInt8(ascii: " ") { end &+= 1 }
        position = end
        return (Bytes(rebasing: label[start..<sign]), Bytes(rebasing: label[(sign &+ 1)..<end]))
    }
}
