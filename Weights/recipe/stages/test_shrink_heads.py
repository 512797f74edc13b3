"""Matrices of finished heads in 4 bits."""

import numpy as np

from pipit.format import tensors
from stages.shrink_heads import GROUP, four_bits


def test_least_squares():
    """On the grid of the file, and nearer to the matrix than by the peaks of its groups."""
    random = np.random.default_rng(4)
    weight = random.standard_t(4, (7, 3 * GROUP)).astype(np.float32)
    weight[2, :GROUP] = 0
    matrix = tensors.linear8(weight, random.standard_normal(7).astype(np.float32))
    made, by_peaks = four_bits(matrix), tensors.linear4(matrix.to_float(), matrix.bias, GROUP)
    again = tensors.unpack(made.format, made.rows, made.columns, made.group, tensors.pack(made))
    assert np.array_equal(again.to_float(), made.to_float()) and np.array_equal(again.bias, matrix.bias)
    assert not made.to_float()[2, :GROUP].any()

    def loss(one):
        return np.square(one.to_float() - matrix.to_float()).reshape(7, 3, GROUP).sum(2)

    assert (loss(made) <= loss(by_peaks) + 1e-6).all() and loss(made).sum() < 0.97 * loss(by_peaks).sum()
