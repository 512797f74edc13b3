/// A whole number that grows word by word: "two thousand and five".
///
/// Each word says how small the next one must be to be a part of the same number. The order is that of English, and of
/// languages that say tens before units.
struct SpokenNumber {
    /// What the scales from a thousand on have closed.
    private var closed: Int32 = 0
    private var open: Int32 = 0
    /// What digits have behind their point, or is said behind "point", of `open`.
    var thousandths: Int32 = 0
    /// Only what is below it may follow, and nothing at all behind decimals.
    private var room: Int32 = 1000
    private var lastScale = Int32.max
    private(set) var isEmpty = true
    private(set) var flags: UInt8 = 0

    var value: Int32 { closed &+ open }

    /// Takes the next word, which has one behind it, when it is a part of the number; false when that ends before it.
    mutating func take(_ token: UnsafeMutablePointer<ValueToken>) -> Bool {
        let value = token.pointee.value
        switch token.pointee.letter {
        case WordClass.and.letter:
            // Only between hundreds and what follows them.
            return !isEmpty && room >= 100
                && (token[1].isOf(.small) || token[1].isOf(.ordinal) || token[1].isOf(.second))
        case ValueToken.numberLetter:
            guard isEmpty || room >= 100 && value < room else { return false }
            if isEmpty { flags = token.pointee.flags & ~ValueFlag.isGlued }
            open &+= value
            thousandths = token.pointee.thousandths
            room = 0
        case WordClass.dozen.letter:
            guard open < 100 && lastScale > 0 else { return false }
            open = isEmpty ? value : value &* open
            room = 0
        case WordClass.small.letter, WordClass.ordinal.letter, WordClass.second.letter,
            WordClass.scale.letter:
            guard value < 100 ? add(value) : multiply(value) else { return false }
            if token.pointee.isOf(.ordinal) || token.pointee.isOf(.second) {
                flags |= ValueFlag.isOrdinal
                (room, lastScale) = (0, 0)
            }
        default: return false
        }
        isEmpty = false
        return true
    }

    /// Adds a word below a hundred.
    private mutating func add(_ word: Int32) -> Bool {
        guard word < room && (word > 0 || isEmpty) else { return false }
        if !isEmpty || word >= 10 { flags |= ValueFlag.hasTwoDigits }
        open &+= word
        // After "oh", as after twenty, there may be a five.
        room = word >= 20 || word == 0 ? 10 : 0
        return true
    }

    /// Multiplies by a hundred, or by a thousand and more, which closes what came before.
    @inline(never)
    mutating func multiply(_ scale: Int32) -> Bool {
        if isEmpty { open = 1 }
        let product = UInt64(open.magnitude) &* UInt64(scale.magnitude)
        guard open &+ thousandths > 0 && product < UInt64(SlotValue.limit) && scale < lastScale else {
            return false
        }
        if scale == 100 {
            guard open < 100 && thousandths == 0 else { return false }
            open &*= 100
            room = 100
        } else {
            closed &+= open &* scale &+ thousandths &* (scale / 1000)
            (open, thousandths, room, lastScale) = (0, 0, 1000, scale)
        }
        flags &= ~ValueFlag.hasTwoDigits
        return true
    }

    /// Is 1.
    mutating func one() { open = 1 }

    /// Says that decimals follow, of which no word but a scale is a part.
    mutating func beginDecimals() {
        isEmpty = false
        room = 0
    }
}

extension ValueTokens {
    /// Makes one token of all words and digits of each number; false where one is too great.
    ///
    /// Articles that are no number are left out.
    mutating func joinNumbers(for kind: SlotKind) -> Bool {
        var (kept, position) = (0, 0)
        while position < count {
            let isBehindNumber = kept > 0 && tokens[kept &- 1].isNumber
            let token = tokens + kept
            let end = joinNumber(at: position, isBehindNumber: isBehindNumber, kind, into: token)
            if end == position {
                token.pointee = tokens[position]
                position &+= 1
            } else {
                position = end
            }
            // A sum beyond 32 bits is negative.
            let isGreat = UInt32(bitPattern: token.pointee.value) >= UInt32(SlotValue.limit)
            if token.pointee.isNumber && isGreat { return false }
            if token.pointee.isOf(.article) { continue }
            // It is the unit where it is no ordinal.
            if token.pointee.isOf(.second) {
                (token.pointee.letter, token.pointee.value) = (WordClass.unit.letter, 1)
            }
            kept &+= 1
        }
        shorten(to: kept)
        return true
    }

    /// Reads the number that starts at `start` into `number`, no later token, and returns where it ends; `start` where
    /// there is none.
    private func joinNumber(
        at start: Int, isBehindNumber: Bool, _ kind: SlotKind, into number: UnsafeMutablePointer<ValueToken>
    ) -> Int {
        var next = tokens + start
        var flags: UInt8 = 0
        if next.pointee.isOf(.minus) {
            let isWord = next.pointee.value == 1
            guard isWord || !next.pointee.has(ValueFlag.isGlued) && next[1].has(ValueFlag.isGlued) else {
                return start
            }
            flags = ValueFlag.isNegative
            next += 1
        }
        var spoken = SpokenNumber()
        // 1/2 is a day, where one is expected.
        let mayBePart = kind != .date && kind != .time || !next.pointee.isNumber
        if mayBePart && takePart(&next, &spoken) {
            flags |= ValueFlag.isPart
        } else if next.pointee.isOf(.article) && next[1].isCounted {
            // An hour is one.
            next += 1
            spoken.one()
        } else {
            // A hundred is one, too.
            if next.pointee.isOf(.article) && (next[1].isOf(.scale) || next[1].isOf(.dozen)) { next += 1 }
            while true {
                // "Twenty second" is an ordinal, or a duration; "a second" and "five seconds" are durations.
                if next.pointee.isOf(.second),
                    next.pointee.has(ValueFlag.isPlural)
                        || (spoken.isEmpty ? isBehindNumber : kind == .duration)
                {
                    break
                }
                if !spoken.take(next) { break }
                next += 1
            }
            if next.pointee.isOf(.point) { takeDecimals(&next, &spoken) }
            if spoken.isEmpty { return start }
            flags |= spoken.flags
            if next.pointee.isOf(.suffix) {
                flags |= ValueFlag.isOrdinal
                next += 1
            }
        }
        if flags & (ValueFlag.isOrdinal | ValueFlag.isPart) == 0 {
            // Two and a half, 2½, 2 1/2; two and a half million.
            var after = next
            if next.pointee.isOf(.and) { after += 1 }
            if after > next || flags & ValueFlag.isWritten != 0, takePart(&after, &spoken) {
                next = after
                takeScales(&next, &spoken)
            }
        }
        flags &= ~ValueFlag.isFraction
        if spoken.thousandths > 0 { flags |= ValueFlag.isFraction }
        number.pointee = ValueToken(
            letter: ValueToken.numberLetter, flags: flags, value: spoken.value,
            thousandths: spoken.thousandths)
        return next - tokens
    }

    /// Reads what follows "point", digit by digit, and scales behind it.
    private func takeDecimals(
        _ position: inout UnsafeMutablePointer<ValueToken>, _ spoken: inout SpokenNumber
    ) {
        var next = position + 1
        var unit: Int32 = 100
        while next.pointee.isNumber || next.pointee.isOf(.small), next.pointee.value < 100 {
            let value = next.pointee.value
            if value >= 10 {
                spoken.thousandths &+= value / 10 &* unit
                unit /= 10
            }
            // The zero of twenty is no digit, that of ten is.
            if value < 20 || value % 10 > 0 {
                spoken.thousandths &+= value % 10 &* unit
                unit /= 10
            }
            next += 1
        }
        if next == position + 1 { return }
        spoken.beginDecimals()
        takeScales(&next, &spoken)
        position = next
    }

    private func takeScales(_ next: inout UnsafeMutablePointer<ValueToken>, _ spoken: inout SpokenNumber) {
        while next.pointee.isOf(.scale) && spoken.multiply(next.pointee.value) { next += 1 }
    }

    /// Adds the part of one that starts at `position`: half, a half, three quarters, two thirds, 1/2; false without one.
    @inline(never)
    private func takePart(_ position: inout UnsafeMutablePointer<ValueToken>, _ spoken: inout SpokenNumber)
        -> Bool
    {
        let first = position
        var last = first
        var part: Int32 = 0
        var count: Int32 = 1
        if first.pointee.isNumber {
            last += 2
            if first[1].isOf(.slash) && first[1].flags & last.pointee.flags & ValueFlag.isGlued != 0,
                last.pointee.isNumber && last.pointee.value <= 16 && !first[3].isOf(.slash),
                first.pointee.thousandths | last.pointee.thousandths == 0
            {
                count = first.pointee.value
                part = -1
            }
        } else {
            if first.pointee.isOf(.article) || first.pointee.isOf(.small) {
                if first.pointee.isOf(.small) { count = first.pointee.value }
                last += 1
            }
            if last.pointee.isOf(.part) { part = count &* last.pointee.value }
            if last > first && last.pointee.isOf(.ordinal) && last.pointee.value > 2,
                count == 1 && last.pointee.value < 100 || last.pointee.has(ValueFlag.isPlural)
            {
                part = -1
            }
        }
        if part < 0 && count < last.pointee.value { part = (count &* 2000 / last.pointee.value &+ 1) / 2 }
        if part <= 0 || part &+ spoken.thousandths >= 1000 { return false }
        spoken.thousandths &+= part
        position = last + 1
        return true
    }
}

extension ValueToken {
    /// Whether "a" before it is a number.
    fileprivate var isCounted: Bool {
        isOf(.unit) || isOf(.second) || isOf(.currency) || isOf(.cent) || isOf(.percent) || isOf(.degree)
            || isOf(.power)
    }
}
