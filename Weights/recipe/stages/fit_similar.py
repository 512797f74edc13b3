"""Last stage: a matrix for the head similar, by which what says the opposite is not alike, into a finished file.

    python -m stages.cache_teacher                   once; the first SENTENCES are enough
    python -m stages.fit_similar ../pipit.pipit
    PIPIT_LICENCES=permissive python -m stages.fit_similar ../home.pipit

A cosine of sentence vectors takes "open the door" and "close the door" for much the same. The matrix projects the
pooled states to where they are not: pairs made by rule (tasks/opposites.py) pull it, sentences with their neighbours
and with any others, as near as MiniLM holds them, and, where licences allow, contradictions and entailments,
paraphrases, and scored pairs. All other heads keep their bits. STS-B's validation split and words that no pair of
training turns around judge it.
"""

import argparse
import random
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from scipy.stats import spearmanr

import pipit.format
from pipit.format import tensors
from stages.fit_acts import pooled_states
from tasks import data, licences, opposites, teacher_vectors

ROWS = 64
BATCH, RATE = 512, 3e-3
# Cosines above the first are wrong of opposites, below the second of paraphrases.
OPPOSITE, ALIKE = -0.3, 0.95
ALIKE_SHARE, SCORED_SHARE, TEACHER_SHARE = 2, 6, 5
SENTENCES = 32_768  # that the teacher has read
NEIGHBOURS, DRAWN = 8, 3  # of a sentence, and how many of these it is paired with
CONTRADICTIONS, PARAPHRASES = ("snli_small", "mnli_small"), ("quora_pairs", "mrpc")


@dataclass
class Pairs:
    """Pairs of texts: opposites, paraphrases, and those with a score from 0 to 1."""

    low: list[tuple[str, str]] = field(default_factory=list)
    high: list[tuple[str, str]] = field(default_factory=list)
    scored: list[tuple[str, str, float]] = field(default_factory=list)

    def all(self):
        return [*self.low, *self.high, *self.scored]


@dataclass
class Taught:
    """Sentences, the teacher's vectors `[texts, 384]`, and pairs of neighbours by their numbers `[pairs, 2]`."""

    texts: list[str]
    vectors: torch.Tensor
    near: torch.Tensor

    @classmethod
    def cached(cls, draw: random.Random) -> "Taught":
        texts, vectors = teacher_vectors.cached_vectors()
        texts, vectors = texts[:SENTENCES], torch.from_numpy(vectors[:SENTENCES].astype(np.float32))
        near = []
        for first in range(0, len(texts), 1024):
            found = (vectors[first : first + 1024] @ vectors.T).topk(NEIGHBOURS + 1).indices[:, 1:].tolist()
            near += [(first + row, other) for row, own in enumerate(found) for other in draw.sample(own, DRAWN)]
        return cls(texts, vectors, torch.tensor(near))

    def cosines(self, pairs: torch.Tensor) -> torch.Tensor:
        return (self.vectors[pairs[:, 0]] * self.vectors[pairs[:, 1]]).sum(1)


def made_pairs(count: int, is_held: bool, draw: random.Random) -> Pairs:
    """Pairs made by rule; those held for validation turn other words around."""
    words, found = opposites.word_pairs(is_held), Pairs()
    texts = [text for text in data.pretraining_lines("tatoeba_en") if 3 <= len(text.split()) <= 12]
    random.Random(3).shuffle(texts)
    half = len(texts) // 2
    texts = texts[half:] if is_held else texts[:half]
    turned = ((text, opposites.opposite(text, words, draw)) for text in texts)
    denied = ((text, opposites.negated(text, draw)) for text in texts)
    reworded = ((text, opposites.reworded(text, draw)) for text in texts)
    found.low += first(count, turned) + first(count, denied)
    found.high += first(count // 2, ((a, b) for a, b in reworded if a != b))
    for text, same, opposite in opposites.home_pairs(count, words, draw):
        found.high.append((text, same))
        if opposite:
            found.low.append((text, opposite))
        if draw.random() < 0.3:
            found.low.append((text, opposites.denied_command(same, draw)))
    return found


def first(count: int, pairs) -> list[tuple[str, str]]:
    """The first of the pairs that have both texts."""
    taken = []
    for one, other in pairs:
        if len(taken) == count:
            break
        if other:
            taken.append((one, other))
    return taken


def labelled_pairs() -> Pairs:
    """Pairs of the sets; SICK's contradictions are scored as near, so that they are left out."""
    found = Pairs()
    for row in data.read_table("stsb", "train"):
        found.scored.append((row["text_a"], row["text_b"], float(row["score"]) / 5))
    for row in data.read_table("sick", "train"):
        if row["entailment"] != "CONTRADICTION":
            found.scored.append((row["text_a"], row["text_b"], (float(row["score"]) - 1) / 4))
    for name in CONTRADICTIONS:
        for row in data.read_table(name, "train"):
            pair = (row["text_a"], row["text_b"])
            if row["label"] == "contradiction":
                found.low.append(pair)
            elif row["label"] == "entailment":
                found.high.append(pair)
    for name in PARAPHRASES:
        found.high += [(row["text_a"], row["text_b"]) for row in data.read_table(name, "train") if row["label"] == "1"]
    return found


class Projection:
    """The matrix `[ROWS, width]`, and the cosines of pairs by it."""

    def __init__(self, model: pipit.format.Model, texts: list[str]):
        self.numbers = {text: number for number, text in enumerate(texts)}
        states = torch.from_numpy(pooled_states(model, texts))
        self.states = torch.nn.functional.normalize(states)
        components = torch.linalg.svd(self.states, full_matrices=False).Vh
        self.matrix = torch.nn.Parameter(components[:ROWS].clone())

    def places(self, pairs) -> torch.Tensor:
        return torch.tensor([[self.numbers[pair[0]], self.numbers[pair[1]]] for pair in pairs])

    def cosines(self, places: torch.Tensor) -> torch.Tensor:
        projected = self.states[places] @ self.matrix.T
        return torch.nn.functional.cosine_similarity(projected[:, 0], projected[:, 1])

    def fit(self, pairs: Pairs, taught: Taught, steps: int) -> None:
        low, high = self.places(pairs.low), self.places(pairs.high)
        scored = self.places(pairs.scored) if pairs.scored else None
        scores = torch.tensor([pair[2] for pair in pairs.scored])
        read = torch.tensor([self.numbers[text] for text in taught.texts])
        optimizer = torch.optim.Adam([self.matrix])

        def drawn(places):
            return places[torch.randint(len(places), (BATCH,))]

        def miss_of_teacher(taken):
            return (self.cosines(read[taken]) - taught.cosines(taken)).square().mean()

        for step in range(steps):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
            loss = torch.relu(self.cosines(drawn(low)) - OPPOSITE).square().mean()
            loss = loss + ALIKE_SHARE * torch.relu(ALIKE - self.cosines(drawn(high))).square().mean()
            if scored is not None:
                picked = torch.randint(len(scored), (BATCH,))
                loss = loss + SCORED_SHARE * (self.cosines(scored[picked]) - scores[picked]).square().mean()
            any_two = torch.randint(len(read), (BATCH // 2, 2))
            loss = loss + TEACHER_SHARE * (miss_of_teacher(drawn(taught.near)) + miss_of_teacher(any_two))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--pairs", type=int, default=6000, help="pairs of a rule, at most")
    parser.add_argument("--steps", type=int, default=2000)
    options = parser.parse_args()
    model = pipit.format.read(options.model)
    draw = random.Random(7)
    torch.manual_seed(1)
    pairs, held = made_pairs(options.pairs, False, draw), made_pairs(options.pairs // 10, True, draw)
    if not licences.ONLY_PERMISSIVE:
        found = labelled_pairs()
        pairs = Pairs(pairs.low + found.low, pairs.high + found.high, found.scored)
    judged = [(row["text_a"], row["text_b"], float(row["score"])) for row in data.read_table("stsb", "valid")]
    taught = Taught.cached(draw)
    texts = sorted({text for pair in [*pairs.all(), *held.all(), *judged] for text in pair[:2]} | set(taught.texts))
    projection = Projection(model, texts)

    def report(when: str) -> None:
        with torch.no_grad():
            low, high = (float(projection.cosines(projection.places(p)).mean()) for p in (held.low, held.high))
            ranks = spearmanr(projection.cosines(projection.places(judged)), [pair[2] for pair in judged]).statistic
        print(f"{when}: STS-B valid {100 * ranks:.1f}; mean of opposites {low:.2f}, of paraphrases {high:.2f}")

    report("before")
    projection.fit(pairs, taught, options.steps)
    report("after")
    matrix = projection.matrix.detach().numpy()
    head = next(head for head in model.heads if head.kind == pipit.format.PAIR_SIMILARITY)
    # Only the direction counts.
    head.output = tensors.linear8(np.asarray(matrix / np.abs(matrix).max(), np.float32), np.zeros(ROWS, np.float32))
    pipit.format.write(model, options.model)
    print(f"{options.model}: {options.model.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
