"""Lines with entities as a head of learnt paths reads them (HEADS.md): parts of words, their features, the encoder's
rows of them, and which tags each may have."""

import bisect
import copy
import functools
import random
import struct
from collections import Counter

import numpy as np

from model.frozen import half_rows
from model.network import SegmentedEncoder
from pipit.text import features
from pipit.text.parts import word_parts
from pipit.text.syntactic_words import pieces_of
from tasks import entities, text
from tasks.entities import Example

LONGEST = 128  # pieces
BATCH = 96
MINIMUM_COUNT = 3
LABELS = ["O"] + [f"{mark}-{kind}" for kind in entities.TYPES for mark in "BI"]


@functools.cache
def number_key(kind: int, *numbers: int) -> int:
    return features.key(kind, struct.pack(f"<{len(numbers)}I", *numbers))


@functools.cache
def traits(part: str) -> features.PartTraits:
    return features.PartTraits.of(part)


def part_keys(found: list[features.PartTraits]) -> list[list[int]]:
    """features.part_keys of all parts of a line; words come again and again."""
    words = [features.WORD_BEFORE_TEXT] * 2 + [t.word for t in found] + [features.WORD_BEHIND_TEXT] * 2
    shapes = [features.SHAPE_OUTSIDE] + [t.shape for t in found] + [features.SHAPE_OUTSIDE]
    keys = []
    for index, own in enumerate(found):
        near = words[index : index + 5]
        row = [number_key(features.PART_WORD_HERE + at - 2, word) for at, word in enumerate(near)]
        row += [number_key(features.PART_WORDS_BEFORE, *near[1:3]), number_key(features.PART_WORDS_AFTER, *near[2:4])]
        row += [
            number_key(features.PART_SHAPE_HERE + at - 1, shape) for at, shape in enumerate(shapes[index : index + 3])
        ]
        row += [number_key(features.PART_PREFIX, own.prefix), number_key(features.PART_SUFFIX, own.suffix)]
        keys.append(row)
    return keys


class Lines:
    """The parts of lines as the head reads them, one line after the other, and which tags they may have. A teacher's
    have no states: it reads the lines itself."""

    def __init__(self, examples: list[Example], encoder: SegmentedEncoder | None = None):
        splitter = text.tokenizer(LONGEST)
        self.keys, self.allowed, self.bounds, self.shares = [], [], [0], []
        self.examples, self.bytes = [], []
        ids, places, self.numbers = [], [], []
        for number, example in enumerate(examples):
            encoding = splitter.encode(example.text)
            marked = text.marked_ids(encoding, example.text)
            pieces = pieces_of(encoding, example.text)[1:-1]
            parts = word_parts(example.text.encode(), pieces)
            allowed = allowed_tags(example, parts) if parts else None
            if allowed is None:
                continue
            raw = example.text.encode()
            self.keys += part_keys([traits(raw[p.start : p.end].decode()) for p in parts])
            self.allowed.append(allowed)
            self.bounds.append(self.bounds[-1] + len(parts))
            self.shares.append(example.share)
            self.examples.append(example)
            self.numbers.append(number)
            self.bytes.append([(p.start, p.end) for p in parts])
            ids.append(marked), places.append([p.piece + 1 for p in parts])
        self.states = half_rows(encoder, ids, places) if encoder else None
        self.answers = None  # a teacher's, model.entities_teacher
        self.allowed, self.shares = np.concatenate(self.allowed), np.array(self.shares, np.float32)
        self.bounds = np.array(self.bounds)

    def __len__(self) -> int:
        return len(self.shares)

    def of_first(self, examples: int) -> "Lines":
        """The lines of the first examples; some examples have none."""
        count = bisect.bisect_left(self.numbers, examples)
        parts = self.bounds[count]
        some = copy.copy(self)
        some.states, some.keys, some.allowed = self.states[:parts], self.keys[:parts], self.allowed[:parts]
        some.bounds, some.shares = self.bounds[: count + 1], self.shares[:count]
        some.examples, some.bytes, some.numbers = self.examples[:count], self.bytes[:count], self.numbers[:count]
        some.answers = self.answers and tuple(answer[:parts] for answer in self.answers)
        return some

    def frequent_keys(self) -> np.ndarray:
        """The keys of features that come more than once or twice, rising."""
        counts = Counter(key for row in self.keys for key in row)
        return np.array(sorted(key for key, count in counts.items() if count >= MINIMUM_COUNT))

    def parts_of(self, batch) -> np.ndarray:
        """The parts of some lines, one line after the other."""
        return np.concatenate([np.arange(self.bounds[i], self.bounds[i + 1]) for i in batch])

    def like_long(self, draw: random.Random) -> list[list[int]]:
        """All lines in batches of about the same length, in any order."""
        counts = np.diff(self.bounds)
        order = sorted(range(len(self)), key=lambda i: counts[i] + 4 * draw.random())
        batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
        draw.shuffle(batches)
        return batches


def allowed_tags(example: Example, parts) -> np.ndarray | None:
    """Which tags each part may have `[parts, labels]`; none where a span does not end with a part."""
    allowed = np.zeros((len(parts), len(LABELS)), bool)
    allowed[:, 0] = True
    for kind in example.hidden:
        number = 1 + 2 * entities.TYPES.index(kind)
        allowed[:, number : number + 2] = True
    starts, ends = {p.start: i for i, p in enumerate(parts)}, {p.end: i for i, p in enumerate(parts)}
    last = parts[-1].end
    for start, end, kind in example.spans:
        if start >= last:
            continue
        if start not in starts or end not in ends:
            return None
        own = slice(starts[start], ends[end] + 1)
        if kind is None:
            allowed[own] = True
            continue
        allowed[own] = False
        number = 1 + 2 * entities.TYPES.index(kind)
        allowed[own, number + 1] = True
        allowed[own.start] = np.arange(len(LABELS)) == number
    return allowed
