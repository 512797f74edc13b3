import PipitCore

/// Which names a head may have, so that its request can be asked.
enum HeadNames {
    /// Makes sure that `@name` can be the request of a head.
    ///
    /// - Parameters:
    ///   - name: the name.
    ///   - option: what gives it on the command line, for the message.
    /// - Throws: `Failure` that says what a name may be.
    static func check(_ name: String, option: String) throws {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let others = [UInt8(ascii: "_"), UInt8(ascii: ".")]
        let isSpelled = name.utf8.allSatisfy { letters ~= $0 || digits ~= $0 || others.contains($0) }
        guard isSpelled, 1...HeadField.maximumNameBytes ~= name.utf8.count else {
            throw Failure(
                "\(option) \"\(name.abridged)\": a head's name has 1 to \(HeadField.maximumNameBytes) characters, "
                    + "each a to z, 0 to 9, _ or .")
        }
        guard !Array(name.utf8).withUnsafeBufferPointer({ Session.isOwnRequest($0) }) else {
            throw Failure(
                "\(option) \(name): @\(name) is a request of every model; a head needs another name")
        }
    }
}
