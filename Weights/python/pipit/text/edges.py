"""Punctuation around slots and entities, no part of their values (Sources/PipitCore/Engine/SpanEdges.swift)."""

from __future__ import annotations

import unicodedata

SIGNS = "#$%&*+-/=@\\^_|~"
OTHERS = [*range(0x2010, 0x2016), *range(0x2030, 0x2039), *(ord(sign) + 0xFEE0 for sign in SIGNS)]
PARTS_OF_VALUES = {*SIGNS, *(chr(scalar) for scalar in OTHERS)}
DIGITS = set("0123456789")
PARTNERS = {")": "(", "]": "[", "}": "{"}


def trimmed(data: bytes, start: int, end: int) -> tuple[int, int]:
    """A span of a text, in bytes, without the punctuation at its ends; empty where it is nothing else."""
    text = data[start:end].decode()
    first, last = 0, len(text)
    while first < last and is_edge(text[first]) and not (text[first] == "." and text[first + 1 : last][:1] in DIGITS):
        first += 1
    while first < last and is_edge(text[last - 1]) and not is_part(text[first:last]):
        last -= 1
    return start + len(text[:first].encode()), start + len(text[:last].encode())


def is_edge(character: str) -> bool:
    """Whether a character is punctuation that may stand around a value."""
    is_punctuation = character.isascii() and character.isprintable() and not character.isalnum() and character != " "
    return character not in PARTS_OF_VALUES and (is_punctuation or unicodedata.category(character)[0] == "P")


def is_part(text: str) -> bool:
    """Whether the last character belongs to what stands before it: a bracket, the last point of "p.m."."""
    if text[-1] == ".":
        return len(text) >= 4 and text[-3] == "." and text[-2] != "."
    return text[-1] in PARTNERS and PARTNERS[text[-1]] in text[:-1]
