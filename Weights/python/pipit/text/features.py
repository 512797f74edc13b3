"""Lexical features (Sources/PipitCore/Text/FEATURES.md): keys of words and characters of a text, and of parts of words.

keys("turn it off")                       the keys of all features of a text, in its order, repeats included
part_keys(traits, 2, values)              those of part 2, from the traits of all parts of the text
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from tokenizers import normalizers, pre_tokenizers

WORDS, CHARACTERS, ORDER = 1, 2, 3
PART_WORD, PART_WORDS_BEFORE, PART_WORDS_AFTER = 0x80, 0x86, 0x87
PART_WORD_HERE, PART_SHAPE_HERE, PART_VALUE_HERE = 0x83, 0x89, 0x8E  # the kinds beside are those of parts beside
PART_PREFIX, PART_SUFFIX = 0x8B, 0x8C
WORD_BEFORE_TEXT, WORD_BEHIND_TEXT, SHAPE_OUTSIDE = 1, 2, 0
MAXIMUM_SCALARS = 100  # of a word
EDGE = " "
NORMALIZER = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
SPLITTER = pre_tokenizers.BertPreTokenizer()


def hashed(kind: int, data: bytes) -> int:
    """32 bits of FNV-1a of a kind and bytes."""
    state = 0x811C9DC5
    for byte in bytes([kind]) + data:
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    return state


def key(kind: int, data: str | bytes) -> int:
    """24 bits of the hash of a kind and bytes, or the UTF-8 of a text."""
    state = hashed(kind, data.encode() if isinstance(data, str) else data)
    state ^= state >> 16
    state = state * 0x85EBCA6B & 0xFFFFFFFF
    state ^= state >> 13
    state = state * 0xC2B2AE35 & 0xFFFFFFFF
    state ^= state >> 16
    return state >> 8


# Of texts


def words(text: str) -> list[str]:
    """The words of BERT's uncased normalization, each punctuation mark alone; of long ones the first 100 characters."""
    normal = NORMALIZER.normalize_str(text)
    return [word[:MAXIMUM_SCALARS] for word, _ in SPLITTER.pre_tokenize_str(normal)]


def keys(text: str, brief: bool = False, has_order: bool = False) -> list[int]:
    """The keys of the words of a text, of its pairs of words, and of 3 and 4 characters of each word.

    In brief those of single words and of 4 characters alone. `has_order`: those of three words in a row as well, with
    empty words around the text, and of the first two.
    """
    found = []
    lengths = (4,) if brief else (3, 4)
    all_words = ["", *words(text)]
    for index, word in enumerate(all_words[1:], start=1):
        if index > 1 and not brief:
            found.append(key(WORDS, all_words[index - 1] + EDGE + word))
        found.append(key(WORDS, word))
        if has_order:
            found.append(key(ORDER, EDGE.join(all_words[max(index - 2, 0) : index + 1])))
        padded = EDGE + word + EDGE
        for start in range(len(padded)):
            counts = [n for n in lengths if start + n <= len(padded)]
            found += [key(CHARACTERS, padded[start : start + n]) for n in counts]
    if has_order and len(all_words) > 1:
        found.append(key(ORDER, EDGE.join([*all_words[-2:], ""])))
    return found


# Of parts of words


@dataclass(frozen=True)
class PartTraits:
    """What the features of a part are made of."""

    word: int
    shape: int
    prefix: int
    suffix: int

    @classmethod
    def of(cls, part: str) -> PartTraits:
        """The traits of the part that has this text."""
        folded = "".join(words(part)).encode()
        prefix, suffix = (int.from_bytes(end, "big") for end in (folded[:3], folded[-3:]))
        return cls(hashed(PART_WORD, folded), shape(part.encode()), prefix, suffix)


def shape(part: bytes) -> int:
    """One number for the classes of bytes, those in a row once."""
    found, previous = 0, None
    for byte in part:
        letter = chr(byte)
        if byte >= 0x80 or letter.isalpha():
            letter = "A" if letter.isupper() and byte < 0x80 else "a"
        elif letter.isdigit():
            letter = "0"
        if letter != previous:
            found = found * 31 + ord(letter) & 0xFFFFFFFF
        previous = letter
    return found


def part_keys(traits: list[PartTraits], index: int, values: list[set[int]]) -> list[int]:
    """The keys of a part's features; `values` are what each part may be, empty where no head of values was asked."""
    count = len(traits)

    def word(at: int) -> int:
        if at < 0:
            return WORD_BEFORE_TEXT
        return traits[at].word if at < count else WORD_BEHIND_TEXT

    def number_key(kind: int, *numbers: int) -> int:
        return key(kind, struct.pack(f"<{len(numbers)}I", *numbers))

    here, beside = traits[index], range(index - 1, index + 2)
    found = [number_key(PART_WORD_HERE + at - index, word(at)) for at in range(index - 2, index + 3)]
    found.append(number_key(PART_WORDS_BEFORE, word(index - 1), here.word))
    found.append(number_key(PART_WORDS_AFTER, here.word, word(index + 1)))
    for at in beside:
        outside = not 0 <= at < count
        found.append(number_key(PART_SHAPE_HERE + at - index, SHAPE_OUTSIDE if outside else traits[at].shape))
    found += [number_key(PART_PREFIX, here.prefix), number_key(PART_SUFFIX, here.suffix)]
    for at in beside:
        if 0 <= at < count:
            found += [number_key(PART_VALUE_HERE + at - index, value) for value in sorted(values[at])]
    return found
