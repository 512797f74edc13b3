"""The teacher's sentence vectors as a task: what stage 2 has cached, and how far a network is from them."""

import numpy as np

from tasks import data, text

LONGEST_PIECES = 64


def cached_vectors() -> tuple[list[str], np.ndarray]:
    """The sentences that stage 2 has reached, and their float16 teacher vectors."""
    files = sorted(p for p in (data.WORK / "teacher").glob("vectors_*.npy") if "partial" not in p.name)
    vectors = np.concatenate([np.load(p) for p in files])
    return list(data.lines(data.WORK / "teacher" / "texts.txt"))[: len(vectors)], vectors


def cached() -> tuple[list[np.ndarray], np.ndarray]:
    """Their ids and vectors."""
    texts, vectors = cached_vectors()
    return text.encode(text.tokenizer(LONGEST_PIECES), texts)[0], vectors


def distillation_loss(student, expected):
    """Student and teacher unit vectors `[B, 384]`."""
    cosine = (1 - (student * expected).sum(1)).mean()
    matrix = (student @ student.t() - expected @ expected.t()).square().mean()
    return cosine + 10 * matrix, cosine
