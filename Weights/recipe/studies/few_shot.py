"""Labels taught by a few examples on frozen MiniLM's float vectors: what `forge few-shot` is compared with.

    python -m studies.few_shot TRAIN.tsv TEST.tsv [--examples 1,5,10,20] [--draws 5]

Prints, for each count of examples a label, the accuracy of the device's method (Sources/PipitCore/Teaching/TEACHING.md,
in float) and of scikit-learn's logistic regression, the mean of the draws. Rows of the label oos are left out.
"""

import argparse
import lzma
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from model import teacher

PASSES, START_LENGTH, RATE = 40, 4, 4


def table(path: Path):
    opened = lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")
    with opened as source:
        header, *rows = [line.rstrip("\n").split("\t") for line in source]
    text, label = header.index("text"), header.index("label")
    rows = [(row[text], row[label]) for row in rows if row[label] != "oos"]
    return [text for text, _ in rows], np.array([label for _, label in rows])


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def taught(rows: np.ndarray, numbers: np.ndarray, queries: np.ndarray) -> np.ndarray:
    """The numbers of the labels that the device's method finds."""
    mean = rows.mean(0)
    centred, expected = unit(rows - mean), np.eye(numbers.max() + 1)[numbers]
    share = RATE / expected.sum(0)[numbers][:, None]
    weights = START_LENGTH * unit(expected.T @ centred)
    for _ in range(PASSES):
        z = centred @ weights.T
        e = np.exp(z - z.max(1, keepdims=True))
        weights -= ((e / e.sum(1, keepdims=True) - expected) * share).T @ centred
    return (unit(queries - mean) @ weights.T).argmax(1)


def regression(rows: np.ndarray, numbers: np.ndarray, queries: np.ndarray) -> np.ndarray:
    return LogisticRegression(C=100, max_iter=300).fit(rows, numbers).predict(queries)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    parser.add_argument("--examples", default="1,5,10,20")
    parser.add_argument("--draws", type=int, default=5)
    options = parser.parse_args()
    network, splitter = teacher.encoder().eval(), teacher.tokenizer(128)
    (texts, labels), (query_texts, query_labels) = table(options.train), table(options.test)
    rows, queries = (teacher.sentence_vectors(network, splitter.encode_batch(t)) for t in (texts, query_texts))
    names = sorted(set(labels))
    gold = np.array([names.index(label) if label in names else -1 for label in query_labels])
    print(f"{len(names)} labels, {options.draws} draws, {len(gold)} rows to answer")
    for count in map(int, options.examples.split(",")):
        found = {"taught": [], "logistic regression": []}
        for draw in range(options.draws):
            random = np.random.default_rng(draw)
            picked = [random.permutation(np.flatnonzero(labels == name))[:count] for name in names]
            numbers = np.repeat(np.arange(len(names)), [len(p) for p in picked])
            chosen = rows[np.concatenate(picked)]
            found["taught"].append((taught(chosen, numbers, queries) == gold).mean())
            found["logistic regression"].append((regression(chosen, numbers, queries) == gold).mean())
        print(f"{count:3} examples: " + ", ".join(f"{name} {np.mean(v):.4f}" for name, v in found.items()), flush=True)


if __name__ == "__main__":
    main()
