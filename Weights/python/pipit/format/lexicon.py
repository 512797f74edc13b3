"""A head's lexicon (Sources/PipitCore/Text/FEATURES.md): weights of lexical features by the keys of their hashes."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from pipit.format.sparse_rows import pack_rows, unpack_rows
from pipit.format.tensors import require

HEADER_BYTES = 16
BLOCKS = 256
MAXIMUM_FEATURES = 65_535
MAXIMUM_SCALE = 2.0**20
MAXIMUM_START = 65_535  # of the rows of a block, where rows are sparse
NORMALIZED, ORDER, SPARSE = 1, 2, 4  # flags


def smallest(data: bytes) -> bytes:
    """A section, written again if the same weights take fewer bytes with rows of the other kind."""
    return min(data, Lexicon.unpack(data).pack(), key=len)


@dataclass
class Lexicon:
    """The features of a head, by rising keys of 24 bits."""

    keys: np.ndarray  # [features]
    steps: np.ndarray  # [features], 0 ... 255
    weights: np.ndarray  # [features, outputs], -7 ... 7
    scale: float
    importances: np.ndarray | None = None  # [features], 1 ... 255; without them sums are not divided by a length
    has_order: bool = False  # whether features may be of kind 3

    def pack(self, is_sparse: bool | None = None) -> bytes:
        """The bytes of the section, with the rows that take fewer bytes unless one kind is asked for."""
        rows = pack_rows(self.weights)
        firsts = np.searchsorted(self.keys >> 16, np.arange(BLOCKS), side="left")
        starts = np.cumsum([0, *map(len, rows)])[firsts]  # where the rows of each block start, behind the first row
        dense = self._dense_rows()
        if is_sparse is None:
            is_sparse = starts[-1] <= MAXIMUM_START and 2 * BLOCKS + sum(map(len, rows)) < len(dense)
        count, columns = self.weights.shape
        flags = NORMALIZED * (self.importances is not None) | ORDER * self.has_order | SPARSE * bool(is_sparse)
        ends = np.searchsorted(self.keys >> 16, np.arange(BLOCKS), side="right")
        return (
            struct.pack("<IIfI", count, columns, self.scale, flags)
            + ends.astype("<u2").tobytes()
            + (starts.astype("<u2").tobytes() if is_sparse else b"")
            + (self.keys & 0xFFFF).astype("<u2").tobytes()
            + self.steps.astype(np.uint8).tobytes()
            + (b"" if self.importances is None else self.importances.astype(np.uint8).tobytes())
            + (b"".join(rows) if is_sparse else dense)
        )

    def _dense_rows(self) -> bytes:
        count, columns = self.weights.shape
        padded = np.zeros((count, columns + columns % 2), np.int64)
        padded[:, :columns] = self.weights
        return ((padded[:, 0::2] & 15) | (padded[:, 1::2] & 15) << 4).astype(np.uint8).tobytes()

    @classmethod
    def unpack(cls, data: bytes) -> Lexicon:
        """Reads and checks a section."""
        start = HEADER_BYTES + 2 * BLOCKS
        require(len(data) >= start, f"{len(data)} bytes of a lexicon, its header has {start}")
        count, columns, scale, flags = struct.unpack_from("<IIfI", data)
        require(1 <= count <= MAXIMUM_FEATURES, f"{count} features of a lexicon")
        require(columns >= 1, "a lexicon without columns")
        require(0 <= scale <= MAXIMUM_SCALE and not np.signbit(scale), f"the scale of a lexicon, {scale}")
        require(flags <= NORMALIZED | ORDER | SPARSE, f"lexicon flags {flags}")
        row = (columns + 1) // 2
        is_normalized, is_sparse = bool(flags & NORMALIZED), bool(flags & SPARSE)
        start += 2 * BLOCKS * is_sparse
        rows_start = start + count * (3 + is_normalized)
        needed = rows_start + count * ((columns + 7) // 8 if is_sparse else row)
        is_long_enough = len(data) >= needed if is_sparse else len(data) == needed
        require(is_long_enough, f"{len(data)} bytes of a lexicon, {needed} needed")
        ends = np.frombuffer(data, "<u2", BLOCKS, HEADER_BYTES).astype(np.int64)
        require(bool((np.diff(ends, prepend=0) >= 0).all()) and ends[-1] == count, "the blocks of a lexicon")
        low = np.frombuffer(data, "<u2", count, start).astype(np.int64)
        keys = np.repeat(np.arange(BLOCKS), np.diff(ends, prepend=0)) << 16 | low
        require(bool((np.diff(keys) > 0).all()), "a key of a lexicon is not above the one before it")
        parts = np.frombuffer(data, np.uint8, rows_start - start - 2 * count, start + 2 * count).astype(np.int64)
        steps, importances = parts[:count], parts[count:] if is_normalized else None
        require(not is_normalized or bool((importances > 0).all()), "a feature of no importance")
        if is_sparse:
            weights, starts = unpack_rows(data[rows_start:], count, columns)
            said = np.frombuffer(data, "<u2", BLOCKS, HEADER_BYTES + 2 * BLOCKS)
            require(bool((said == starts[ends - np.diff(ends, prepend=0)]).all()), "the starts of a lexicon's rows")
        else:
            nibbles = np.frombuffer(data, np.uint8, offset=rows_start).astype(np.int64).reshape(count, row)
            weights = np.stack([nibbles & 15, nibbles >> 4], axis=2).reshape(count, 2 * row)
            weights = np.where(weights > 7, weights - 16, weights)
            require(bool((weights > -8).all()), "-8 in a lexicon")
            require(columns % 2 == 0 or not weights[:, -1].any(), "half a byte behind a row of a lexicon is not zero")
        return cls(keys, steps, weights[:, :columns], scale, importances, bool(flags & ORDER))
