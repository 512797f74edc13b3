"""Last stage: the head sentiment with a third label, neutral, and with words beside it, into a finished file.

    swift build -c release --product forge
    python -m stages.fit_sentiment ../pipit.pipit

Reviews are positive or negative, and so the head has called "the train leaves at nine". Everyday lines that are neither
(tasks/polarity.py) make the third label; words and characters beside the pooled state (Sources/PipitCore/Text/
FEATURES.md, fitted as those of fit_acts) tell it from reviews. Half of what the head before said of good against bad,
which a teacher's answers had taught it, is added. What is added to the logit of neutral is set on validation: as much
as SST-2 and IMDb, to whose lines neutral is a wrong answer, bear without getting worse, and as leaves enough of the
everyday lines held back that are good or bad. All other heads keep their bits.
"""

import argparse
import random
from pathlib import Path

import numpy as np
import torch

import pipit.format
from model import frozen
from pipit.format import TaskHead, tensors
from pipit.format.layout import HeadKind
from pipit.reference import engine
from stages import fit_acts
from tasks import data, polarity, text
from tasks.polarity import LABELS, NEUTRAL

NAME = "sentiment"
SHIFTS = np.arange(-4, 4.01, 0.1)
# What is kept of the head before.
KEPT = 0.5
REVIEWS = ("sst2", "imdb")
# Lower, and "I love the new coffee machine." is neutral; higher, and four of ten neutral lines are not.
POLAR, POLAR_RIGHT = "everyday polar", 0.943
LINE_BYTES = 1013  # what "@sentiment " leaves of a line


class Asked:
    """Texts of any length as the device reads them: the states of their windows, their words, and their labels."""

    def __init__(self, encoder, texts: list[str], labels: list[int]):
        room = encoder.shape.longest - 2
        self.labels, self.owners, windows = np.array(labels), [], []
        for number, ids in enumerate(text.encode(text.tokenizer(100_000), texts)[0]):
            inner = ids[1:-1]
            for start in engine.window_starts(len(inner), room):
                windows.append(np.array([text.CLS, *inner[start : start + room], text.SEP]))
                self.owners.append(number)
        self.states = frozen.pooled_of(encoder, windows)
        self.keys = [fit_acts.keys(line) for line in texts]

    def logits(self, head: fit_acts.Fit) -> np.ndarray:
        """The mean of the windows', and what the words add."""
        return self.means(head.states, head.bias) + head.table.values(self.keys) @ head.words

    def means(self, states: np.ndarray, bias: np.ndarray) -> np.ndarray:
        """The mean over the windows of what a matrix `[width, labels]` makes of the states."""
        counts = np.bincount(self.owners, minlength=len(self.labels))
        found = np.zeros((len(self.labels), len(bias)), np.float32)
        np.add.at(found, self.owners, self.states @ states + bias)
        return found / counts[:, None]

    def right(self, said: np.ndarray) -> float:
        return float(np.mean(said == self.labels))


def shifted(logits: np.ndarray, shift: float) -> np.ndarray:
    """The labels, with something added to the logit of neutral."""
    return (logits + np.array([0, 0, shift], np.float32)).argmax(axis=1)


def best_shift(logits: dict[str, np.ndarray], asked: dict[str, Asked], least: dict[str, float]) -> float:
    """The highest by which as much of each of these texts stays right as is said."""
    borne = (
        shift
        for shift in SHIFTS
        if all(asked[name].right(shifted(logits[name], shift)) >= share for name, share in least.items())
    )
    return float(max(borne, default=SHIFTS[0]))


def with_share_of(fitted: fit_acts.Fit, before: TaskHead) -> fit_acts.Fit:
    """The head with KEPT of what another says of positive against negative."""
    states, bias = before.output.to_float()[:NEUTRAL].T, before.output.bias[:NEUTRAL]
    turn = np.array([-0.5, 0.5, 0], np.float32) * KEPT
    return fit_acts.Fit(
        fitted.table,
        fitted.words,
        fitted.states + (states[:, 1] - states[:, 0])[:, None] * turn,
        fitted.bias + (bias[1] - bias[0]) * turn,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--features", type=int, default=2500, help="of the lexicon")
    parser.add_argument("--trust", type=float, default=30)
    parser.add_argument("--steps", type=int, default=80)
    parser.add_argument("--before", type=Path, help="the file whose head has two labels, where this one has three")
    parser.add_argument("--lines", type=int, help="at most: for a rehearsal")
    parser.add_argument("--held", type=int, default=300, help="everyday lines of each text and kind that judge")
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    model = pipit.format.read(options.model)
    encoder = frozen.encoder_of(options.model)
    lines, held = polarity.lines(options.held)
    lines = random.Random(1).sample(lines, options.lines or len(lines))
    keys = [fit_acts.keys(line.text) for line in lines]
    states = frozen.pooled_states(encoder, [line.text for line in lines])
    labels = np.array([line.label for line in lines])
    sources = np.array([line.source for line in lines])
    shares = np.ones(len(lines), np.float32)
    for source, share in polarity.SHARES.items():
        shares[sources == source] = share * len(lines) / (sources == source).sum()
    print(f"{len(lines)} lines", flush=True)
    whole = fit_acts.fit(fit_acts.Table.of(keys), keys, states, labels, shares, options.trust, options.steps)
    table = whole.table.keeping(fit_acts.strongest(whole, keys, shares, options.features))
    fitted = fit_acts.fit(table, keys, states, labels, shares, options.trust, options.steps)
    before = (pipit.format.read(options.before) if options.before else model).head(NAME)
    fitted = with_share_of(fitted, before)
    found = fit_acts.rounded(fitted)
    asked = {
        "imdb": [
            (row["text"].encode()[:LINE_BYTES].decode(errors="ignore"), int(row["label"])) for row in valid("imdb")
        ],
        "sst2": [(row["text"], int(row["label"])) for row in valid("sst2")],
    }
    for source in ("polar", "neutral"):
        asked["everyday " + source] = [(line.text, line.label) for line in held if line.source == source]
    asked = {name: Asked(encoder, *zip(*pairs, strict=True)) for name, pairs in asked.items()}
    logits = {name: one.logits(found) for name, one in asked.items()}
    old = before.output.to_float()[:NEUTRAL].T, before.output.bias[:NEUTRAL]
    least = {name: asked[name].right(asked[name].means(*old).argmax(axis=1)) for name in REVIEWS}
    shift = best_shift(logits, asked, least | {POLAR: POLAR_RIGHT})
    print(f"{len(table.keys)} features; {shift:+.1f} to the logit of neutral; before: {least}")
    for name, one in asked.items():
        said = shifted(logits[name], shift)
        print(f"{name}: right {np.mean(said == one.labels):.3f}, neutral {np.mean(said == NEUTRAL):.3f}")
    bias = fitted.bias + np.array([0, 0, shift], np.float32)
    head = TaskHead(
        HeadKind.SEQUENCE,
        NAME,
        list(LABELS),
        output=tensors.linear8(fitted.states.T, bias),
        lexicon=fit_acts.packed(fitted),
    )
    model.put(head)
    print(f"{options.model}: {pipit.format.write(model, options.model):,} bytes")


def valid(name: str) -> list[dict[str, str]]:
    return data.read_table(name, "valid")


if __name__ == "__main__":
    main()
