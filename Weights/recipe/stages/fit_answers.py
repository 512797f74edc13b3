"""Last stage: what long answers of qa cost, how sharp its scores are, and below which it gives no answer, into a
finished file.

    python -m stages.fit_answers ../pipit.pipit

The length cost is that by which the most best spans are right on validation splits. The score of an answer is its share
among all spans and that there is none (HEADS.md, kind 4). Output and cost are divided by the temperature by which the
shares are the likeliest there, of those by which hardly any answer that is sure is wrong; the best spans stay what they
are. All other heads keep their bits.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

import pipit.format
from judging.spans import exact_and_f1
from model import frozen
from pipit.format import tensors
from tasks import answers, data

NAME = "qa"
SETS = ("squad", "squadshifts_short")
COSTS = np.arange(0, 0.2001, 0.025)
TEMPERATURES = np.arange(0.5, 3.01, 0.05)
# Of answers with a score above SURE at most WRONG may be wrong.
SURE, WRONG = 0.9, 0.08
# Of the best spans that are right as many are given.
KEPT = 0.97


def all_logits(encoder, head, questions: list[answers.Question]) -> list[list[np.ndarray]]:
    """The logits of the tokens of each window of each question."""
    windows = [window for question in questions for window in question.windows]
    rows = frozen.pair_rows(encoder, [window.ids for window in windows], [window.shift for window in windows])
    with torch.inference_mode():
        found = iter([head(rows.padded([i]))[0].numpy() for i in range(len(windows))])
    return [[next(found) for _ in question.windows] for question in questions]


@dataclass
class Judged:
    """The best spans of all questions at a length cost: whether each is right, and F1 of its words."""

    cost: float
    found: list[answers.Found]
    exact: np.ndarray
    f1: np.ndarray

    @classmethod
    def at(cls, cost: float, questions: list[answers.Question], logits: list[list[np.ndarray]]) -> "Judged":
        found = [answers.best_span(one, z, cost) for one, z in zip(questions, logits, strict=True)]
        pairs = [exact_and_f1(one.words, question.answer) for one, question in zip(found, questions, strict=True)]
        exact, f1 = zip(*pairs, strict=True)
        return cls(cost, found, np.array(exact), np.array(f1))

    def line(self) -> str:
        """What is shown of it, at the temperature that it would get."""
        sharpness = temperature(self.found, self.exact)
        scores = np.array([one.score(sharpness) for one in self.found])
        least, sure = least_score(scores, self.exact), scores > SURE
        return (
            f"length cost {self.cost:.3f}: exact {self.exact.mean():.3f} ({self.exact.sum()}), "
            f"F1 {self.f1.mean():.3f}; temperature {sharpness:.2f}, AUC {roc_auc_score(self.exact, scores):.3f}, "
            f"above {SURE} {sure.sum()}, wrong {(~self.exact[sure]).sum()}; null below {least:.2f}: "
            f"{np.mean(scores < least):.3f} of the questions, {np.mean(scores[self.exact] < least):.3f} of right ones"
        )


def temperature(found: list[answers.Found], right: np.ndarray) -> float:
    """That of the likeliest scores of those by which hardly any sure answer is wrong."""
    least, best = np.inf, float(TEMPERATURES[-1])
    for candidate in map(float, TEMPERATURES):
        scores = np.array([one.score(candidate) for one in found])
        sure = scores > SURE
        if sure.any() and np.mean(~right[sure]) > WRONG:
            continue
        loss = -np.mean(np.where(right, np.log(scores), np.log1p(-np.minimum(scores, 1 - 1e-9))))
        if loss < least:
            least, best = loss, candidate
    return best


def least_score(scores: np.ndarray, right: np.ndarray) -> float:
    """The highest score, in hundredths, that as many right answers have as are to be given."""
    return float(np.floor(100 * np.quantile(scores[right], 1 - KEPT)) / 100)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    model = pipit.format.read(options.model)
    encoder = frozen.encoder_of(options.model)
    questions = [question for name in SETS for question in answers.questions(name, "valid")]
    logits = all_logits(encoder, frozen.head_of(model.head(NAME), encoder.shape, group=48).eval(), questions)
    best = None
    for cost in map(float, COSTS):
        judged = Judged.at(cost, questions, logits)
        print(judged.line(), flush=True)
        if best is None or judged.exact.sum() > best.exact.sum():
            best = judged
    sharpness = temperature(best.found, best.exact)
    least = least_score(np.array([one.score(sharpness) for one in best.found]), best.exact)
    head = model.head(NAME)
    head.output = tensors.linear8(head.output.to_float() / sharpness, head.output.bias / np.float32(sharpness))
    head.length_cost = float(np.float32(best.cost / sharpness))
    head.threshold = float(np.float32(1 - least))
    print(f"{options.model}: {pipit.format.write(model, options.model):,} bytes")


if __name__ == "__main__":
    main()
