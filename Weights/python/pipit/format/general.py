"""What a model knows of sentences about anything (Sources/PipitCore/Teaching/TEACHING.md)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from pipit.format.layout import MAXIMUM_FLOAT
from pipit.format.tensors import require

BUCKETS = 4096
HEADER_BYTES = 8
MINIMUM_SENTENCES, MAXIMUM_SENTENCES = 3, 1024


@dataclass
class General:
    """A centre, how much features tell, and the states of sentences about anything."""

    centre: np.ndarray  # float32 [d]
    importances: np.ndarray  # 1 ... 255, [4096]
    states: np.ndarray  # -7 ... 7, [sentences, d]

    def pack(self) -> bytes:
        """The bytes of the section."""
        count, width = self.states.shape
        nibbles = (self.states[:, 0::2] & 15) | (self.states[:, 1::2] & 15) << 4
        return (
            struct.pack("<II", count, width)
            + self.centre.astype("<f4").tobytes()
            + self.importances.astype(np.uint8).tobytes()
            + nibbles.astype(np.uint8).tobytes()
        )

    @classmethod
    def unpack(cls, data: bytes) -> General:
        """Reads and checks a section."""
        require(len(data) >= HEADER_BYTES, f"{len(data)} bytes of the general section")
        count, width = struct.unpack_from("<II", data)
        require(
            MINIMUM_SENTENCES <= count <= MAXIMUM_SENTENCES,
            f"{count} sentences, {MINIMUM_SENTENCES} to {MAXIMUM_SENTENCES} are allowed",
        )
        require(1 <= width <= MAXIMUM_SENTENCES, f"general states of width {width}")
        start = HEADER_BYTES + 4 * width
        needed = start + BUCKETS + count * (width // 2)
        require(len(data) == needed, f"{len(data)} bytes of the general section, {needed} needed")
        centre = np.frombuffer(data, "<f4", width, HEADER_BYTES)
        require(bool((np.abs(centre) <= MAXIMUM_FLOAT).all()), "a number of the centre is out of bounds")
        importances = np.frombuffer(data, np.uint8, BUCKETS, start).astype(np.int64)
        require(bool((importances > 0).all()), "features of no importance")
        rows = np.frombuffer(data, np.uint8, offset=start + BUCKETS).astype(np.int64).reshape(count, width // 2)
        states = np.stack([rows & 15, rows >> 4], axis=2).reshape(count, width)
        states = np.where(states > 7, states - 16, states)
        require(bool((states > -8).all()), "-8 in a general state")
        return cls(centre.astype(np.float32), importances, states)
