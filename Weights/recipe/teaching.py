"""The taught labels of Sources/PipitCore/Teaching/TEACHING.md in numpy: the independent witness.

    python teaching.py            writes Tests/PipitCoreTests/Fixtures/teaching/answers.json
    python teaching.py --check    makes it anew and compares

`labels = Taught(rows, numbers)` trains on int8 rows `[examples, d]` of labels 0, 1, 2 …; `labels.answer(row)` is the
label, its probability and its cosine, bit for bit as on the device.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from reference_numerics import exp, lane_sum, quantize, to_float

FIXTURE = Path(__file__).parents[2] / "Tests/PipitCoreTests/Fixtures/teaching/answers.json"
PASSES, START_LENGTH, RATE, SMALLEST_SLOPE = 40, np.float32(4), np.float32(4), np.float32(2**-10)
SHARE, LONE_SHARE, LEAST = np.float32(0.4), np.float32(0.7), np.float32(0.1)
USUAL, LONE, SMALLEST_SQUARE = np.float32(0.25), np.float32(0.6), np.float32(0.0001)
ONE = np.float32(1)


def inverse_lengths(q: np.ndarray) -> np.ndarray:
    """1 / length of int8 rows; 0 for one of zeros."""
    squares = to_float((q.astype(np.int64) ** 2).sum(1))
    return np.array([ONE / np.sqrt(s) if s > 0 else np.float32(0) for s in squares], np.float32)


class Taught:
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
        x = to_float(rows) * inverse_lengths(rows)[:, None] - self.mean
        q = quantize(x).q
        return q, inverse_lengths(q)

    def prototypes(self, centred, scales, numbers) -> np.ndarray:
        learning = np.zeros((self.count, centred.shape[1]), np.float32)
        for row, scale, number in zip(centred, scales, numbers, strict=True):
            learning[number] = learning[number] + to_float(row) * scale
        squares = lane_sum(learning * learning)
        self.threshold = self.find_threshold(centred, scales, numbers, learning, squares)
        for number, square in enumerate(squares):
            learning[number] = learning[number] * (START_LENGTH / np.sqrt(square) if square > 0 else np.float32(0))
        return learning

    def find_threshold(self, centred, scales, numbers, sums, squares):
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
        sums = weights.q.astype(np.int32) @ row.astype(np.int32)
        return to_float(sums) * (scale * weights.s)

    def one_pass(self, weights, learning, centred, scales, numbers, share) -> np.ndarray:
        for row, scale, number in zip(centred, scales, numbers, strict=True):
            z = self.logits(row, scale, weights)
            e = exp(z - z.max())
            slopes = e / lane_sum(e[None, :])[0]
            slopes[number] = slopes[number] - ONE
            for label in np.flatnonzero(np.abs(slopes) >= SMALLEST_SLOPE):
                learning[label] = learning[label] + to_float(row) * -((slopes[label] * share[number]) * scale)
        return learning

    def answer(self, row: np.ndarray):
        centred, scales = self.center(row[None, :])
        z = self.logits(centred[0], scales[0], self.weights)
        best = int(z.argmax())
        e = exp(z - z.max())
        sums = self.weights.q[best].astype(np.int32) @ centred[0].astype(np.int32)
        similarity = to_float(sums) * (scales[0] * self.inverse_lengths[best])
        return best, e[best] / lane_sum(e[None, :])[0], similarity

    def is_unknown(self, similarity) -> bool:
        return bool(similarity < self.threshold)


def fixture() -> list[dict]:
    """Random clusters of several shapes, among them a single label, rows of zeros, and labels of one example."""
    random = np.random.default_rng(7)
    cases = []
    for width, examples in (
            (16, [3]), (16, [4, 3, 5]), (48, [1, 2, 1, 6]), (144, [2] * 11), (32, [9, 1]), (16, [1]), (16, [1, 1]), (64, [1]), (64, [2])):
        middles = random.normal(size=(len(examples), width)) + 1
        numbers = [n for n, count in enumerate(examples) for _ in range(count)]
        numbers = [numbers[i] for i in random.permutation(len(numbers))]
        first = list(dict.fromkeys(numbers))
        numbers = [first.index(n) for n in numbers]

        def near(number):
            x = middles[number] + random.normal(size=width)
            return quantize(x.astype(np.float32)[None, :]).q[0]

        rows = np.stack([near(n) for n in numbers])
        if width == 32:
            rows[4] = 0
        if width == 64:
            rows[-1] = 0  # all that a single label has, or all that its example is compared with
        taught = Taught(rows, numbers)
        asked = [near(random.integers(len(examples))) for _ in range(6)]
        asked += [quantize(random.normal(size=(1, width)).astype(np.float32)).q[0], np.zeros(width, np.int8)]
        answers = []
        for row in asked:
            label, score, similarity = taught.answer(row)
            answers.append({
                "row": row.tolist(), "label": label, "score": bits(score), "similarity": bits(similarity),
                "unknown": taught.is_unknown(similarity)})
        cases.append({
            "width": width, "rows": rows.tolist(), "numbers": numbers, "mean": [bits(x) for x in taught.mean],
            "weights": taught.weights.q.tolist(),
            "scales": [bits(s) for s in taught.weights.s], "threshold": bits(taught.threshold), "answers": answers})
    return cases


def bits(value) -> int:
    return int(np.float32(value).view(np.uint32))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    made = "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in fixture()) + "\n]\n"
    if parser.parse_args().check:
        raise SystemExit(None if FIXTURE.read_text() == made else f"{FIXTURE} differs")
    FIXTURE.parent.mkdir(parents=True, exist_ok=True)
    FIXTURE.write_text(made)


if __name__ == "__main__":
    main()
