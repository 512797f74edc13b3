"""From float arrays to the matrices of a file."""

from __future__ import annotations

import numpy as np

from pipit.format.export import fold_lambda, quantized_linear


def test_fold_lambda():
    """Folding changes scales and the convolution's sign, no integer."""
    rng = np.random.default_rng(5)
    weights = [rng.normal(size=shape).astype(np.float32) for shape in ((48, 48), (48,), (48, 48), (48,))]
    lambda1, lambda2 = (np.exp(rng.normal(size=48)).astype(np.float32) for _ in range(2))
    folded = fold_lambda(*weights, lambda1, lambda2)
    for before, after, sign in ((weights[0], folded[0], 1), (weights[2], folded[2], -1)):
        a, b = (quantized_linear(w).weight.astype(int) for w in (before, after))
        different = np.abs(a - sign * b)
        assert different.max() <= 1 and (different != 0).mean() < 1e-3  # A tie may fall the other way after rounding.
