"""Codes of four numbers: a float matrix as coded2, 2 bits a weight, by k-means over the groups of four of its rows.

Only sums of a fixed order, and no library of matrix products, so that every machine finds the same codes.
"""

from __future__ import annotations

import numpy as np

from pipit.format.layout import MAXIMUM_INT8
from pipit.format.tensors import CODEBOOK_SHAPE, Tensor, coded2, on_steps, require

SCALES_IN_DEVIATION = 32  # an s8 reaches as far as 127 / 32 times the root mean square of a row
ROUNDS = 20
GROUPS_AT_ONCE = 1 << 14  # keeps the distances to all codes in 32 MiB


def fitted(weight, rounds: int = ROUNDS) -> Tensor:
    """A table float `[rows, columns]` as coded2: each row divided by its scale, its groups of four nearest codes."""
    matrix = np.ascontiguousarray(weight, dtype=np.float32)
    require(matrix.ndim == 2 and bool(np.isfinite(matrix).all()), "no matrix of finite numbers")
    rows, columns = matrix.shape
    size = CODEBOOK_SHAPE[1]
    require(columns % size == 0, f"{columns} columns are no multiple of {size}")
    deviation = np.sqrt(np.mean(np.square(matrix, dtype=np.float64), axis=1))
    scale = on_steps(deviation / SCALES_IN_DEVIATION)
    divided = np.divide(matrix, scale, out=np.zeros(matrix.shape), where=scale > 0, dtype=np.float64)
    groups = divided.reshape(-1, size)
    codebook = codebook_of(groups, rounds)
    return coded2(nearest(groups, codebook).reshape(rows, -1), codebook, scale)


def codebook_of(groups: np.ndarray, rounds: int = ROUNDS) -> np.ndarray:
    """The int8 codebook that k-means finds for groups `[count, 4]` in units of the scale."""
    distinct = np.unique(groups, axis=0)
    codes = CODEBOOK_SHAPE[0]
    centers = np.zeros(CODEBOOK_SHAPE)
    chosen = np.random.default_rng(0).permutation(len(distinct))[:codes]
    centers[: len(chosen)] = distinct[chosen]
    for _ in range(rounds):
        found = nearest(groups, centers)
        counts = np.bincount(found, minlength=codes)
        for column in range(groups.shape[1]):
            sums = np.bincount(found, groups[:, column], codes)
            np.divide(sums, counts, out=centers[:, column], where=counts > 0)
    return np.clip(np.rint(centers), -MAXIMUM_INT8, MAXIMUM_INT8).astype(np.int8)


def nearest(groups: np.ndarray, codebook: np.ndarray) -> np.ndarray:
    """The nearest code of each group `[count, 4]`, of equal ones the first: uint8 `[count]`."""
    codebook = codebook.astype(np.float64)
    half_squares = sum(column * column for column in codebook.T) / 2
    found = np.empty(len(groups), np.uint8)
    for start in range(0, len(groups), GROUPS_AT_ONCE):
        some = groups[start : start + GROUPS_AT_ONCE]
        distances = np.tile(half_squares, (len(some), 1))
        for column in range(groups.shape[1]):
            distances -= some[:, column, None] * codebook[None, :, column]
        found[start : start + GROUPS_AT_ONCE] = distances.argmin(axis=1)
    return found
