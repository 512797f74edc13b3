"""The syntactic words that a plain tagging head (`@pos`) tags: the rule of HEADS.md, on the device and in training.

syntactic_words(text, pieces)      pieces: (start, end, starts_word) of each, in bytes of the text's UTF-8
pieces_of(encoding, text)        these, from an encoding of Hugging Face's tokenizers
"""

from __future__ import annotations

from collections import namedtuple

Inner = namedtuple("Inner", "word_ids offsets")  # of an encoding without its special tokens
CLITICS = {b"s", b"t", b"d", b"m", b"re", b"ve", b"ll"}
NUMBER_MARKS = b".,:"


def syntactic_words(text: bytes, pieces: list[tuple[int, int, bool]]) -> list[tuple[int, int, int]]:
    """(first piece, start, end) of each syntactic word."""
    tokens: list[tuple[int, int, int]] = []
    for index, (start, end, starts_word) in enumerate(pieces):
        if tokens and (not starts_word or (start == pieces[index - 1][1] and joins(text, start))):
            tokens[-1] = (*tokens[-1][:2], end)
        else:
            tokens.append((index, start, end))
    return tokens


def joins(text: bytes, at: int) -> bool:
    """Whether what starts at `at` belongs to the token that ends there."""

    def digit(position: int) -> bool:
        return 0 <= position < len(text) and text[position : position + 1].isdigit()

    if text[at] in NUMBER_MARKS:
        return digit(at - 1) and digit(at + 1)
    if digit(at):
        return text[at - 1] in NUMBER_MARKS and digit(at - 2)
    if text[at - 1 : at] != b"'":
        return False
    end = at
    while end < len(text) and text[end : end + 1].isalpha():
        end += 1
    return text[at:end].lower() in CLITICS


def pieces_of(encoding, text: str) -> list[tuple[int, int, bool]]:
    """The pieces of an encoding without special tokens; its offsets count characters of `text`."""
    at = [0]
    for character in text:
        at.append(at[-1] + len(character.encode()))
    words = encoding.word_ids
    starts = [index == 0 or words[index] != words[index - 1] for index in range(len(words))]
    return [(at[a], at[b], first) for (a, b), first in zip(encoding.offsets, starts, strict=True)]
