// The sections of a head of learnt paths.

extension HeadSections {
    /// Checks the shape of learnt transitions, and that the labels are O and then B-X, I-X for each slot.
    func checkTransitions(_ section: Section, _ record: HeadRecord) throws(ModelError) {
        let maximum = UInt32(FileFormat.maximumPathLabels)
        if record.labels > maximum { throw refuse("labels of paths", maximum, record.labels) }
        let labels = Int(truncatingIfNeeded: record.labels)
        if section.rows != labels &+ 1 || section.columns != labels || section.group != 0 {
            throw refuse("columns of the transitions", record.labels, UInt32(section.columns))
        }
        let lines = TextLines(bytes: try table.require(.headLabels, count).bytes)
        var (number, offset) = (0, 0)
        var beginTag = section.bytes.slice(0, 1)
        var isInOrder = labels & 1 == 1
        while let (text, next) = lines.line(at: offset) {
            let first = text.u8(0)
            if number == 0 {
                isInOrder = isInOrder && first == UInt8(ascii: "O")
            } else if number & 1 == 1 {
                isInOrder = isInOrder && first == UInt8(ascii: "B")
                beginTag = text
            } else {
                isInOrder = isInOrder && first == UInt8(ascii: "I") && text.isSameFromSecond(beginTag)
            }
            offset = next
            number &+= 1
        }
        if !isInOrder { throw refuse("tags O, then B-name and I-name in pairs", 0, record.labels) }
    }

    /// Checks features against the labels of the record.
    func checkFeatures(_ section: Section, _ record: HeadRecord) throws(ModelError) {
        guard let fault = TagFeatures.fault(in: section.bytes, tags: Int(truncatingIfNeeded: record.labels))
        else {
            return
        }
        throw .badSection(
            section.key, problem: fault.problem, needed: fault.needed, available: fault.available)
    }

    /// Checks that the bits of a slot mask are those of whole intents.
    func checkMask(_ section: Section, _ record: HeadRecord) throws(ModelError) {
        let bytes = SlotMask.bytes(tags: Int(truncatingIfNeeded: record.labels))
        if bytes == 0 || section.columns % bytes != 0 {
            throw refuse("bytes of an intent's slots", UInt32(bytes), UInt32(section.columns))
        }
    }
}

extension ByteView {
    /// Whether the bytes from the second on are those of another view.
    fileprivate func isSameFromSecond(_ other: ByteView) -> Bool {
        sameBytes(slice(1, count &- 1).characters, other.slice(1, other.count &- 1).characters)
    }
}
