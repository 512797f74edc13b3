"""Whether a text says anything at all: the rule of Sources/PipitCore/Text/FEATURES.md."""

from __future__ import annotations

from pipit.text.features import NORMALIZER, SPLITTER
from pipit.text.scalars import is_mark

SYMBOLS = [
    (0x80, 0xBF),
    (0xD7, 0xD7),
    (0xF7, 0xF7),
    (0x2000, 0x2BFF),
    (0x3000, 0x303F),
    (0xE000, 0xF8FF),
    (0xFE00, 0xFE0F),
    (0xFFF0, 0xFFFF),
    (0x1F000, 0x1FAFF),
]
LETTERS_AMONG_SYMBOLS = {0xAA, 0xB5, 0xBA}
IDEOGRAPHS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)]


def has_letter_or_digit(text: str) -> bool:
    """Whether any character that folding leaves is a letter or digit."""
    return any(is_letter_or_digit(character) for character in NORMALIZER.normalize_str(text))


def is_letter_or_digit(character: str) -> bool:
    """Whether a folded character is no white space, no mark, no symbol, and no word of its own unless an ideograph."""
    code = ord(character)
    if _among(code, IDEOGRAPHS):
        return True
    if _among(code, SYMBOLS) and code not in LETTERS_AMONG_SYMBOLS:
        return False
    return len(SPLITTER.pre_tokenize_str(f"a{character}a")) == 1 and not is_mark(character)


def _among(code: int, blocks: list[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in blocks)
