"""What a head of learnt paths has beside its transitions (Sources/PipitCore/Model/FORMAT.md, Learnt paths): the weights
of lexical features, and the slots that an intent may have."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipit.format.layout import MAXIMUM_FLOAT, MAXIMUM_INT8
from pipit.format.tensors import require

RUNS = 256
RUNS_OFFSET = 4 + 2 * (RUNS + 1) + 2
KEY = struct.Struct("<HB")  # its low half, and how many weights it has
WEIGHT = np.dtype([("output", "u1"), ("weight", "i1")])
MAXIMUM_RUNS_BYTES = 65_535
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
        weights = np.zeros(len(self.keys), WEIGHT)
        weights["output"], weights["weight"] = self.outputs, self.weights
        known, first = np.unique(self.keys, return_index=True)
        of_keys = [
            KEY.pack(key & 0xFFFF, len(own)) + own.tobytes()
            for key, own in zip(known.tolist(), np.split(weights, first)[1:], strict=True)
        ]
        ends = np.concatenate([[0], np.cumsum([len(own) for own in of_keys], dtype=np.int64)])
        require(ends[-1] <= MAXIMUM_RUNS_BYTES, f"{ends[-1]} bytes of tag features, at most {MAXIMUM_RUNS_BYTES}")
        starts = ends[np.searchsorted(known >> 16, np.arange(RUNS + 1))]
        return struct.pack("<f", self.scale) + starts.astype("<u2").tobytes() + bytes(2) + b"".join(of_keys)

    @classmethod
    def unpack(cls, data: bytes, labels: int) -> TagFeatures:
        """Reads and checks the section of a head with so many labels."""
        require(len(data) >= RUNS_OFFSET, f"{len(data)} bytes of tag features, {RUNS_OFFSET} come before keys")
        (scale,) = struct.unpack_from("<f", data)
        require(0 <= scale <= MAXIMUM_FLOAT and not np.signbit(scale), f"the scale of tag features, {scale}")
        starts = np.frombuffer(data, "<u2", RUNS + 1, 4).tolist()
        require(not any(data[RUNS_OFFSET - 2 : RUNS_OFFSET]), "the padding of tag features is not zero")
        needed = RUNS_OFFSET + starts[-1]
        require(len(data) == needed, f"{len(data)} bytes of tag features, {needed} needed")
        require(starts[0] == 0, "the runs of tag features")
        keys, weights = [], []
        for run, (start, end) in enumerate(pairwise(starts)):
            require(start <= end, "the runs of tag features")
            run_bytes, at, before = data[RUNS_OFFSET + start : RUNS_OFFSET + end], 0, -1
            while at < len(run_bytes):
                require(len(run_bytes) - at >= KEY.size, "a key of tag features is cut off")
                low, count = KEY.unpack_from(run_bytes, at)
                require(low > before, "a key of tag features is not above the one before it")
                at, before = at + KEY.size, low
                require(0 < count * WEIGHT.itemsize <= len(run_bytes) - at, "the weights of a key of tag features")
                keys += [run << 16 | low] * count
                weights.append(np.frombuffer(run_bytes, WEIGHT, count, at))
                at += count * WEIGHT.itemsize
        found = np.concatenate([np.zeros(0, WEIGHT), *weights])
        outputs, values = (found[name].astype(np.int64) for name in ("output", "weight"))
        require(bool((outputs < labels + OUTPUTS_BEHIND_LABELS).all()), "an output of tag features beyond all")
        require(bool((values >= -MAXIMUM_INT8).all()), "-128 in tag features")
        return cls(np.array(keys, np.int64), outputs, values, scale)


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
