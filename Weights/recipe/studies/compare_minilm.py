"""all-MiniLM-L6-v2 through `forge import` and the integer engine, against the float model of transformers.

    swift build -c release --product forge
    python -m studies.compare_minilm --forge ../../.build/release/forge

For each setting of bits: imports the checkpoint, lets `forge embed` make the vectors of the sentences of STS-B (the
first pairs of its validation split), and compares them with the float model's mean-pooled rows. Prints a table: the
cosine of a sentence's two vectors, the Spearman correlation of the pairs' cosines with the human scores for either
model, and what the model file weighs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from scipy.stats import spearmanr
from transformers import BertModel, BertTokenizerFast

from model import teacher
from tasks import data

SETTINGS = ((8, 8), (8, 4), (4, 8), (4, 4))


@torch.no_grad()
def float_vectors(sentences: list[str]) -> np.ndarray:
    """The mean of the last rows, as sentence-transformers pools them: `[sentences, 384]`."""
    network = BertModel.from_pretrained(teacher.folder()).eval()
    tokenizer = BertTokenizerFast.from_pretrained(teacher.folder())
    vectors = []
    for sentence in sentences:
        encoding = tokenizer(sentence, return_tensors="pt", truncation=True, max_length=512)
        vectors.append(network(**encoding).last_hidden_state[0].mean(0).numpy())
    return np.array(vectors, np.float64)


def engine_vectors(forge: Path, model: Path, sentences: list[str]) -> np.ndarray:
    text = "".join(sentence + "\n" for sentence in sentences)
    done = subprocess.run([forge, "embed", "--model", model], input=text, stdout=subprocess.PIPE, text=True, check=True)
    return np.array([json.loads(line) for line in done.stdout.splitlines()])


def imported(forge: Path, model: Path, bits: int, table_bits: int) -> int:
    """Makes the model; returns the bytes of its file."""
    subprocess.run(
        [
            forge,
            "import",
            teacher.folder(),
            "-o",
            model,
            "--name",
            "all-MiniLM-L6-v2",
            "--bits",
            str(bits),
            "--table-bits",
            str(table_bits),
        ],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return model.stat().st_size


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(-1) / np.sqrt((a * a).sum(-1) * (b * b).sum(-1))


def spearman(vectors: np.ndarray, scores: list[float]) -> float:
    """In points: the pairs stand one behind the other."""
    return 100 * float(spearmanr(cosines(vectors[0::2], vectors[1::2]), scores).statistic)


def settings(text: str) -> list[tuple[int, int]]:
    """`8,8 4,4` as pairs of bits."""
    return [tuple(int(part) for part in pair.split(",")) for pair in text.split()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forge", type=Path, default=data.REPOSITORY / ".build/release/forge")
    parser.add_argument("--pairs", type=int, default=250, help="of sentences, from the start of the validation split")
    parser.add_argument("--settings", type=settings, default=SETTINGS, help='bits of weights and table: "8,8 4,4"')
    options = parser.parse_args()
    rows = data.read_table("stsb", "valid")[: options.pairs]
    sentences = [row[column] for row in rows for column in ("text_a", "text_b")]
    scores = [float(row["score"]) for row in rows]
    expected = float_vectors(sentences)
    theirs = spearman(expected, scores)
    print(f"all-MiniLM-L6-v2, {len(sentences)} sentences of STS-B (validation); float model: Spearman {theirs:.2f}")
    print("weights  table       bytes   cosine mean    5 %   least   Spearman  difference  ms a sentence")
    for bits, table_bits in options.settings:
        with tempfile.TemporaryDirectory() as folder:
            model = Path(folder) / "minilm.pipit"
            count = imported(options.forge, model, bits, table_bits)
            start = time.monotonic()
            ours = engine_vectors(options.forge, model, sentences)
            spent = 1000 * (time.monotonic() - start) / len(sentences)
        near = cosines(ours, expected)
        found = spearman(ours, scores)
        print(
            f"{bits:4} bit {table_bits:2} bit {count:11,}   "
            f"{near.mean():11.4f} {np.quantile(near, 0.05):6.4f}  {near.min():6.4f}"
            f"   {found:8.2f}  {found - theirs:+10.2f}  {spent:13.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
