"""The teacher's sentence vectors as a task: what stage 2 has cached, and how far a network is from them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from tqdm import tqdm

from tasks import data, text

LONGEST_PIECES = 64


def write_cache(
    folder: Path,
    collect: Callable[[], list[str]],
    count: int,
    chunk: int,
    vectors_of: Callable[[list[str]], np.ndarray],
) -> None:
    """Lists what `collect` gives in texts.txt on first use, and writes vectors of the first `count`; resumable.

    A file has the float16 vectors of `chunk` texts, and one that is there stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listing = folder / "texts.txt"
    if not listing.exists():
        listing.write_text("".join(t + "\n" for t in collect()), encoding="utf-8")
    texts = list(data.lines(listing))[:count]
    for start in tqdm(range(0, len(texts), chunk), desc=f"{len(texts)} sentences", unit="chunk"):
        target = folder / f"vectors_{start // chunk:03d}.npy"
        if not target.exists():
            partial = target.with_suffix(".partial.npy")
            np.save(partial, vectors_of(texts[start : start + chunk]).astype(np.float16))
            partial.rename(target)


def cached_vectors(folder: Path | None = None) -> tuple[list[str], np.ndarray]:
    """The sentences that a cache has reached, stage 2's unless another is named, and their float16 vectors."""
    folder = folder or data.WORK / "teacher"
    files = sorted(p for p in folder.glob("vectors_*.npy") if "partial" not in p.name)
    vectors = np.concatenate([np.load(p) for p in files])
    return list(data.lines(folder / "texts.txt"))[: len(vectors)], vectors


def cached() -> tuple[list[np.ndarray], np.ndarray]:
    """Their ids and vectors."""
    texts, vectors = cached_vectors()
    return text.encode(text.tokenizer(LONGEST_PIECES), texts)[0], vectors


def distillation_loss(student, expected):
    """Student and teacher unit vectors `[B, 384]`."""
    cosine = (1 - (student * expected).sum(1)).mean()
    matrix = (student @ student.t() - expected @ expected.t()).square().mean()
    return cosine + 10 * matrix, cosine
