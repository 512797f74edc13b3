"""What a network knew before: its rows of words and its vectors of texts, held while it learns more or gets smaller."""

from pathlib import Path

import torch
from torch.nn import functional as F

from model import frozen
from tasks.sets import Pool, encode, typed
from tasks.text import padded


class KeptSet:
    """Texts whose rows are to be those of a finished file: the cosine of each row, and the similarities of the texts
    of a batch among each other."""

    def __init__(self, before: Path, texts: list[str], size=64, seed=1):
        self.before = frozen.encoder_of(before)
        self.ids = encode(texts)
        self.pool = Pool([len(i) for i in self.ids], size, seed)

    def loss(self, network):
        ids = typed(network, padded([self.ids[i] for i in self.pool.next()]))
        with torch.no_grad():
            rows_before, pooled_before = self.before(ids)
            near_before = F.normalize(pooled_before, dim=1)
        rows, pooled = network.encoder(ids)
        near = F.normalize(pooled, dim=1)
        there = ids != 0
        apart = 1 - F.cosine_similarity(rows[there], rows_before[there])
        matrix = (near @ near.t() - near_before @ near_before.t()).square().mean()
        return 4 * apart.mean() + 2 * (1 - (near * near_before).sum(1)).mean() + 20 * matrix
