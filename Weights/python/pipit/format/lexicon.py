"""A head's lexicon (Sources/PipitCore/Text/FEATURES.md): weights of lexical features by the keys of their hashes."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from pipit.format.tensors import require

HEADER_BYTES = 16
BLOCKS = 256
MAXIMUM_FEATURES = 65_535
MAXIMUM_SCALE = 2.0**20
NORMALIZED, ORDER = 1, 2  # flags


@dataclass
class Lexicon:
    """The features of a head, by rising keys of 24 bits."""

    keys: np.ndarray  # [features]
    steps: np.ndarray  # [features], 0 ... 255
    weights: np.ndarray  # [features, outputs], -7 ... 7
    scale: float
    importances: np.ndarray | None = None  # [features], 1 ... 255; without them sums are not divided by a length
    has_order: bool = False  # whether features may be of kind 3

    def pack(self) -> bytes:
        """The bytes of the section."""
        count, columns = self.weights.shape
        flags = NORMALIZED * (self.importances is not None) | ORDER * self.has_order
        ends = np.searchsorted(self.keys >> 16, np.arange(BLOCKS), side="right")
        padded = np.zeros((count, columns + columns % 2), np.int64)
        padded[:, :columns] = self.weights
        nibbles = (padded[:, 0::2] & 15) | (padded[:, 1::2] & 15) << 4
        return (
            struct.pack("<IIfI", count, columns, self.scale, flags)
            + ends.astype("<u2").tobytes()
            + (self.keys & 0xFFFF).astype("<u2").tobytes()
            + self.steps.astype(np.uint8).tobytes()
            + (b"" if self.importances is None else self.importances.astype(np.uint8).tobytes())
            + nibbles.astype(np.uint8).tobytes()
        )

    @classmethod
    def unpack(cls, data: bytes) -> Lexicon:
        """Reads and checks a section."""
        start = HEADER_BYTES + 2 * BLOCKS
        require(len(data) >= start, f"{len(data)} bytes of a lexicon, its header has {start}")
        count, columns, scale, flags = struct.unpack_from("<IIfI", data)
        require(1 <= count <= MAXIMUM_FEATURES, f"{count} features of a lexicon")
        require(columns >= 1, "a lexicon without columns")
        require(0 <= scale <= MAXIMUM_SCALE and not np.signbit(scale), f"the scale of a lexicon, {scale}")
        require(flags <= NORMALIZED | ORDER, f"lexicon flags {flags}")
        row = (columns + 1) // 2
        is_normalized = bool(flags & NORMALIZED)
        needed = start + count * (3 + is_normalized + row)
        require(len(data) == needed, f"{len(data)} bytes of a lexicon, {needed} needed")
        ends = np.frombuffer(data, "<u2", BLOCKS, HEADER_BYTES).astype(np.int64)
        require(bool((np.diff(ends, prepend=0) >= 0).all()) and ends[-1] == count, "the blocks of a lexicon")
        low = np.frombuffer(data, "<u2", count, start).astype(np.int64)
        keys = np.repeat(np.arange(BLOCKS), np.diff(ends, prepend=0)) << 16 | low
        require(bool((np.diff(keys) > 0).all()), "a key of a lexicon is not above the one before it")
        parts = np.frombuffer(data, np.uint8, offset=start + 2 * count).astype(np.int64)
        steps, rest = parts[:count], parts[count:]
        importances = None
        if is_normalized:
            importances, rest = rest[:count], rest[count:]
            require(bool((importances > 0).all()), "a feature of no importance")
        nibbles = rest.reshape(count, row)
        weights = np.stack([nibbles & 15, nibbles >> 4], axis=2).reshape(count, 2 * row)
        weights = np.where(weights > 7, weights - 16, weights)
        require(bool((weights > -8).all()), "-8 in a lexicon")
        require(columns % 2 == 0 or not weights[:, -1].any(), "half a byte behind a row of a lexicon is not zero")
        return cls(keys, steps, weights[:, :columns], scale, importances, bool(flags & ORDER))
