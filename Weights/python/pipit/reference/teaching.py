"""The taught labels of Sources/PipitCore/Teaching/TEACHING.md in numpy: the reference implementation.

`labels = Taught(width, general)` learns examples by `teach(number, row, keys)`: an int8 row `[d]` and the keys of lexical
features of label 0, 1, 2 …; `answer(row, keys)` is the label, its probability, its cosine and how far the text stands
above what sentences about anything come to, bit for bit as on the device.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipit.reference.numerics import exp, lane_sum, quantize, rounded_integer, to_float

MEANING, WORDS, GENERAL_SHARE = np.float32(8), np.float32(8), np.float32(0.5)
MAXIMUM_PASSES, PASS_BUDGET, RATE, SMALLEST_SLOPE = 8, 65536, np.float32(4), np.float32(0.0625)
SHARE, LONE_SHARE, LEAST = np.float32(0.45), np.float32(0.6), np.float32(1)
USUAL, LONE, SMALLEST_SQUARE = np.float32(2.5), np.float32(4), np.float32(0.0001)
NEAREST = 3  # sentences about anything that a text is compared with
STEPS, MAXIMUM_PRODUCT = np.float32(512), 65535
MAXIMUM_FEATURES = 255
USUAL_IMPORTANCE = 1
ONE, ZERO = np.float32(1), np.float32(0)


@dataclass
class General:
    """What a model keeps of sentences about anything."""

    centre: np.ndarray  # float32 [d]
    states: np.ndarray  # int8 [sentences, d]
    scales: np.ndarray  # float32 [sentences]
    importances: dict[int, int]  # of common features, by key
    usual: int  # of all others


def inverse_length(q: np.ndarray) -> np.float32:
    """1 / length of an int8 row; 0 for one of zeros."""
    square = to_float((q.astype(np.int64) ** 2).sum())
    return ONE / np.sqrt(square) if square > 0 else ZERO


class Taught:
    def __init__(self, width: int, general: General | None = None):
        self.width, self.general = width, general
        self.centre = np.zeros(width, np.float32) if general is None else general.centre
        self.numbers: list[int] = []
        self.rows: list[np.ndarray] = []
        self.scales: list[np.float32] = []
        self.features: list[dict[int, int]] = []  # squares of importances, by the lower halves of keys
        self.lengths: list[np.float32] = []
        self.general_similarities: list[np.float32] = []
        self.products = np.zeros((0, 0), np.int64)  # [examples, labels]

    # Examples

    def centred(self, row: np.ndarray):
        x = to_float(row) * inverse_length(row) - self.centre
        q = quantize(x[None, :]).q[0]
        return q, inverse_length(q)

    def squares(self, keys) -> dict[int, int]:
        found: dict[int, int] = {}
        for key in keys:
            if key & 0xFFFF not in found and len(found) < MAXIMUM_FEATURES:
                found[key & 0xFFFF] = self.importance(key) ** 2
        return found

    def importance(self, key: int) -> int:
        if self.general is None:
            return USUAL_IMPORTANCE
        return self.general.importances.get(key, self.general.usual)

    def general_similarity(self, row, scale) -> np.float32:
        """The mean of the highest cosines with sentences about anything."""
        if self.general is None or len(self.general.states) < NEAREST:
            return ZERO
        sums = self.general.states.astype(np.int32) @ row.astype(np.int32)
        cosines = np.sort(to_float(sums) * (scale * self.general.scales))[::-1][:NEAREST]
        return (MEANING * ((cosines[0] + cosines[1]) + cosines[2])) * (ONE / np.float32(NEAREST))

    def shared(self, squares: dict[int, int], index: int) -> np.float32:
        """The sum of the squares of the features that a text shares with an example, which alone knows how many."""
        return to_float(np.int64(sum(squares[key] for key in self.features[index] if key in squares)))

    def teach(self, number: int, row: np.ndarray, keys) -> None:
        q, scale = self.centred(row)
        squares = self.squares(keys)
        length = ONE / np.sqrt(to_float(np.int64(sum(squares.values())))) if squares else ZERO
        examples, labels = self.products.shape
        grown = np.zeros((examples + 1, max(labels, number + 1)), np.int64)
        grown[:examples, :labels] = self.products
        for index in range(examples):
            product = self.shared(squares, index) * (length * self.lengths[index])
            steps = int(rounded_integer(np.float32(product * STEPS)))
            grown[index, number] = min(grown[index, number] + steps, MAXIMUM_PRODUCT)
            own = self.numbers[index]
            grown[examples, own] = min(grown[examples, own] + steps, MAXIMUM_PRODUCT)
        if squares:
            grown[examples, number] = min(grown[examples, number] + int(STEPS), MAXIMUM_PRODUCT)
        self.products = grown
        self.numbers.append(number)
        self.rows.append(q)
        self.scales.append(scale)
        self.features.append(squares)
        self.lengths.append(length)
        self.general_similarities.append(self.general_similarity(q, scale))

    # Training

    def train(self) -> None:
        self.count = max(self.numbers) + 1
        learning = np.zeros((self.count, self.width), np.float32)
        word_squares = np.zeros(self.count, np.float32)
        totals = np.zeros(self.count, np.int64)
        for number, row, scale, products in zip(self.numbers, self.rows, self.scales, self.products, strict=True):
            learning[number] = learning[number] + to_float(row) * scale
            totals[number] += products[number]
        word_squares = to_float(totals) * (ONE / STEPS)
        self.word_scales = np.array([WORDS / np.sqrt(s) if s > 0 else ZERO for s in word_squares], np.float32)
        lengths = lane_sum(learning * learning)
        self.threshold = self.find_threshold(learning, lengths, word_squares)
        self.prototypes = quantize(learning).q
        self.prototype_scales = np.array([MEANING * inverse_length(q) for q in self.prototypes], np.float32)
        for number, square in enumerate(lengths):
            learning[number] = learning[number] * (MEANING / np.sqrt(square) if square > 0 else ZERO)
        passes = min(MAXIMUM_PASSES, max(1, PASS_BUDGET // (self.count * len(self.rows)))) if self.count > 1 else 0
        weights = quantize(learning)
        for _ in range(passes):
            learning = self.one_pass(weights, learning)
            weights = quantize(learning)
        self.weights = weights

    def find_threshold(self, sums, squares, word_squares):
        total, compared = ZERO, 0
        for index, number in enumerate(self.numbers):
            if self.numbers.count(number) < 2:
                continue
            product = lane_sum((to_float(self.rows[index]) * sums[number])[None, :])[0] * self.scales[index]
            rest = (squares[number] - np.float32(2) * product) + ONE
            if rest < SMALLEST_SQUARE:
                continue
            score = MEANING * ((product - ONE) / np.sqrt(rest)) + self.words_without(index, word_squares[number])
            total = total + (score - GENERAL_SHARE * self.general_similarities[index])
            compared += 1
        if compared == 0:
            return LONE if self.count == 1 else USUAL
        return max((LONE_SHARE if self.count == 1 else SHARE) * (total / np.float32(compared)), LEAST)

    def words_without(self, index: int, square) -> np.float32:
        """How like an example's words are to those of its label's other examples."""
        product = to_float(self.products[index, self.numbers[index]]) * (ONE / STEPS)
        rest = (square - np.float32(2) * product) + ONE
        return WORDS * ((product - ONE) / np.sqrt(rest)) if rest >= SMALLEST_SQUARE and product > 0 else ZERO

    def one_pass(self, weights, learning) -> np.ndarray:
        word_squares = to_float(
            np.array([sum(p[n] for p, o in zip(self.products, self.numbers, strict=True) if o == n)
                      for n in range(self.count)])
        ) * (ONE / STEPS)
        for index, number in enumerate(self.numbers):
            sums = weights.q.astype(np.int32) @ self.rows[index].astype(np.int32)
            products = to_float(self.products[index, : self.count]) * (ONE / STEPS)
            words = products * self.word_scales
            words[number] = self.words_without(index, word_squares[number])
            z = to_float(sums) * (self.scales[index] * weights.s) + words
            e = exp(z - z.max())
            slopes = e / lane_sum(e[None, :])[0]
            slopes[number] = slopes[number] - ONE
            rate = RATE / np.float32(self.numbers.count(number))
            for label in np.flatnonzero(np.abs(slopes) >= SMALLEST_SLOPE):
                step = -((slopes[label] * rate) * self.scales[index])
                learning[label] = learning[label] + to_float(self.rows[index]) * step
        return learning

    # Answers

    def answer(self, row: np.ndarray, keys):
        """Label, probability, cosine, and the score that the threshold is for."""
        q, scale = self.centred(row)
        words = self.word_logits(self.squares(keys))
        sums = self.weights.q.astype(np.int32) @ q.astype(np.int32)
        z = to_float(sums) * (scale * self.weights.s) + words
        best = int(z.argmax())
        e = exp(z - z.max())
        product = self.prototypes[best].astype(np.int32) @ q.astype(np.int32)
        meaning = to_float(product) * (scale * self.prototype_scales[best])
        score = (meaning + words[best]) - GENERAL_SHARE * self.general_similarity(q, scale)
        return best, e[best] / lane_sum(e[None, :])[0], meaning * (ONE / MEANING), score

    def word_logits(self, squares: dict[int, int]) -> np.ndarray:
        words = np.zeros(self.count, np.float32)
        if squares:
            length = ONE / np.sqrt(to_float(np.int64(sum(squares.values()))))
            for index, number in enumerate(self.numbers):
                words[number] = words[number] + self.shared(squares, index) * self.lengths[index]
            words = words * length
        return words * self.word_scales

    def is_unknown(self, score) -> bool:
        return bool(score < self.threshold)
