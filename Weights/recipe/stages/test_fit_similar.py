"""What a projection for similarity learns from the teacher's vectors."""

import random

import numpy as np
import torch

from stages import fit_similar
from stages.fit_similar import NEIGHBOURS, Pairs, Projection, Taught
from tasks import teacher_vectors


def test_pairs_of_neighbours(monkeypatch):
    vectors = np.random.default_rng(1).normal(size=(40, 6))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [f"text {number}" for number in range(len(vectors))]
    monkeypatch.setattr(teacher_vectors, "cached_vectors", lambda: (texts, vectors.astype(np.float16)))
    taught = Taught.cached(random.Random(2))
    cosines = vectors @ vectors.T
    for one, other in taught.near.tolist():
        assert one != other and (cosines[one] > cosines[one, other]).sum() <= NEIGHBOURS
    expected = [cosines[one, other] for one, other in taught.near.tolist()]
    assert np.allclose(taught.cosines(taught.near), expected, atol=5e-3)


def test_opposites_come_apart(monkeypatch):
    """One number of a state says which way; all texts but these pairs keep what the teacher says of them."""
    draw = np.random.default_rng(3)
    states = draw.normal(size=(60, 80)).astype(np.float32)
    states[30:] = states[:30]
    states[30:, 0] = -states[30:, 0]
    texts = [f"{way} {number}" for way in ("on", "off") for number in range(30)]
    monkeypatch.setattr(fit_similar, "pooled_states", lambda model, asked: states[[texts.index(t) for t in asked]])
    projection = Projection(None, texts)
    near = torch.tensor([[number, number + 1] for number in range(29)])
    taught = Taught(texts[:30], torch.nn.functional.normalize(torch.from_numpy(states[:30])), near)
    alike = [(text, text) for text in texts]
    low = [(texts[number], texts[number + 30]) for number in range(30)]
    before = projection.cosines(projection.places(low)).mean().item()
    torch.manual_seed(1)
    projection.fit(Pairs(low, alike), taught, 300)
    after = projection.cosines(projection.places(low)).mean().item()
    kept = projection.cosines(near) - taught.cosines(near)
    assert after < before - 0.5 and kept.abs().mean() < 0.2
