"""A MiniLM that finds entities, to teach the small network's head: its rows, and the features that the head may have,
all of them."""

from pathlib import Path

import numpy as np
import torch
from torch import nn

from model import teacher
from model.path_head import NEVER, PathHead, best_path, shares_of_paths
from tasks import data
from tasks.entity_lines import LABELS, LONGEST, Lines
from tasks.text import padded


def places_of(encoding, text: str, parts: list[tuple[int, int]]) -> np.ndarray:
    """The piece that holds the first letter of each part (bytes of the text); the last one of those that are cut."""
    raw = text.encode()
    begins = [start for (start, end), special in zip(encoding.offsets, encoding.special_tokens_mask) if not special]
    first = [len(raw[:start].decode()) for start, _ in parts]
    return np.maximum(np.searchsorted(begins, first, side="right"), 1)


class EntitiesTeacher(nn.Module):
    """Scores of the tags of parts by MiniLM's rows, its embeddings frozen, and by features."""

    def __init__(self, keys: np.ndarray):
        super().__init__()
        self.network = teacher.encoder()
        self.network.embeddings.requires_grad_(False)
        self.head = PathHead(keys, teacher.WIDTH, 0, len(LABELS))
        self.splitter = teacher.tokenizer(LONGEST)

    def read(self, lines: Lines) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """The ids of lines and the places of their parts."""
        encodings = self.splitter.encode_batch([example.text for example in lines.examples])
        found = zip(encodings, lines.examples, lines.bytes, strict=True)
        return [np.array(e.ids) for e in encodings], [places_of(e, own.text, parts) for e, own, parts in found]

    def forward(self, ids: list[np.ndarray], places: list[np.ndarray], numbers: torch.Tensor) -> torch.Tensor:
        """Scores `[parts, labels]`."""
        pieces = padded(ids)
        rows = self.network(pieces, attention_mask=(pieces != teacher.PAD).float())[0]
        states = torch.cat([rows[i, torch.from_numpy(own)] for i, own in enumerate(places)])
        return self.head(states, numbers)

    @torch.no_grad()
    def batches(self, lines: Lines):
        """The lines in batches of like length, each with the numbers of its parts and their scores."""
        self.eval()
        ids, places = self.read(lines)
        numbers, counts = self.head.numbers(np.array(lines.keys)), np.diff(lines.bounds)
        order = np.argsort(counts, kind="stable")
        for first in range(0, len(order), 128):
            batch = order[first : first + 128]
            own = lines.parts_of(batch)
            yield batch, own, self([ids[i] for i in batch], [places[i] for i in batch], numbers[own])

    def best_paths(self, lines: Lines) -> list[np.ndarray]:
        """The best tags of each line."""
        steps = self.head.steps().detach().numpy()
        found: list[np.ndarray | None] = [None] * len(lines)
        for batch, _, scores in self.batches(lines):
            ends = np.cumsum(np.diff(lines.bounds)[batch])[:-1]
            for i, own in zip(batch, np.split(scores.numpy(), ends), strict=True):
                found[i] = best_path(steps, own)
        return found

    def answers(self, lines: Lines, trust: float) -> tuple[torch.Tensor, torch.Tensor]:
        """What shares_of_paths says of all lines, in half precision: of the paths that are allowed by `trust`, of all
        for the rest."""
        labels, counts = len(LABELS), np.diff(lines.bounds)
        tags = torch.zeros(len(lines.keys), labels, dtype=torch.half)
        taken = torch.zeros(len(lines.keys), labels + 1, labels, dtype=torch.half)
        allowed = torch.from_numpy(lines.allowed)
        for batch, own, scores in self.batches(lines):
            truth = shares_of_paths(self.head, scores.masked_fill(~allowed[own], NEVER), counts[batch])
            free = shares_of_paths(self.head, scores, counts[batch])
            for target, known, said in zip((tags, taken), truth, free, strict=True):
                target[own] = (trust * known + (1 - trust) * said).half()
        return tags, taken


def file_of(seed: int) -> Path:
    return data.WORK / f"teacher_entities_{seed}.pt"


def load(seed: int) -> EntitiesTeacher:
    """A teacher that stages.teach_entities has made."""
    found = torch.load(file_of(seed), weights_only=False)
    made = EntitiesTeacher(found["keys"])
    made.load_state_dict(found["network"])
    return made.eval()
