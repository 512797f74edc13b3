"""How near texts are to each other by the teacher of sentences, as a task: no label is needed, and no projection, since
only cosines are compared."""

import random

import numpy as np
import torch

from tasks import data, teacher_vectors
from tasks.intents import unit_vectors
from tasks.sets import encode

TEMPERATURE = 0.05


def folder():
    return data.WORK / "relations"


def cached() -> tuple[list[str], np.ndarray]:
    """The sentences that stages/cache_relations.py has reached, and their teacher vectors."""
    texts, vectors = teacher_vectors.cached_vectors(folder())
    return texts, vectors.astype(np.float32)


class RelationSet:
    """Batches of any texts: whom the teacher finds nearest, as shares of the batch, and its cosines themselves."""

    def __init__(self, size=112, seed=2):
        texts, self.vectors = cached()
        self.ids, self.size, self.draw = encode(texts), min(size, len(texts)), random.Random(seed)

    def loss(self, network):
        picked = self.draw.sample(range(len(self.ids)), self.size)
        order, own = unit_vectors(network, [self.ids[i] for i in picked])
        expected = torch.from_numpy(self.vectors[picked])[order]
        return relation_loss(own, expected)


def relation_loss(vectors, expected):
    """Unit vectors of a batch by the network and by its teacher."""
    itself = torch.eye(len(vectors), dtype=torch.bool)
    cosines, wanted = vectors @ vectors.t(), expected @ expected.t()
    shares = (wanted / TEMPERATURE).masked_fill(itself, -1e4).softmax(1)
    found = (cosines / TEMPERATURE).masked_fill(itself, -1e4).log_softmax(1)
    return -0.3 * (shares * found.masked_fill(itself, 0)).sum(1).mean() + 10 * (cosines - wanted).square().mean()
