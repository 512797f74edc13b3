"""The parts of words that tags with learnt paths belong to: the rule of Sources/PipitCore/Text/WordParts.swift.

pieces = pieces_of(encoding, text)[:fitting]     (start, end, starts_word) of each, in bytes, without special tokens
parts = word_parts(text.encode(), pieces)        (piece, start, end) of each, in bytes
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

MARKS = "\u0080-\u00bf\u2000-\u2fff"  # beyond ASCII
LETTERS = re.compile(f"(?:[A-Za-z]|(?![{MARKS}])[^\\x00-\\x7f])+")
DIGITS = re.compile("[0-9]+")
MORE_DIGITS = re.compile(rb"(?:[.,:][0-9]+)+")


class Part(NamedTuple):
    """A part: the piece that its first byte belongs to, and its bytes in the text."""

    piece: int
    start: int
    end: int


def word_parts(text: bytes, pieces: list[tuple[int, int, bool]], longest: int | None = None) -> list[Part]:
    """The parts of all words that the pieces belong to, the first `longest` of them."""
    found: list[Part] = []
    for word in _words(pieces):
        _add_parts(found, text, pieces, word)
    return found[:longest]


def _words(pieces: list[tuple[int, int, bool]]) -> list[range]:
    """The numbers of the pieces of each word."""
    starts = [index for index, (_, _, starts_word) in enumerate(pieces) if starts_word or index == 0]
    return [range(first, behind) for first, behind in pairwise([*starts, len(pieces)])]


def _add_parts(found: list[Part], text: bytes, pieces: list[tuple[int, int, bool]], word: range) -> None:
    word_end = pieces[word[-1]][1]
    for piece in word:
        start, end, _ = pieces[piece]
        start = max(start, found[-1].end if found else 0)
        while start < end:
            part_end = _end(text, start, word_end)
            found.append(Part(piece, start, part_end))
            start = part_end


def _end(text: bytes, start: int, word_end: int) -> int:
    """Where the part that starts at a byte ends; its letters or digits go on as far as its word at most."""
    rest = text[start:word_end].decode()
    if letters := LETTERS.match(rest):
        return start + len(letters[0].encode())
    if digits := DIGITS.match(rest):
        end = start + len(digits[0])
        more = MORE_DIGITS.match(text, end) if end == word_end else None
        return more.end() if more else end
    return start + len(rest[0].encode())
