"""Makes Tests/PipitCoreTests/Fixtures/teaching/answers.json: taught labels, bit for bit.

    python make_teaching_fixture.py            writes the file
    python make_teaching_fixture.py --check    makes it anew and compares
"""

import argparse
import json
from pathlib import Path

import numpy as np

from pipit.reference.numerics import quantize
from pipit.reference.teaching import Taught

FIXTURE = Path(__file__).parents[2] / "Tests/PipitCoreTests/Fixtures/teaching/answers.json"


def fixture() -> list[dict]:
    """Random clusters of several shapes, among them a single label, rows of zeros, and labels of one example."""
    random = np.random.default_rng(7)
    cases = []
    for width, examples in (
        (16, [3]),
        (16, [4, 3, 5]),
        (48, [1, 2, 1, 6]),
        (144, [2] * 11),
        (32, [9, 1]),
        (16, [1]),
        (16, [1, 1]),
        (64, [1]),
        (64, [2]),
    ):
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
            answers.append(
                {
                    "row": row.tolist(),
                    "label": label,
                    "score": bits(score),
                    "similarity": bits(similarity),
                    "unknown": taught.is_unknown(similarity),
                }
            )
        cases.append(
            {
                "width": width,
                "rows": rows.tolist(),
                "numbers": numbers,
                "mean": [bits(x) for x in taught.mean],
                "weights": taught.weights.q.tolist(),
                "scales": [bits(s) for s in taught.weights.s],
                "threshold": bits(taught.threshold),
                "answers": answers,
            }
        )
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
