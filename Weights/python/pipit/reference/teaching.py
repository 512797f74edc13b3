"""The taught labels of Sources/PipitCore/Teaching/TEACHING.md in numpy: the reference implementation.

`labels = Taught(width, general)` learns examples by `teach(number, row, buckets)`: of label 0, 1, 2 …, an int8 row
`[d]` and the buckets of its text's features. After `train()`, `answer(row, buckets)` is the best label, its
probability, its cosine and its score, bit for bit as on the device.
"""

from __future__ import annotations

import numpy as np

from pipit.format.general import BUCKETS, General
from pipit.reference.numerics import exp, lane_sum, quantize, rounded_integer, to_float
from pipit.text.features import keys

MAXIMUM_FEATURES = 24
MEANING, WORDS, GENERAL_SHARE = np.float32(8), np.float32(8), np.float32(0.7)
PASSES, RATE, SMALLEST_SLOPE = 8, np.float32(4), np.float32(0.0625)
SHARE, LONE_SHARE, LEAST = np.float32(0.24), np.float32(0.6), np.float32(0.5)
USUAL, LONE, SMALLEST_SQUARE = np.float32(2), np.float32(3.5), np.float32(0.0001)
STEPS = np.float32(16)
LEVELS = 8  # of a number of an example
LEVELS_OF_SPREAD = np.float32(5) / np.float32(3)  # in as much as the numbers vary
NEAREST = 3  # sentences about anything that a text is compared with
ONE, ZERO = np.float32(1), np.float32(0)


def text_buckets(text: str) -> list[int]:
    """The buckets of a text's words and of 4 characters each, in its order, each once."""
    return list(dict.fromkeys(key % BUCKETS for key in keys(text, brief=True)))


def inverse_length(q: np.ndarray) -> np.float32:
    """1 / length of integers; 0 for zeros."""
    square = to_float((q.astype(np.int64) ** 2).sum())
    return ONE / np.sqrt(square) if square > 0 else ZERO


class Taught:
    """Labels with their examples; `weights`, `word_scales`, `threshold` and the rest are there after `train`."""

    def __init__(self, width: int, general: General | None = None):
        self.general = general
        self.centre = np.zeros(width, np.float32) if general is None else general.centre
        ones = np.ones(BUCKETS, np.int64)
        self.squares = ones if general is None else general.importances.astype(np.int64) ** 2
        self.width = width
        self.numbers: list[int] = []
        self.rows: list[np.ndarray] = []
        self.scales: list[np.float32] = []
        self.features: list[list[int]] = []
        self.feature_scales: list[np.float32] = []
        self.general_scores: list[np.float32] = []

    # Examples

    def teach(self, number: int, row: np.ndarray, buckets: list[int]) -> None:
        """Adds an example to label `number`."""
        q, scale = self.centred(row)
        factor = scale * (np.sqrt(np.float32(self.width)) * LEVELS_OF_SPREAD)
        level = rounded_integer(to_float(q) * factor + np.float32(3.5)).clip(0, LEVELS - 1)
        example = (2 * level - (LEVELS - 1)).astype(np.int8)
        kept = sorted(buckets, key=lambda bucket: -self.squares[bucket])[:MAXIMUM_FEATURES]
        self.numbers.append(number)
        self.rows.append(example)
        self.scales.append(inverse_length(example))
        self.features.append(kept)
        self.feature_scales.append(self.inverse_length_of_features(kept))
        self.general_scores.append(self.general_score(q, scale))

    def centred(self, row: np.ndarray):
        """A row of length 1 less the centre, as int8, and its inverse length."""
        q = quantize((to_float(row) * inverse_length(row) - self.centre)[None, :]).q[0]
        return q, inverse_length(q)

    def inverse_length_of_features(self, buckets) -> np.float32:
        """1 / length of features, each as long as it is important; 0 for none."""
        square = to_float(np.int64(sum(self.squares[bucket] for bucket in buckets)))
        return ONE / np.sqrt(square) if square > 0 else ZERO

    def general_score(self, q, scale) -> np.float32:
        """What the nearest sentences about anything come to."""
        if self.general is None:
            return ZERO
        sums = self.general.states.astype(np.int32) @ q.astype(np.int32)
        scales = np.array([inverse_length(state) for state in self.general.states], np.float32)
        a, b, c = np.sort(to_float(sums) * (scale * scales))[::-1][:NEAREST]
        return (MEANING * ((a + b) + c)) * (ONE / np.float32(NEAREST))

    # Training

    def train(self) -> None:
        """Makes the weights fit the examples."""
        self.count = max(self.numbers) + 1
        self.train_words()
        learning = np.zeros((self.count, self.width), np.float32)
        for number, row, scale in zip(self.numbers, self.rows, self.scales, strict=True):
            learning[number] = learning[number] + to_float(row) * scale
        squares = lane_sum(learning * learning)
        self.meaning_scales = np.array([MEANING / np.sqrt(s) if s > 0 else ZERO for s in squares], np.float32)
        self.threshold = self.find_threshold(learning, squares)
        learning = learning * self.meaning_scales[:, None]
        self.weights = quantize(learning)
        if self.count > 1:
            for _ in range(PASSES):
                learning = self.one_pass(self.weights, learning)
                self.weights = quantize(learning)

    def train_words(self) -> None:
        """How like the words of each example are to those of each label, in steps; to its own without itself."""
        self.word_scales = np.zeros(self.count, np.float32)
        self.words = np.zeros((len(self.rows), self.count), np.uint8)
        for label in range(self.count):
            table = np.zeros(BUCKETS, np.float32)
            for number, features, scale in zip(self.numbers, self.features, self.feature_scales, strict=True):
                for bucket in features if number == label else []:
                    table[bucket] = table[bucket] + scale
            products, square = [], ZERO
            for number, features, scale in zip(self.numbers, self.features, self.feature_scales, strict=True):
                total = ZERO
                for bucket in features:
                    total = total + to_float(self.squares[bucket]) * table[bucket]
                products.append(total * scale)
                if number == label:
                    square = square + products[-1]
            scale = WORDS / np.sqrt(square) if square > 0 else ZERO
            self.word_scales[label] = scale
            for index, (number, product) in enumerate(zip(self.numbers, products, strict=True)):
                score = product * scale
                if number == label:
                    rest = (square - np.float32(2) * product) + ONE
                    has_words = rest >= SMALLEST_SQUARE and product > 0
                    score = WORDS * ((product - ONE) / np.sqrt(rest)) if has_words else ZERO
                self.words[index, label] = np.clip(rounded_integer(np.float32(score * STEPS)), 0, 255)

    def word_score(self, index: int, label):
        """The logit of a label by the words of an example."""
        return to_float(self.words[index, label]) * (ONE / STEPS)

    def find_threshold(self, sums, squares) -> np.float32:
        """The score below which a text belongs to no label."""
        total, compared = ZERO, 0
        for index, number in enumerate(self.numbers):
            if self.numbers.count(number) < 2:
                continue
            product = lane_sum((to_float(self.rows[index]) * sums[number])[None, :])[0] * self.scales[index]
            rest = (squares[number] - np.float32(2) * product) + ONE
            if rest < SMALLEST_SQUARE:
                continue
            score = MEANING * ((product - ONE) / np.sqrt(rest)) + self.word_score(index, number)
            total, compared = total + (score - GENERAL_SHARE * self.general_scores[index]), compared + 1
        if compared == 0:
            return LONE if self.count == 1 else USUAL
        return max((LONE_SHARE if self.count == 1 else SHARE) * (total / np.float32(compared)), LEAST)

    def one_pass(self, weights, learning) -> np.ndarray:
        """One pass over the examples, a step of gradient descent each."""
        for index, number in enumerate(self.numbers):
            sums = weights.q.astype(np.int32) @ self.rows[index].astype(np.int32)
            slopes = softmax(to_float(sums) * (self.scales[index] * weights.s) + self.word_score(index, slice(None)))
            slopes[number] = slopes[number] - ONE
            rate = RATE / np.float32(self.numbers.count(number))
            for label in np.flatnonzero(np.abs(slopes) >= SMALLEST_SLOPE):
                step = -((slopes[label] * rate) * self.scales[index])
                learning[label] = learning[label] + to_float(self.rows[index]) * step
        return learning

    # Answers

    def answer(self, row: np.ndarray, buckets: list[int]):
        """Label, probability, cosine, and the score that the threshold is for."""
        q, scale = self.centred(row)
        words = self.word_logits(buckets)
        sums = self.weights.q.astype(np.int32) @ q.astype(np.int32)
        z = to_float(sums) * (scale * self.weights.s) + words
        best = int(z.argmax())
        total = ZERO
        for number, example, own in zip(self.numbers, self.rows, self.scales, strict=True):
            if number == best:
                total = total + to_float(example.astype(np.int32) @ q.astype(np.int32)) * own
        meaning = total * (scale * self.meaning_scales[best])
        score = (meaning + words[best]) - GENERAL_SHARE * self.general_score(q, scale)
        return best, softmax(z)[best], meaning * (ONE / MEANING), score

    def word_logits(self, buckets: list[int]) -> np.ndarray:
        """How like the words of a text are to those of each label."""
        words, found = np.zeros(self.count, np.float32), set(buckets)
        for number, features, scale in zip(self.numbers, self.features, self.feature_scales, strict=True):
            shared = np.int64(sum(self.squares[bucket] for bucket in features if bucket in found))
            words[number] = words[number] + to_float(shared) * scale
        return (words * self.inverse_length_of_features(buckets)) * self.word_scales

    def is_unknown(self, score) -> bool:
        """Whether a text of this score belongs to no label."""
        return bool(score < self.threshold)


def softmax(z: np.ndarray) -> np.ndarray:
    """The probabilities of logits."""
    e = exp(z - z.max())
    return e / lane_sum(e[None, :])[0]
