import PipitKernels

/// What BERT's uncased normalization makes of one scalar, and how the word splitter treats the result.
///
/// Normalization means here: control characters dropped, white space made one kind, canonical decomposition,
/// non-spacing marks dropped, lower case.
enum Folding {
    /// Leaves nothing.
    case drop
    /// Leaves nothing, yet canonical ordering moves no mark across its place.
    case dropStarter
    /// Ends a word.
    case space
    /// Becomes this scalar, part of a word.
    case keep(UInt32)
    /// Becomes this scalar, a word of its own.
    case alone(UInt32)
    /// Stays; canonical ordering moves it before marks of a higher order, 1 … 255.
    case mark(UInt32, order: Int)
    /// Becomes several scalars, to be read with `expandedScalar`; `plane` is the upper part of their values.
    case several(expansion: Int, plane: UInt32)
    /// Becomes the jamo of the Hangul syllable of this index, counted from U+AC00.
    case syllable(UInt32)
}

/// Looks up what becomes of `scalar`.
@inline(never)  // Copied into its three callers it takes 1 kB.
func folding(of scalar: UInt32) -> Folding {
    if scalar < 0x80 { return asciiFolding(of: scalar) }
    if scalar > 0x10_FFFF { return .drop }
    let run = unicodeRun(of: scalar)
    let payload = Int(run.rule & 0x1FFF)
    switch Int(run.rule >> 13) {
    case PIPIT_UNICODE_SHIFT:
        let low = UInt16(truncatingIfNeeded: scalar) &+ pipit_unicode_shift(payload)
        return result(scalar & 0x1F_0000 | UInt32(low))
    case PIPIT_UNICODE_PAIRS: return .keep(Int(scalar & 1) == payload ? scalar &+ 1 : scalar)
    case PIPIT_UNICODE_CELLS:
        let distance = Int(UInt16(truncatingIfNeeded: scalar) &- run.first)
        return cellFolding(pipit_unicode_cell(payload &+ distance), of: scalar)
    case PIPIT_UNICODE_MARK: return .mark(scalar, order: payload)
    default: return plainFolding(payload, of: scalar)
    }
}

/// The scalar at `index` of an expansion; nil behind its last.
func expandedScalar(_ expansion: Int, plane: UInt32, index: Int) -> UInt32? {
    if index >= Int(pipit_unicode_expansion(expansion)) { return nil }
    return plane << 16 | UInt32(pipit_unicode_expansion(expansion &+ 1 &+ index))
}

/// A letter of ASCII in lower case, a digit as it is, nil for anything else.
func foldedLetterOrDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte | 0x20)
    default: nil
    }
}

private func asciiFolding(of scalar: UInt32) -> Folding {
    if let kept = foldedLetterOrDigit(UInt8(truncatingIfNeeded: scalar)) { return .keep(kept) }
    switch scalar {
    case 0x20, 0x09, 0x0A, 0x0D: return .space
    case 0x00...0x1F, 0x7F: return .drop
    default: return .alone(scalar)
    }
}

private func unicodeRun(of scalar: UInt32) -> pipit_unicode_run {
    let plane = Int(scalar >> 16)
    let low = UInt16(truncatingIfNeeded: scalar)
    // The first run of a plane starts at 0, so it is never above.
    var first = pipit_unicode_first_run(plane)
    var count = pipit_unicode_first_run(plane &+ 1) &- first
    while count > 1 {
        let half = count &>> 1
        if pipit_unicode_run_at(first &+ half).first <= low {
            first &+= half
            count &-= half
        } else {
            count = half
        }
    }
    return pipit_unicode_run_at(first)
}

private func plainFolding(_ rule: Int, of scalar: UInt32) -> Folding {
    switch rule {
    case PIPIT_UNICODE_KEEP: .keep(scalar)
    case PIPIT_UNICODE_ALONE: .alone(scalar)
    case PIPIT_UNICODE_SPACE: .space
    case PIPIT_UNICODE_SYLLABLE: .syllable(scalar &- 0xAC00)
    case PIPIT_UNICODE_DROP_STARTER: .dropStarter
    default: .drop
    }
}

private func cellFolding(_ cell: UInt16, of scalar: UInt32) -> Folding {
    if cell == UInt16(truncatingIfNeeded: scalar) { return .keep(scalar) }
    switch Int(cell) {
    case PIPIT_UNICODE_DROP: return .drop
    case PIPIT_UNICODE_DROP_STARTER: return .dropStarter
    case PIPIT_UNICODE_ASTRAL..<PIPIT_UNICODE_SEVERAL:
        return result(0x2_0000 | UInt32(pipit_unicode_astral_cell(Int(cell) &- PIPIT_UNICODE_ASTRAL)))
    case PIPIT_UNICODE_SEVERAL..<0xE000:
        return .several(expansion: Int(cell) &- PIPIT_UNICODE_SEVERAL, plane: scalar >> 16)
    default: return result(UInt32(cell))
    }
}

/// A scalar that came out of the tables stays: alone where its own run says so, else as a part of a word.
private func result(_ scalar: UInt32) -> Folding {
    if scalar < 0x80 { return asciiFolding(of: scalar) }
    let aloneRule = PIPIT_UNICODE_PLAIN << 13 | PIPIT_UNICODE_ALONE
    return Int(unicodeRun(of: scalar).rule) == aloneRule ? .alone(scalar) : .keep(scalar)
}
