"""Lexical features of a text (Sources/PipitCore/Text/FEATURES.md): keys of its words and of their characters.

keys("turn it off")     the keys of all features, in the order of the text, repeats included
"""

from __future__ import annotations

from tokenizers import normalizers, pre_tokenizers

WORDS, CHARACTERS = 1, 2
MAXIMUM_SCALARS = 100  # of a word
EDGE = " "
NORMALIZER = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
SPLITTER = pre_tokenizers.BertPreTokenizer()


def key(kind: int, text: str) -> int:
    """24 bits of the hash of a kind and UTF-8 bytes."""
    state = 0x811C9DC5
    for byte in bytes([kind]) + text.encode():
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    state ^= state >> 16
    state = state * 0x85EBCA6B & 0xFFFFFFFF
    state ^= state >> 13
    state = state * 0xC2B2AE35 & 0xFFFFFFFF
    state ^= state >> 16
    return state >> 8


def words(text: str) -> list[str]:
    """The words of BERT's uncased normalization, each punctuation mark alone; of a long one the first 100 characters."""
    normal = NORMALIZER.normalize_str(text)
    return [word[:MAXIMUM_SCALARS] for word, _ in SPLITTER.pre_tokenize_str(normal)]


def keys(text: str, brief: bool = False) -> list[int]:
    """Of all features, or in brief of single words and 4 characters alone."""
    found, previous = [], None
    lengths = (4,) if brief else (3, 4)
    for word in words(text):
        if previous is not None and not brief:
            found.append(key(WORDS, previous + EDGE + word))
        found.append(key(WORDS, word))
        previous = word
        padded = EDGE + word + EDGE
        for start in range(len(padded)):
            counts = [n for n in lengths if start + n <= len(padded)]
            found += [key(CHARACTERS, padded[start : start + n]) for n in counts]
    return found
