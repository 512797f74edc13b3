"""Word pieces and syntactic words of a text."""

from __future__ import annotations

import pytest

from pipit.text import features
from pipit.text.letters import has_letter_or_digit
from pipit.text.parts import word_parts
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


@pytest.mark.parametrize(
    ("text", "pieces", "expected"),
    [
        ("(front-lawn), now", "( front - lawn ) , now", "0 (|1 front|2 -|3 lawn|4 )|5 ,|6 now"),
        ("22°C 40%", "22 ##° ##c 40 %", "0 22|1 °|2 C|3 40|4 %"),
        ("7pm", "7pm", "0 7|0 pm"),
        ("a12b3", "a1 ##2b ##3", "0 a|0 12|1 b|2 3"),
        ("kitchen's well", "kitchen ' s well", "0 kitchen|1 '|2 s|3 well"),
        ("at 7:30pm. 1,000.5", "at 7 : 30 ##pm . 1 , 000 . 5", "0 at|1 7:30|4 pm|5 .|6 1,000.5"),
        ("3. 5 3:x", "3 . 5 3 : x", "0 3|1 .|2 5|3 3|4 :|5 x"),
        ("5€ Łódź 東京", "5 ##€ łódź 東 京", "0 5|1 €|2 Łódź|3 東|4 京"),
        ("", "", ""),
    ],
)
def test_word_parts(text, pieces, expected):
    data, at, places = text.encode(), 0, []
    for piece in pieces.split():
        shape = piece.removeprefix("##")
        start = text.lower().index(shape, at)
        at = start + len(shape)
        places.append((len(text[:start].encode()), len(text[:at].encode()), not piece.startswith("##")))
    parts = word_parts(data, places)
    assert "|".join(f"{part.piece} {data[part.start : part.end].decode()}" for part in parts) == expected


def test_bytes_that_the_tokenizer_dropped():
    """Within a piece they are parts as any other; between two pieces no part starts with them."""
    data = "a\u200bb\u0301".encode()
    assert word_parts(data, [(0, 5, True)]) == [(0, 0, 1), (0, 1, 4), (0, 4, 5)]
    assert word_parts(data, [(0, 1, True), (4, 5, False)]) == [(0, 0, 1), (1, 4, 5)]
    assert word_parts(b"ab 1 2", [(0, 2, True), (3, 4, True), (5, 6, True)], 2) == [(0, 0, 2), (1, 3, 4)]


def test_keys_are_those_of_the_formulas():
    """As FeatureHashTests.swift has them."""
    assert [features.key(ord("w"), "light"), features.key(ord("c"), " l")] == [0xADB56F, 0x72525D]


def test_traits_of_parts():
    traits = features.PartTraits.of("CAF\u00c9")
    assert (traits.prefix, traits.suffix) == (0x636166, 0x616665) and traits.word == features.hashed(0x80, b"cafe")
    assert features.PartTraits.of("7").prefix == features.PartTraits.of("7").suffix == 0x37
    assert features.shape(b"ab") == ord("a") and features.shape(b"7:30PM") == features.shape(b"10:1A")
    assert features.PartTraits.of("x" * 99 + "yzw").suffix == 0x787879


def test_features_of_parts():
    traits = [features.PartTraits.of(part) for part in ("turn", "it")]
    plain = features.part_keys(traits, 0, [set(), set()])
    assert len(set(plain)) == 12
    before = features.key(0x82, bytes([1, 0, 0, 0]))
    assert before in plain and features.key(0x85, bytes([2, 0, 0, 0])) in plain
    with_values = features.part_keys(traits, 0, [{3}, {0, 16}])
    assert with_values[:12] == plain
    assert with_values[12:] == [
        features.key(kind, bytes([n, 0, 0, 0])) for kind, n in ((0x8E, 3), (0x8F, 0), (0x8F, 16))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("...", False), ("\u2014 \u20ac %", False), ("\u0301", False), ("\U0001f44d", False), ("\u3001", False)]
    + [(text, True) for text in ("a", "?7", "\u00b5", "\u4e2d", "\ud55c", "\ufb01", "\u0416", "\u00aa")],
)
def test_letters_and_digits(text, expected):
    assert has_letter_or_digit(text) == expected
