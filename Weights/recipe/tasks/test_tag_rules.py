"""The loss of a path against the sum over all paths, one by one."""

import itertools

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from tasks.tag_rules import TagRules  # noqa: E402  (it needs torch)

LABELS = ["O", "B-a", "I-a", "B-b", "I-b"]


def is_allowed(path) -> bool:
    return all(
        not LABELS[tag].startswith("I-") or (before is not None and LABELS[before][1:] == LABELS[tag][1:])
        for before, tag in zip((None, *path), path)
    )


def test_every_path_is_counted_once():
    torch.manual_seed(3)
    counts, truth = np.array([3, 1, 4, 2]), torch.tensor([1, 2, 0, 3, 0, 1, 2, 2, 3, 4])
    logits, total, first = torch.randn(10, 5, dtype=torch.float64) * 2, 0.0, 0
    for count in counts:
        part, true = logits[first : first + count], truth[first : first + count].tolist()

        def score(path):
            return sum(part[word, tag].item() for word, tag in enumerate(path))

        assert is_allowed(true)
        scores = [score(path) for path in itertools.product(range(5), repeat=int(count)) if is_allowed(path)]
        total += np.log(np.exp(scores).sum()) - score(true)
        first += count
    assert abs(TagRules(LABELS).path_loss(logits, truth, counts).item() - total / 10) < 1e-9


def test_nothing_but_o():
    logits = torch.zeros(2, 1)
    assert TagRules(["O"]).path_loss(logits, torch.tensor([0, 0]), np.array([2])).item() == 0
