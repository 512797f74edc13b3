extension MemoryPlan.Phase {
    /// The name that people read in a printed plan.
    public var name: Literal {
        switch self {
        case .read: "read"
        case .tokenize: "tokenize"
        case .embed: "embed"
        case .convolve: "convolve"
        case .attend: "attend"
        case .feedForward: "feed-forward"
        case .head: "head"
        case .reply: "reply"
        }
    }
}

extension MemoryPlan {
    /// Writes a line for each buffer (offset, bytes, phases, name) and one for the total.
    public func describe(to sink: inout some ByteSink) {
        sink.write("  offset   bytes  needed                   buffer\n")
        for index in 0..<count {
            let entry = self[index]
            if entry.bytes == 0 { continue }
            sink.write(rightAligned: entry.offset, columns: 8)
            sink.write(rightAligned: entry.bytes, columns: 8)
            sink.write("  ")
            var columns = entry.first.name.count
            sink.write(entry.first.name)
            if entry.last != entry.first {
                sink.write(" to ")
                sink.write(entry.last.name)
                columns &+= 4 &+ entry.last.name.count
            }
            sink.write(spaces: 25 &- columns)
            sink.write(entry.name)
            sink.write("\n")
        }
        sink.write(rightAligned: totalBytes, columns: 16)
        sink.write("  bytes in all\n")
    }
}

extension ByteSink {
    fileprivate mutating func write(spaces count: Int) {
        var left = count
        while left > 0 {
            write(UInt8(ascii: " "))
            left &-= 1
        }
    }

    fileprivate mutating func write(rightAligned number: Int, columns: Int) {
        let value = UInt32(truncatingIfNeeded: number)
        var digits = 1
        var rest = value / 10
        while rest > 0 {
            digits &+= 1
            rest /= 10
        }
        write(spaces: columns &- digits)
        write(decimal: value)
    }
}
