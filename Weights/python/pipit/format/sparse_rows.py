"""Rows of 4-bit weights of which few are not 0, as lexicons hold them (Sources/PipitCore/Text/FEATURES.md)."""

from __future__ import annotations

import numpy as np

from pipit.format.tensors import require


def pack_rows(weights: np.ndarray) -> list[bytes]:
    """The bytes of each row of `[rows, columns]` weights, -7 ... 7: which are not 0, then these alone."""
    present = np.packbits(weights != 0, axis=1, bitorder="little")
    return [bits.tobytes() + _packed(row[row != 0]) for bits, row in zip(present, weights, strict=True)]


def unpack_rows(data: bytes, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Reads and checks all of `data`: the weights `[rows, columns]`, and where rows start and the last one ends."""
    weights, starts, at = np.zeros((rows, columns), np.int64), np.zeros(rows + 1, np.int64), 0
    bitmap = (columns + 7) // 8
    for row in range(rows):
        require(len(data) - at >= bitmap, f"bytes of a lexicon, row {row} ends behind them")
        bits = np.unpackbits(np.frombuffer(data, np.uint8, bitmap, at), bitorder="little").astype(bool)
        require(not bits[columns:].any(), "a bit behind a row of a lexicon is not zero")
        at += bitmap
        count = int(bits.sum())
        size = (count + 1) // 2
        require(len(data) - at >= size, f"bytes of a lexicon, row {row} ends behind them")
        found = np.frombuffer(data, np.uint8, size, at).astype(np.int64)
        nibbles = np.stack([found & 15, found >> 4], axis=1).reshape(-1)
        require(not nibbles[count:].any(), "half a byte behind a row of a lexicon is not zero")
        values = np.where(nibbles > 7, nibbles - 16, nibbles)[:count]
        require(bool((values != 0).all()), "0 among the weights of a lexicon that are not")
        require(bool((values > -8).all()), "-8 in a lexicon")
        weights[row, bits[:columns]] = values
        at += size
        starts[row + 1] = at
    require(at == len(data), f"{len(data)} bytes of rows of a lexicon, {at} needed")
    return weights, starts


def _packed(row: np.ndarray) -> bytes:
    padded = np.append(row, np.zeros(len(row) % 2, np.int64)).astype(np.int64)
    return ((padded[0::2] & 15) | (padded[1::2] & 15) << 4).astype(np.uint8).tobytes()
