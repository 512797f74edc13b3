import PipitKernels

/// Whether a text has a letter or a digit at all: what has none, such as "...", "???" or a lone emoji, says nothing.
///
/// Scalars count as folding leaves them. Folding knows words and punctuation, not letters, so symbols that it keeps are
/// told by their blocks, as FEATURES.md lists them.
///
/// - Parameter text: UTF-8.
/// - Returns: false also for an empty text.
@inline(never)  // Heads and taught labels need it.
func hasLetterOrDigit(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = text.span
    var position = 0
    while position < bytes.count {
        if foldedLetterOrDigit(bytes[position]) != nil { return true }
        let scalar = decodeScalar(bytes, at: position)
        switch folding(of: scalar.value) {
        case .keep(let kept): if !isSymbol(kept) { return true }
        case .alone(let kept): if isIdeograph(kept) { return true }
        case .several, .syllable: return true
        case .drop, .dropStarter, .space, .mark: break
        }
        position &+= max(1, scalar.byteCount)
    }
    return false
}

/// Whether a scalar that folding keeps lies in a block of symbols.
private func isSymbol(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xAA, 0xB5, 0xBA: false
    case 0x80...0xBF, 0xD7, 0xF7: true
    case 0x2000...0x2BFF, 0x3000...0x303F, 0xE000...0xF8FF, 0xFE00...0xFE0F, 0xFFF0...0xFFFF: true
    case 0x1F000...0x1FAFF: true
    default: false
    }
}

func isIdeograph(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x2_0000...0x3_FFFF: true
    default: false
    }
}
