"""The taught labels of Sources/PipitCore/Teaching/TEACHING.md in numpy: the reference implementation.

`labels = Taught(rows, numbers)` trains on int8 rows `[examples, d]` of labels 0, 1, 2 …; `labels.answer(row)` is the
label, its probability and its cosine, bit for bit as on the device.
"""

import numpy as np

from pipit.reference.numerics import exp, lane_sum, quantize, to_float

PASSES, START_LENGTH, RATE, SMALLEST_SLOPE = 40, np.float32(4), np.float32(4), np.float32(2**-10)
SHARE, LONE_SHARE, LEAST = np.float32(0.4), np.float32(0.7), np.float32(0.1)
USUAL, LONE, SMALLEST_SQUARE = np.float32(0.25), np.float32(0.6), np.float32(0.0001)
ONE = np.float32(1)


def inverse_lengths(q: np.ndarray) -> np.ndarray:
    """1 / length of int8 rows; 0 for one of zeros."""
    squares = to_float((q.astype(np.int64) ** 2).sum(1))
    return np.array([ONE / np.sqrt(s) if s > 0 else np.float32(0) for s in squares], np.float32)


class Taught:
    """Labels taught by example rows: int8 `[examples, d]`, with the number of each one's label."""

    def __init__(self, rows: np.ndarray, numbers: list[int]):
        self.count = max(numbers) + 1
        self.mean = np.zeros(rows.shape[1], np.float32)
        if self.count > 1:
            for row, scale in zip(rows, inverse_lengths(rows), strict=True):
                self.mean = self.mean + to_float(row) * scale
            self.mean = self.mean * (ONE / np.float32(len(rows)))
        centred, scales = self.center(rows)
        learning = self.prototypes(centred, scales, numbers)
        weights = quantize(learning)
        if self.count > 1:
            share = [RATE / np.float32(numbers.count(n)) for n in range(self.count)]
            for _ in range(PASSES):
                learning = self.one_pass(weights, learning, centred, scales, numbers, share)
                weights = quantize(learning)
        self.weights = weights
        self.inverse_lengths = inverse_lengths(weights.q)

    def center(self, rows: np.ndarray):
        """Rows of length 1, less the mean, quantized, and their inverse lengths."""
        x = to_float(rows) * inverse_lengths(rows)[:, None] - self.mean
        q = quantize(x).q
        return q, inverse_lengths(q)

    def prototypes(self, centred, scales, numbers) -> np.ndarray:
        """The sum of each label's rows, brought to the length that training starts from."""
        learning = np.zeros((self.count, centred.shape[1]), np.float32)
        for row, scale, number in zip(centred, scales, numbers, strict=True):
            learning[number] = learning[number] + to_float(row) * scale
        squares = lane_sum(learning * learning)
        self.threshold = self.find_threshold(centred, scales, numbers, learning, squares)
        for number, square in enumerate(squares):
            learning[number] = learning[number] * (START_LENGTH / np.sqrt(square) if square > 0 else np.float32(0))
        return learning

    def find_threshold(self, centred, scales, numbers, sums, squares):
        """The similarity below which a row belongs to no label."""
        total, compared = np.float32(0), 0
        for row, scale, number in zip(centred, scales, numbers, strict=True):
            if numbers.count(number) < 2:
                continue
            product = lane_sum((to_float(row) * sums[number])[None, :])[0] * scale
            rest = (squares[number] - np.float32(2) * product) + ONE
            if rest >= SMALLEST_SQUARE:
                total, compared = total + (product - ONE) / np.sqrt(rest), compared + 1
        if compared == 0:
            return LONE if self.count == 1 else USUAL
        return max((LONE_SHARE if self.count == 1 else SHARE) * (total / np.float32(compared)), LEAST)

    def logits(self, row, scale, weights) -> np.ndarray:
        """The product of a row with each label's weights."""
        sums = weights.q.astype(np.int32) @ row.astype(np.int32)
        return to_float(sums) * (scale * weights.s)

    def one_pass(self, weights, learning, centred, scales, numbers, share) -> np.ndarray:
        """One pass over the examples, a step of gradient descent each."""
        for row, scale, number in zip(centred, scales, numbers, strict=True):
            z = self.logits(row, scale, weights)
            e = exp(z - z.max())
            slopes = e / lane_sum(e[None, :])[0]
            slopes[number] = slopes[number] - ONE
            for label in np.flatnonzero(np.abs(slopes) >= SMALLEST_SLOPE):
                learning[label] = learning[label] + to_float(row) * -((slopes[label] * share[number]) * scale)
        return learning

    def answer(self, row: np.ndarray):
        """Label, probability and cosine of a row."""
        centred, scales = self.center(row[None, :])
        z = self.logits(centred[0], scales[0], self.weights)
        best = int(z.argmax())
        e = exp(z - z.max())
        sums = self.weights.q[best].astype(np.int32) @ centred[0].astype(np.int32)
        similarity = to_float(sums) * (scales[0] * self.inverse_lengths[best])
        return best, e[best] / lane_sum(e[None, :])[0], similarity

    def is_unknown(self, similarity) -> bool:
        """Whether a row of this similarity belongs to no label."""
        return bool(similarity < self.threshold)
