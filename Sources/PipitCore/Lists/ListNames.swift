/// The normal form of names, for those who make lists of a model.
package enum ListNames {
    /// Gives `body` the letters of a name, whose bytes are valid for the call.
    ///
    /// - Returns: false without calling it where no text can have such a name: it has no letter or digit, or a word that is
    ///   too long.
    package static func withForm(
        of name: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) -> Bool {
        withUnsafeTemporaryAllocation(of: ListWord.self, capacity: ListMemory.wordCount) { words in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ListMemory.letterCount) { letters in
                guard let words = words.baseAddress, let letters = letters.baseAddress else { return false }
                let form = ListText(name, in: ListMemory(words: words, letters: letters)).letters
                guard hasLetterOrDigit(name), form.count > 0, isValidUTF8(form) else { return false }
                body(form)
                return true
            }
        }
    }
}
