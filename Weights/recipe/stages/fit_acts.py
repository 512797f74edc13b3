"""Last stage: the head act, which tells commands from what forbids, asks about or tells of them, into a finished file.

    swift build -c release --product forge
    python -m stages.fit_acts ../base.pipit
    python -m stages.fit_acts ../pipit.pipit --judge      fits on four fifths of the patterns, and writes nothing

All other heads keep their bits, but that the heads of intents get the acts that each of their labels takes: those that
its own training lines do. Lines come from tasks.acts; of a text the head reads the pooled state and which words and
characters stand there (Sources/PipitCore/Text/FEATURES.md), as `forge teach` fits it.
"""

import argparse
import functools
import json
import subprocess
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import optimize, sparse

import pipit.format
from judging import act_lines
from pipit.format import TaskHead, tensors
from pipit.format.layout import HeadKind
from pipit.format.lexicon import Lexicon
from pipit.text import features
from tasks import acts, data
from tasks.acts import ACTS

NAME = "act"
FORGE = data.REPOSITORY / ".build" / "release" / "forge"
STATE = "state"  # of a head in a copy of the model, for its pooled states
MAXIMUM_WEIGHT, MAXIMUM_STEP = 7, 255
# What lines of a source count. All lines of an act count alike in sum, those of commands twice.
SHARES = {
    "frames": 1.0,
    "written": 1.0,
    "hwu64": 1.0,
    "clinc150": 0.4,
    "ha_intents": 1.0,
    "sgd_slots": 0.5,
    "tatoeba": 0.7,
}
ACT_SHARES = (1.6, 0.8, 0.8, 0.8)
# How long states are beside words, which have length 1: a text of a trade that nobody here knows has a state of its
# own, and says by its words alone what it does.
STATE_LENGTH = 0.5
MINIMUM_COUNT = 2
# The heads of intents with their sets. Labels that are talk take every act, and so do those of SNIPS that look
# something up or say what a book is worth ("not far from here", "zero stars"); labels of HWU64 and CLINC150 that do
# nothing may be asked for and told of in any words.
INTENTS = {
    "intent": "hwu64",
    "intent.assistant": "hwu64",
    "intent.home": "ha_intents",
    "intent.clinc": "clinc150",
    "intent.snips": "snips",
}
TALK = acts.TALK | {
    *("general_explain", "general_repeat", "general_commandstop"),
    *("GetWeather", "SearchScreeningEvent", "SearchCreativeWork", "RateBook"),
}
# forge teach has a rule like this: Sources/forge/Teaching/LabelActsFit.swift.
OWN_SHARE, FORBIDDING_SHARE, FEW = 0.1, 1 / 3, 3


def pooled_states(model: pipit.format.Model, texts: list[str]) -> np.ndarray:
    """What the heads of a model read of each text."""
    heads = [TaskHead(HeadKind.SENTENCE_VECTOR, STATE)]
    copy = pipit.format.Model(model.config, model.info, model.vocabulary, model.tensors, heads)
    with tempfile.NamedTemporaryFile(suffix=".pipit") as file:
        pipit.format.write(copy, file.name)
        lines = "".join(text + "\n" for text in texts)
        command = [FORGE, "embed", "--model", file.name]
        found = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout
    return np.array([json.loads(line) for line in found.splitlines()], np.float32)


@functools.cache
def word_keys(word: str) -> tuple[int, ...]:
    return tuple(features.keys(word))


@functools.cache
def run_key(kind: int, words: str) -> int:
    return features.key(kind, words)


def keys(text: str) -> np.ndarray:
    """features.keys with those of the order, each once and rising; words come again and again."""
    words = features.words(text)
    found = {key for word in words for key in word_keys(word)}
    found |= {run_key(features.WORDS, a + features.EDGE + b) for a, b in zip(words, words[1:], strict=False)}
    between = ["", *words, ""] if words else []
    runs = [between[:2], *(between[start : start + 3] for start in range(len(words)))]
    found |= {run_key(features.ORDER, features.EDGE.join(run)) for run in runs if run}
    return np.array(sorted(found), np.int64)


@dataclass
class Table:
    """Features by rising keys, with what each counts in the length of a text."""

    keys: np.ndarray
    importances: np.ndarray

    @classmethod
    def of(cls, texts: list[np.ndarray]) -> "Table":
        counts = Counter(key for found in texts for key in found.tolist())
        kept = np.array(sorted(key for key, count in counts.items() if count >= MINIMUM_COUNT))
        rarity = [np.log((1 + len(texts)) / (1 + counts[key])) + 1 for key in kept.tolist()]
        return cls(kept, np.minimum(255, np.rint(16 * np.array(rarity))).astype(np.int64))

    def values(self, texts: list[np.ndarray]) -> sparse.csr_matrix:
        """The features of texts, each text of length 1."""
        numbers, values, starts = [], [], [0]
        for found in texts:
            places = np.minimum(np.searchsorted(self.keys, found), len(self.keys) - 1)
            places = places[self.keys[places] == found]
            importances = self.importances[places].astype(np.float32)
            numbers.append(places)
            values.append(importances / max(np.sqrt((importances**2).sum()), 1))
            starts.append(starts[-1] + len(places))
        shape = len(texts), len(self.keys)
        return sparse.csr_matrix((np.concatenate(values), np.concatenate(numbers), starts), shape, dtype=np.float32)

    def keeping(self, numbers: np.ndarray) -> "Table":
        return Table(self.keys[numbers], self.importances[numbers])


@dataclass
class Fit:
    """A linear head on the table's features and the state: `[features, labels]`, `[width, labels]`, `[labels]`."""

    table: Table
    words: np.ndarray
    states: np.ndarray
    bias: np.ndarray

    def probabilities(self, texts: list[np.ndarray], states: np.ndarray) -> np.ndarray:
        z = self.table.values(texts) @ self.words + states @ self.states + self.bias
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)


def fit(table: Table, texts, states, labels, shares, trust: float, steps: int) -> Fit:
    """Multinomial regression by L-BFGS; the squares of the weights count 1 / trust."""
    words = table.values(texts)
    turned = words.T.tocsr()
    length = np.linalg.norm(states, axis=1).mean() / STATE_LENGTH
    states = states / length
    rows = np.arange(len(labels))
    count = words.shape[1]
    shape = count + states.shape[1] + 1, int(labels.max()) + 1

    def loss(flat):
        w = flat.astype(np.float32).reshape(shape)
        z = words @ w[:count] + states @ w[count:-1] + w[-1]
        z -= z.max(axis=1, keepdims=True)
        e = np.exp(z)
        sums = e.sum(axis=1)
        slopes = e / sums[:, None]
        slopes[rows, labels] -= 1
        slopes *= shares[:, None]
        gradient = np.concatenate([turned @ slopes, states.T @ slopes, slopes.sum(axis=0, keepdims=True)])
        gradient[:-1] += w[:-1] / trust
        losses = (shares * (np.log(sums) - z[rows, labels])).sum(dtype=np.float64)
        return losses + (w[:-1].astype(np.float64) ** 2).sum() / (2 * trust), gradient.astype(np.float64).ravel()

    start = np.zeros(shape).ravel()
    options = {"maxiter": steps, "maxcor": 8}
    flat = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    w = flat.astype(np.float32).reshape(shape)
    return Fit(table, w[:count], w[count:-1] / length, w[-1])


def strongest(found: Fit, texts, shares, limit: int) -> np.ndarray:
    """The numbers of the features that do the most, rising."""
    values = found.table.values(texts)
    done = np.asarray(values.multiply(values).T @ shares).ravel()
    done *= ((found.words - found.words.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    return np.sort(np.argsort(-done, kind="stable")[:limit])


def packed(found: Fit) -> bytes:
    """The lexicon in 4 bits, a step a feature."""
    # On the device a feature counts by its importance before the length divides it.
    weights = found.words * found.table.importances[:, None]
    scale = np.abs(weights).max() / (MAXIMUM_WEIGHT * MAXIMUM_STEP)
    steps = np.ceil(np.abs(weights).max(axis=1) / (MAXIMUM_WEIGHT * scale)).clip(0, MAXIMUM_STEP).astype(np.int64)
    kept = steps > 0
    whole = np.rint(weights[kept] / (steps[kept, None] * scale)).clip(-MAXIMUM_WEIGHT, MAXIMUM_WEIGHT)
    table = found.table.keeping(kept)
    return Lexicon(table.keys, steps[kept], whole.astype(np.int64), float(scale), table.importances, True).pack()


def head_of(found: Fit, threshold: float) -> TaskHead:
    """What the file gets."""
    return TaskHead(
        HeadKind.SEQUENCE,
        NAME,
        list(ACTS),
        output=tensors.linear8(found.states.T, found.bias),
        threshold=threshold,
        lexicon=packed(found),
    )


def of_device(lexicon: bytes, output: tensors.Tensor) -> Fit:
    """A head as the device has it."""
    read = Lexicon.unpack(lexicon)
    words = read.steps[:, None] * read.weights * read.scale / read.importances[:, None]
    return Fit(Table(read.keys, read.importances), words, output.to_float().T, output.bias)


def rounded(found: Fit) -> Fit:
    """What 8 and 4 bits leave of it."""
    return of_device(packed(found), tensors.linear8(found.states.T, found.bias))


def label_acts(found: list[int], labels: list[str], names: list[str], does_nothing: set[str]) -> bytes:
    """A byte for each of `names`: the acts that enough of its lines do. `found` and `labels`: of each line."""
    counts: dict[str, Counter] = defaultdict(Counter)
    for act, label in zip(found, labels, strict=True):
        counts[label][act] += 1

    def takes(name: str, act: int) -> bool:
        own, forbids = counts[name], ACTS[act] == "forbidden"
        if name in TALK or (name in does_nothing and not forbids):
            return True
        share = FORBIDDING_SHARE if forbids else OWN_SHARE
        return own[act] >= max(1 if own.total() <= FEW else 2, int(np.ceil(share * own.total())))

    return bytes(sum(1 << act for act in range(1, len(ACTS)) if takes(name, act)) for name in names)


def fitted(model: pipit.format.Model, options: argparse.Namespace) -> Fit:
    """The head in float, with as many features as are asked for."""
    rows = [row for row in acts.rows() if not (options.judge and row[3])]
    texts = [keys(row[1]) for row in rows]
    states = pooled_states(model, [row[1] for row in rows])
    labels = np.array([ACTS.index(row[0]) for row in rows])
    shares = np.array([SHARES[row[2]] for row in rows], np.float32)
    for act, share in enumerate(ACT_SHARES):
        shares[labels == act] *= share * len(rows) / len(ACTS) / shares[labels == act].sum()
    whole = fit(Table.of(texts), texts, states, labels, shares, options.trust, options.steps)
    table = whole.table.keeping(strongest(whole, texts, shares, options.features))
    print(f"{len(rows)} lines, {len(whole.table.keys)} features, {len(table.keys)} kept")
    return fit(table, texts, states, labels, shares, options.trust, options.steps)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="the file that gets the head")
    parser.add_argument("--features", type=int, default=4500, help="of the lexicon")
    parser.add_argument("--trust", type=float, default=30)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--threshold", type=float, default=0.5, help="held back above it, unless the head is kept")
    parser.add_argument("--judge", action="store_true")
    parser.add_argument("--labels", action="store_true", help="keep the head; find only which acts labels take")
    options = parser.parse_args()
    model = pipit.format.read(options.model)
    judged = {}
    if options.labels:
        head = model.head(NAME)
        options.threshold = head.threshold
    else:
        judged["float"] = found = fitted(model, options)
        head = head_of(found, options.threshold)
        model.heads = [other for other in model.heads if other.name != NAME] + [head]
    judged["rounded"] = device = of_device(head.lexicon, head.output)

    def probabilities(lines: list[str], head: Fit) -> np.ndarray:
        return head.probabilities([keys(line) for line in lines], pooled_states(model, lines))

    def acts_of(lines: list[str]) -> list[int]:
        p = probabilities(lines, device)
        return [int(row[1:].argmax()) + 1 if 1 - row[0] > options.threshold else 0 for row in p]

    named = None
    for other in model.heads:
        if other.name not in INTENTS:
            continue
        name = INTENTS[other.name]
        training = data.read_table(name, "train")
        lines = [row.get("text") or row["tokens"] for row in training]
        own = [row.get("label") or row["intent"] for row in training]
        if not set(other.labels) <= set(own):
            continue  # taught, as the home's plain line is: forge teach has found its acts
        does_nothing = set(own) - acts.DOING if name in ("hwu64", "clinc150") else set()
        other.label_acts = label_acts(acts_of(lines), own, other.labels, does_nothing)
        if name == "hwu64":
            named = dict(zip(other.labels, other.label_acts, strict=True))
    for title, one in judged.items():
        print(title)
        act_lines.report(lambda lines, one=one: probabilities(lines, one), options.threshold, named)
    if not options.judge:
        print(f"{options.model}: {pipit.format.write(model, options.model):,} bytes")


if __name__ == "__main__":
    main()
