/// Cuts a stream of bytes, however it is chunked, into events of the Wyoming protocol.
///
/// An event is a line of JSON, then `data_length` bytes of JSON, then `payload_length` bytes of anything. It is read as it
/// comes, and nothing of it is kept but its type and its `text`; so neither a long header nor a long payload needs room.
///
/// Whatever a header holds, it ends at the next LF, and the bytes that it announces are taken off: so the event behind one
/// that is no JSON, or that nobody knows, is read as if nothing had happened.
struct WyomingReader {
    private let text: UnsafeMutableBufferPointer<UInt8>  // [LineReader.maximumBytes]
    private var part = Part.header
    private var json = JSONScanner()
    private var strings: StringSink
    private var field = Field.other
    private var isInData = false
    private var type = WyomingEvent.Kind.unknown
    private var left: UInt32 = 0  // bytes of the data, then of the payload
    private var payloadBytes: UInt32 = 0
    private var hasBytes = false  // in the header's line
    private var isBroken = false  // no JSON so far

    private enum Part {
        case header, data, payload
    }

    /// A member that matters, and where it stands.
    private enum Field {
        case other, type, data, dataLength, payloadLength, text
    }

    /// A reader that keeps texts in `storage`.
    ///
    /// - Parameter storage: `LineReader.maximumBytes` bytes that nothing else uses.
    init(storage: UnsafeMutableBufferPointer<UInt8>) {
        text = storage
        strings = StringSink(text: storage)
    }

    /// Takes bytes off the front of `chunk` until an event is complete.
    ///
    /// - Parameter chunk: bytes of the stream; what was read is taken off.
    /// - Returns: the event, whose text is valid until the next call; nil when the chunk was used up before its end.
    mutating func next(_ chunk: inout Bytes) -> WyomingEvent? {
        var used = 0
        defer { chunk = Bytes(rebasing: chunk[used...]) }
        while used < chunk.count {
            let byte = chunk[used]
            used &+= 1
            switch part {
            case .header:
                if byte == UInt8(ascii: "\n") {
                    // An empty line is nothing that could be answered.
                    if hasBytes { endHeader() }
                } else {
                    hasBytes = hasBytes || !isBlank(byte)
                    read(byte)
                    continue
                }
            case .data:
                left &-= 1
                read(byte)
                if left == 0 { endData() }
            case .payload:
                // As much as there is: a payload may be long.
                let more = min(Int(clamping: left &- 1), chunk.count &- used)
                used &+= more
                left &-= 1 &+ UInt32(truncatingIfNeeded: more)
            }
            if part == .payload && left == 0 { return end() }
        }
        return nil
    }

    private mutating func endHeader() {
        if !json.isComplete { isBroken = true }
        hasBytes = false
        json = JSONScanner()
        (field, isInData) = (.other, false)
        part = left > 0 ? .data : .payload
        if part == .payload { left = payloadBytes }
    }

    private mutating func endData() {
        if !json.isComplete { isBroken = true }
        part = .payload
        left = payloadBytes
    }

    private mutating func end() -> WyomingEvent {
        let kind = isBroken ? .broken : type
        let event = WyomingEvent(
            kind: kind,
            text: strings.hasText ? Bytes(rebasing: text[..<min(strings.count, text.count)]) : nil,
            isTooLong: strings.hasText && strings.count > text.count)
        self = WyomingReader(storage: text)
        return event
    }

    /// Reads a byte of JSON.
    @inline(never)  // Long, and called in two places.
    private mutating func read(_ byte: UInt8) {
        if isBroken { return }
        let step = json.next(byte, into: &strings)
        // A value by itself is no event.
        if json.depth == 0 && (step == .scalar || step == .stringStart) { isBroken = true }
        switch step {
        case .inside: break
        case .keyStart: strings.beginName()
        case .keyEnd: field = fieldOfName()
        case .stringStart:
            if field == .text { strings.beginText() } else { strings.beginName() }
            if isLength { isBroken = true }
        case .stringEnd:
            if field == .type { type = typeOfName() }
            strings.end()
            field = .other
        case .scalar: addDigit(byte)
        case .open:
            if isLength { isBroken = true }
            isInData = isInData || (field == .data && json.depth == 2)
            field = .other
        case .close: isInData = isInData && json.depth > 1
        case .fault: isBroken = true
        }
    }

    private var isLength: Bool { field == .dataLength || field == .payloadLength }

    /// Which member has the name that was read.
    private func fieldOfName() -> Field {
        let depth = json.depth
        if part == .data || isInData {
            return depth == (part == .data ? 1 : 2) && strings.isNamed("text") ? .text : .other
        }
        if depth != 1 { return .other }
        if strings.isNamed("type") { return .type }
        if strings.isNamed("data") { return .data }
        if strings.isNamed("data_length") { return .dataLength }
        return strings.isNamed("payload_length") ? .payloadLength : .other
    }

    /// Which type the string that was read names.
    private func typeOfName() -> WyomingEvent.Kind {
        if strings.isNamed("describe") { return .describe }
        if strings.isNamed("transcript") || strings.isNamed("recognize") { return .recognize }
        return strings.isNamed("ping") ? .ping : .unknown
    }

    /// Adds a digit to a length; where it is none, or too great, the next event is looked for behind the next LF.
    private mutating func addDigit(_ byte: UInt8) {
        if !isLength { return }
        let digit = UInt32(byte &- UInt8(ascii: "0"))
        var length = field == .dataLength ? left : payloadBytes
        if digit > 9 || length > 99_999_999 {
            // `null` is no length.
            if length == 0 && byte &- UInt8(ascii: "a") < 26 { return }
            (isBroken, left, payloadBytes) = (true, 0, 0)
            return
        }
        length = length &* 10 &+ digit
        if field == .dataLength { left = length } else { payloadBytes = length }
    }
}

/// An event that came in.
struct WyomingEvent {
    let kind: Kind
    /// The text in its data, up to the limit of a line; nil where it has none.
    let text: Bytes?
    /// Whether the text was longer.
    let isTooLong: Bool

    /// What it is.
    enum Kind: UInt8 {
        case describe, recognize, ping
        /// No event of a conversation; the protocol lets such pass.
        case unknown
        /// No JSON, or a length that is none.
        case broken
    }
}

/// Where the strings of an event go: a name or a type into a few bytes, the text into its buffer.
private struct StringSink: ByteSink {
    private let text: UnsafeMutableBufferPointer<UInt8>
    /// No name that matters is longer.
    private var nameStorage = InlineArray<16, UInt8>(repeating: 0)
    private var nameCount = 0
    private var isInText = false
    /// Whether there was a text.
    private(set) var hasText = false
    /// Bytes of the text, of which as many as fit were kept.
    private(set) var count = 0

    init(text: UnsafeMutableBufferPointer<UInt8>) {
        self.text = text
    }

    mutating func beginName() { nameCount = 0 }

    mutating func beginText() {
        (isInText, hasText, count) = (true, true, 0)
    }

    mutating func end() { isInText = false }

    mutating func write(_ byte: UInt8) {
        if isInText {
            if count < text.count { text[count] = byte }
            if count < Int(Int32.max) { count &+= 1 }
        } else if nameCount < nameStorage.count {
            nameStorage[nameCount] = byte
            nameCount &+= 1
        }
    }

    /// Whether these are the first bytes of the name.
    @inline(never)
    func isNamed(_ literal: Literal) -> Bool {
        let bytes = literal.bytes
        if bytes.count != nameCount { return false }
        for index in 0..<nameCount where nameStorage[index] != bytes[index] { return false }
        return true
    }
}
