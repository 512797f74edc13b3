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
        if scalarKind(of: scalar.value) == .word { return true }
        position &+= max(1, scalar.byteCount)
    }
    return false
}

/// What a scalar is in a text, as folding leaves it.
enum ScalarKind {
    /// A letter, a digit, or an ideograph.
    case word
    /// A punctuation mark.
    case punctuation
    /// A symbol, a blank, or something that folding drops.
    case other
}

/// What a scalar is.
@inline(never)  // Folding is long where it is inlined.
func scalarKind(of scalar: UInt32) -> ScalarKind {
    switch folding(of: scalar) {
    case .keep(let kept): isSymbol(kept) ? .other : .word
    case .alone(let kept): isIdeograph(kept) ? .word : .punctuation
    case .several, .syllable: .word
    case .drop, .dropStarter, .space, .mark: .other
    }
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

private func isIdeograph(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x2_0000...0x3_FFFF: true
    default: false
    }
}
