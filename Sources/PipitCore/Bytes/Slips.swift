/// Words of fewer letters are never mistyped: too much is a slip away from them.
package let leastSpelledLetters = 3

/// Whether a word is another one typed with one slip.
///
/// A slip exchanges two neighbours; leaves out a letter of five or more, or adds one to five or more; doubles a letter of
/// four or more; or puts one in another's place, of six or more. But for neighbours, neither the first letter nor the last
/// is the slip: endings mean something, and so a "lock" is no "locks".
///
/// - Parameters:
///   - typed: letters, at least `leastSpelledLetters`; of other characters nothing is a slip.
///   - word: `a` to `z`.
/// - Returns: false where both are the same, too.
@inline(never)
package func isSlip(_ typed: UnsafeBufferPointer<UInt8>, of word: UnsafeBufferPointer<UInt8>) -> Bool {
    var first = 0
    while first < typed.count && first < word.count && typed[first] == word[first] { first &+= 1 }
    /// Whether both are the same from these bytes on.
    func agree(_ a: Int, _ b: Int) -> Bool {
        a <= typed.count && b <= word.count
            && sameBytes(
                UnsafeBufferPointer(rebasing: typed[a...]), UnsafeBufferPointer(rebasing: word[b...]))
    }
    if first == typed.count || first == word.count { return false }
    if typed.count == word.count {
        if first &+ 1 < word.count && typed[first] == word[first &+ 1] && typed[first &+ 1] == word[first]
            && agree(first &+ 2, first &+ 2)
        {
            return true
        }
        return word.count >= 6 && first > 0 && first &+ 1 < word.count && isLetter(typed[first])
            && agree(first &+ 1, first &+ 1)
    }
    if first == 0 { return false }
    if typed.count &+ 1 == word.count { return word.count >= 5 && agree(first, first &+ 1) }
    if typed.count != word.count &+ 1 { return false }
    let isDoubled = typed[first] == typed[first &- 1]
    return isLetter(typed[first]) && word.count >= (isDoubled ? 4 : 5) && agree(first &+ 1, first)
}

private func isLetter(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
