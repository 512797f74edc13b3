"""The vocabulary of a `.pipit` file: order of the ids, front coding, and back (FORMAT.md, "Vocabulary")."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise

from pipit.format.layout import (
    ENTRIES_IN_BLOCK,
    LONG_REST,
    MAXIMUM_ENTRY_BYTES,
    MAXIMUM_SHARED_BYTES,
    VOCABULARY_BYTES,
    VOCABULARY_LAYOUT,
)
from pipit.format.tensors import require


@dataclass
class Vocabulary:
    """Pieces in the order of their ids: specials, then sorted words, then sorted continuations (without `##`)."""

    specials: list[str]
    words: list[str]
    continuations: list[str]

    def __len__(self) -> int:
        return len(self.specials) + len(self.words) + len(self.continuations)

    def pieces(self) -> list[str]:
        """All pieces by id, continuations with their `##`."""
        return self.specials + self.words + ["##" + piece for piece in self.continuations]


def ordered(pieces: list[str], specials: list[str]) -> tuple[Vocabulary, list[int]]:
    """Puts WordPiece `pieces` (in any order, `##` marks a continuation) into the order of the file.

    `specials` are those pieces that come first, in this order. Returns the vocabulary and the permutation:
    the row of the file's tables at id i is `table[permutation[i]]` of the table in the order of `pieces`.
    """
    index = {piece: i for i, piece in enumerate(pieces)}
    require(len(index) == len(pieces), "a piece stands twice in the vocabulary")
    chosen = set(specials)
    words = [p for p in pieces if p not in chosen and not p.startswith("##")]
    continuations = [p[2:] for p in pieces if p not in chosen and p.startswith("##")]
    if "" in continuations:  # A lone "##" is a word of two signs.
        continuations.remove("")
        words.append("##")
    vocabulary = Vocabulary(specials, sorted(words, key=str.encode), sorted(continuations, key=str.encode))
    names = vocabulary.specials + vocabulary.words + ["##" + piece for piece in vocabulary.continuations]
    return vocabulary, [index[name] for name in names]


def pack(vocabulary: Vocabulary) -> bytes:
    """The bytes of the section."""
    groups = [vocabulary.specials, vocabulary.words, vocabulary.continuations]
    entries, blocks = bytearray(), []
    before, count = b"", 0
    for group in groups:
        for position, piece in enumerate(group):
            text = piece.encode()
            require(
                1 <= len(text) <= MAXIMUM_ENTRY_BYTES,
                f"the piece {piece!r} has {len(text)} bytes, 1 to {MAXIMUM_ENTRY_BYTES} are allowed",
            )
            if count % ENTRIES_IN_BLOCK == 0:
                blocks.append(len(entries))
            shares = count % ENTRIES_IN_BLOCK != 0 and position != 0
            shared = min(_common(before, text), MAXIMUM_SHARED_BYTES) if shares else 0
            entries += _counts(shared, len(text) - shared) + text[shared:]
            before, count = text, count + 1
    data = struct.pack(VOCABULARY_LAYOUT, *(len(group) for group in groups), len(entries))
    data += struct.pack(f"<{len(blocks)}I", *blocks) + bytes(entries)
    unpack(data)
    return data


def _counts(shared: int, rest: int) -> bytes:
    return bytes([shared << 4 | rest] if rest < LONG_REST else [shared << 4 | LONG_REST, rest])


def _common(a: bytes, b: bytes) -> int:
    count = 0
    while count < len(a) and count < len(b) and a[count] == b[count]:
        count += 1
    return count


def unpack(data: bytes) -> Vocabulary:
    """Reads a section, checked as FORMAT.md says."""
    require(len(data) >= VOCABULARY_BYTES, f"a vocabulary of {len(data)} bytes")
    *counts, entry_bytes = struct.unpack_from(VOCABULARY_LAYOUT, data)
    total = sum(counts)
    block_count = -(-total // ENTRIES_IN_BLOCK)
    start = VOCABULARY_BYTES + 4 * block_count
    require(len(data) == start + entry_bytes, f"a vocabulary of {len(data)} bytes, {start + entry_bytes} needed")
    blocks = struct.unpack_from(f"<{block_count}I", data, VOCABULARY_BYTES)
    texts = _entries(data[start:], counts, blocks)
    groups = [texts[: counts[0]], texts[counts[0] : counts[0] + counts[1]], texts[counts[0] + counts[1] :]]
    for group in groups[1:]:
        require(all(a < b for a, b in pairwise(group)), "the vocabulary is not sorted")
    return Vocabulary(*([text.decode() for text in group] for group in groups))


def _entries(entries: bytes, counts: list[int], blocks: tuple[int, ...]) -> list[bytes]:
    texts, at, before = [], 0, b""
    firsts = {counts[0], counts[0] + counts[1]}
    for number in range(sum(counts)):
        block, place = divmod(number, ENTRIES_IN_BLOCK)
        if place == 0:
            require(blocks[block] == at, f"block {block} starts at {at}, not {blocks[block]}")
        require(len(entries) - at >= 1, f"entry {number} is cut")
        shared, rest, at = entries[at] >> 4, entries[at] & LONG_REST, at + 1
        if rest == LONG_REST:
            require(len(entries) - at >= 1, f"entry {number} is cut")
            rest, at = entries[at], at + 1
        require(len(entries) - at >= rest, f"entry {number} is cut")
        require(shared <= len(before), f"entry {number} shares {shared} bytes of {len(before)}")
        require(shared == 0 or (place != 0 and number not in firsts), f"entry {number} may share nothing")
        require(1 <= shared + rest <= MAXIMUM_ENTRY_BYTES, f"entry {number} has {shared + rest} bytes")
        before = before[:shared] + entries[at : at + rest]
        texts.append(before)
        at += rest
    require(at == len(entries), f"{len(entries) - at} bytes after the last entry")
    return texts
