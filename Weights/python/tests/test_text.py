"""Word pieces and syntactic words of a text."""

from __future__ import annotations

import pytest

from pipit.text.syntactic_words import pieces_of, syntactic_words
from pipit.text.tokenizer import bert_tokenizer, is_reordered, word_pieces

PIECES = ["[PAD]", "[UNK]", *"don ' t pay 3 . 5 , a ##b é e 1 000 we ll".split()]
TOKENIZER = bert_tokenizer(PIECES)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't pay 3.5!", ["Don", "'t", "pay", "3.5", "!"]),
        ("1,000, a.5", ["1,000", ",", "a", ".", "5"]),
        ("we'll 'll ab", ["we", "'ll", "'ll", "ab"]),
        ("", []),
    ],
)
def test_syntactic_words(text, words):
    found = syntactic_words(text.encode(), pieces_of(TOKENIZER.encode(text), text))
    assert [text.encode()[start:end].decode() for _, start, end in found] == words


def test_word_pieces_count_bytes():
    """An accent is folded, and its letter has the bytes that it has in the text."""
    number = {piece: i for i, piece in enumerate(PIECES)}
    assert word_pieces(TOKENIZER, "é AB") == [(number["e"], 0, 2, 1), (number["a"], 3, 4, 1), (number["##b"], 4, 5, 0)]


def test_reordered_marks():
    assert is_reordered("a\u0345\u0334") and not is_reordered("a\u0334\u0345")
