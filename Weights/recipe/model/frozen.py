"""The encoder of a finished file in PyTorch, with the engine's arithmetic: heads fitted alone learn from its rows."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from model import shipped
from model.encoder import Shape, row_int8
from model.network import HeadWeights, SegmentedEncoder
from tasks.heads import Head, key
from tasks.sets import second_segments
from tasks.text import encode, padded, tokenizer

BATCH = 64


def encoder_of(path: Path) -> SegmentedEncoder:
    """The encoder of a file, which nothing trains further."""
    before = shipped.checkpoint(path)
    encoder = SegmentedEncoder(Shape(**before["shape"]))
    prefix = "encoder."
    encoder.load_state_dict(
        {name[len(prefix) :]: value for name, value in before["network"].items() if name.startswith(prefix)}
    )
    play_quantized(encoder)
    return encoder.eval().requires_grad_(False)


def play_quantized(module: torch.nn.Module) -> None:
    """Every part of it goes through the engine's arithmetic."""
    for part in module.modules():
        if hasattr(part, "quantized"):
            part.quantized = True


@dataclass
class Rows:
    """The int8 rows of texts, one text behind the other, and their scales: text i has those of places[i] … places[i +
    1]."""

    q: np.ndarray
    scale: np.ndarray
    places: np.ndarray

    def padded(self, texts) -> torch.Tensor:
        """The float rows of some texts `[texts, n, width]`, 0 where padded."""
        counts = [self.places[i + 1] - self.places[i] for i in texts]
        found = np.zeros((len(counts), max(counts), self.q.shape[1]), np.float32)
        for row, (i, count) in enumerate(zip(texts, counts, strict=True)):
            part = slice(self.places[i], self.places[i] + count)
            found[row, :count] = self.q[part].astype(np.float32) * self.scale[part, None]
        return torch.from_numpy(found)


def quantized(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows as int8, and their scales."""
    scale = np.abs(rows).max(axis=1) / 127
    return np.rint(rows / np.maximum(scale[:, None], 1e-12)).astype(np.int8), scale


def pair_rows(encoder: SegmentedEncoder, sequences: list[np.ndarray], shifts: list[int]) -> Rows:
    """The rows of pairs in one sequence, whose second text starts at a shift."""
    lengths = np.array([len(ids) for ids in sequences])
    places = np.concatenate([[0], np.cumsum(lengths)])
    q = np.zeros((places[-1], encoder.shape.width), np.int8)
    scale = np.zeros(places[-1], np.float32)
    order = np.argsort(lengths, kind="stable")
    for begin in range(0, len(order), BATCH):
        picked = order[begin : begin + BATCH]
        ids = padded([sequences[i] for i in picked])
        shift = torch.tensor([shifts[i] for i in picked])[:, None]
        length = torch.from_numpy(lengths[picked])[:, None]
        with torch.inference_mode():
            rows = encoder.pair(ids, second_segments(ids, shift, length))[0].numpy()
        for row, i in enumerate(picked):
            part = slice(places[i], places[i + 1])
            q[part], scale[part] = quantized(rows[row, : lengths[i]])
    return Rows(q, scale, places)


@torch.no_grad()
def half_rows(encoder: SegmentedEncoder, sequences: list[np.ndarray], places: list[list[int]]) -> torch.Tensor:
    """Of each sequence of marked ids the rows at some places, one sequence behind the other, in half precision `[all
    places, width]`."""
    order = sorted(range(len(sequences)), key=lambda i: len(sequences[i]))
    found: list[torch.Tensor | None] = [None] * len(sequences)
    for begin in range(0, len(order), 2 * BATCH):
        picked = order[begin : begin + 2 * BATCH]
        rows = row_int8(encoder(padded([sequences[i] for i in picked]))[0])
        for row, i in zip(rows, picked, strict=True):
            found[i] = row[places[i]].half()
    return torch.cat(found)


def head_like(head, shape: Shape) -> HeadWeights:
    """A new head on an encoder of this shape, trained through the engine's arithmetic."""
    made = HeadWeights(head, shape)
    play_quantized(made)
    return made


def head_of(found, shape: Shape, group: int = 0) -> HeadWeights:
    """A head of a file, to be asked or trained further through the engine's arithmetic; `group`: inputs that share a
    scale of its 4-bit matrices, 0 for 8 bits."""
    hidden = found.transform.rows if found.transform else 0
    made = head_like(Head(found.name, found.kind, found.labels, hidden, found.out_of_scope, group), shape)
    prefix = f"heads.{key(found.name)}."
    made.load_state_dict({name.removeprefix(prefix): value for name, value in shipped.head_of(found).items()})
    return made


def pooled_of(encoder: SegmentedEncoder, sequences: list[np.ndarray]) -> np.ndarray:
    """What heads on a whole text read of each sequence of marked ids."""
    order = np.argsort([len(ids) for ids in sequences], kind="stable")
    found = np.zeros((len(sequences), encoder.shape.width), np.float32)
    with torch.inference_mode():
        for begin in range(0, len(order), BATCH):
            picked = order[begin : begin + BATCH]
            found[picked] = encoder(padded([sequences[i] for i in picked]))[1].numpy()
    return found


def pooled_states(encoder: SegmentedEncoder, texts: list[str]) -> np.ndarray:
    """The same of texts, cut where the encoder ends."""
    return pooled_of(encoder, encode(tokenizer(encoder.shape.longest), texts)[0])
