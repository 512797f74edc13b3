"""What a head of learnt paths has beside its transitions (Sources/PipitCore/Model/FORMAT.md, Learnt paths): the weights
of lexical features, and the slots that an intent may have."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from pipit.format.layout import MAXIMUM_FLOAT, MAXIMUM_INT8
from pipit.format.tensors import require

RUNS = 256
ENTRIES_OFFSET = 4 + 2 * (RUNS + 1) + 2
ENTRY = np.dtype([("low", "<u2"), ("output", "u1"), ("weight", "i1")])
MAXIMUM_ENTRIES = 65_535
OUTPUTS_BEHIND_LABELS = 2  # all B-, all I-


@dataclass
class TagFeatures:
    """Weights by key and output, by rising keys of 24 bits; outputs are labels, then all B-, then all I-."""

    keys: np.ndarray  # [entries]
    outputs: np.ndarray  # [entries]
    weights: np.ndarray  # [entries], -127 ... 127
    scale: float

    def pack(self) -> bytes:
        """The bytes of the section."""
        starts = np.searchsorted(self.keys >> 16, np.arange(RUNS + 1))
        entries = np.zeros(len(self.keys), ENTRY)
        entries["low"], entries["output"], entries["weight"] = self.keys & 0xFFFF, self.outputs, self.weights
        return struct.pack("<f", self.scale) + starts.astype("<u2").tobytes() + bytes(2) + entries.tobytes()

    @classmethod
    def unpack(cls, data: bytes, labels: int) -> TagFeatures:
        """Reads and checks the section of a head with so many labels."""
        require(len(data) >= ENTRIES_OFFSET, f"{len(data)} bytes of tag features, {ENTRIES_OFFSET} come before entries")
        (scale,) = struct.unpack_from("<f", data)
        require(0 <= scale <= MAXIMUM_FLOAT and not np.signbit(scale), f"the scale of tag features, {scale}")
        starts = np.frombuffer(data, "<u2", RUNS + 1, 4).astype(np.int64)
        counts = np.diff(starts)
        require(starts[0] == 0 and bool((counts >= 0).all()), "the runs of tag features")
        require(not any(data[ENTRIES_OFFSET - 2 : ENTRIES_OFFSET]), "the padding of tag features is not zero")
        needed = ENTRIES_OFFSET + ENTRY.itemsize * int(starts[-1])
        require(len(data) == needed, f"{len(data)} bytes of tag features, {needed} needed")
        entries = np.frombuffer(data, ENTRY, offset=ENTRIES_OFFSET)
        keys = np.repeat(np.arange(RUNS), counts) << 16 | entries["low"]
        require(bool((np.diff(keys) >= 0).all()), "a key of tag features is below the one before it")
        outputs, weights = (entries[name].astype(np.int64) for name in ("output", "weight"))
        require(bool((outputs < labels + OUTPUTS_BEHIND_LABELS).all()), "an output of tag features beyond all")
        require(bool((weights >= -MAXIMUM_INT8).all()), "-128 in tag features")
        return cls(keys, outputs, weights, scale)


def slots_of(labels: int) -> int:
    """How many slots a head of learnt paths with so many labels has."""
    return (labels - 1) // 2


def pack_slot_mask(allowed: np.ndarray) -> bytes:
    """The bytes of a slot mask from bools `[intents, slots]`."""
    return np.packbits(allowed, axis=1, bitorder="little").tobytes()


def unpack_slot_mask(data: bytes, labels: int) -> np.ndarray:
    """Bools `[intents, slots]` from the bytes of the slot mask of a head with so many labels."""
    slots = slots_of(labels)
    row = (slots + 7) // 8
    require(row > 0 and len(data) % row == 0, f"{len(data)} bytes of a slot mask, a multiple of {row} is needed")
    bits = np.unpackbits(np.frombuffer(data, np.uint8).reshape(-1, row), axis=1, bitorder="little")
    return bits[:, :slots].astype(bool)
