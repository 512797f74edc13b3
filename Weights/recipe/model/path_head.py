"""A head of learnt paths in PyTorch: scores of the tags of parts by rows and features, and the loss of whole paths."""

import numpy as np
import torch
from torch import nn

from model.encoder import row_int8
from pipit.format.paths import OUTPUTS_BEHIND_LABELS

NEVER = -1e4


class PathHead(nn.Module):
    """Rows, features and transitions; outputs beside the labels are all B- and all I-, and what is at B-X counts for
    I-X too."""

    def __init__(self, keys: np.ndarray, width: int, hidden: int, labels: int):
        super().__init__()
        self.known = keys
        self.features = nn.EmbeddingBag(len(keys) + 1, labels + OUTPUTS_BEHIND_LABELS, mode="sum", padding_idx=0)
        nn.init.zeros_(self.features.weight)
        self.transform = nn.Linear(width, hidden) if hidden else None
        self.output = nn.Linear(hidden or width, labels)
        self.transitions = nn.Parameter(torch.zeros(labels + 1, labels))
        inner = torch.arange(labels) % 2 == 0
        inner[0] = False
        before = torch.arange(-1, labels)[:, None]
        tags = torch.arange(labels)[None]
        self.register_buffer("never", inner[None] & (before != tags) & (before != tags - 1))
        self.dropped = 0.0

    def quantized(self, layer: nn.Linear, rows: torch.Tensor) -> torch.Tensor:
        return nn.functional.linear(rows, row_int8(layer.weight), layer.bias)

    def numbers(self, keys: np.ndarray) -> torch.Tensor:
        """The rows of the table for keys `[parts, features]`, 0 for those that it does not have."""
        places = np.searchsorted(self.known, keys).clip(max=len(self.known) - 1)
        return torch.from_numpy(np.where(self.known[places] == keys, places + 1, 0))

    def forward(self, states: torch.Tensor, numbers: torch.Tensor) -> torch.Tensor:
        """Scores `[parts, labels]`."""
        rows = states
        if self.transform is not None:
            rows = row_int8(torch.relu(self.quantized(self.transform, rows)))
        if self.training:
            rows = nn.functional.dropout(rows, 0.1)
            numbers = numbers.masked_fill(torch.rand(numbers.shape) < self.dropped, 0)
        sums = self.features(numbers)
        outside, begins, inside = sums[:, :1], sums[:, 1:-2:2], sums[:, 2:-2:2]
        pairs = torch.stack([begins + sums[:, -2:-1], begins + inside + sums[:, -1:]], 2).flatten(1)
        return self.quantized(self.output, rows) + torch.cat([outside, pairs], 1)

    def steps(self) -> torch.Tensor:
        return self.transitions.masked_fill(self.never, NEVER)


def best_path(steps: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """The tags of the best path of one line, of a head's steps and the scores `[parts, labels]` of the line's parts."""
    best, back = steps[0] + scores[0], []
    for row in scores[1:]:
        sums = best[:, None] + steps[1:]
        back.append(sums.argmax(0))
        best = sums.max(0) + row
    path = [int(best.argmax())]
    for previous in reversed(back):
        path.append(int(previous[path[-1]]))
    return np.array(path[::-1])


def spread(scores: torch.Tensor, counts: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    """Scores `[lines, longest, labels]` of lines one after the other, and where there are some."""
    there = torch.arange(int(counts.max()))[None] < torch.from_numpy(counts)[:, None]
    return scores.new_zeros(*there.shape, scores.shape[1]).masked_scatter(there[..., None], scores), there


def log_sums(scores: torch.Tensor, there: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
    """log of the sum over all paths of each line; steps of all parts alike, or of each part of each line its own."""
    steps = steps.expand(*scores.shape[:2], *steps.shape[-2:])
    paths = scores[:, 0] + steps[:, 0, 0]
    for at in range(1, scores.shape[1]):
        after = torch.logsumexp(paths[:, :, None] + steps[:, at, 1:], 1) + scores[:, at]
        paths = torch.where(there[:, at, None], after, paths)
    return paths.logsumexp(1)


def path_loss(head: PathHead, scores: torch.Tensor, allowed: torch.Tensor, counts: np.ndarray) -> torch.Tensor:
    """−log of the share of the allowed paths `[lines]`."""
    steps = head.steps()
    all_scores, there = spread(scores, counts)
    right = spread(scores.masked_fill(~allowed, NEVER), counts)[0]
    return log_sums(all_scores, there, steps) - log_sums(right, there, steps)


def shares_of_paths(head: PathHead, scores: torch.Tensor, counts: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    """Of all paths of a line, by what they score, the share that has a tag at a part `[parts, labels]` and that takes a
    step to it `[parts, labels + 1, labels]`: the derivatives of the logarithm of their sum."""
    spread_scores, there = spread(scores.detach(), counts)
    steps = head.steps().detach().expand(*there.shape, -1, -1).clone()
    with torch.enable_grad():
        total = log_sums(spread_scores.requires_grad_(), there, steps.requires_grad_()).sum()
    tags, taken = torch.autograd.grad(total, (spread_scores, steps))
    return tags[there], taken[there]


def distilled_loss(
    head: PathHead, scores: torch.Tensor, tags: torch.Tensor, taken: torch.Tensor, counts: np.ndarray
) -> torch.Tensor:
    """−Σ q log p over the paths of each line `[lines]`, q by shares_of_paths."""
    steps = head.steps()
    wanted = (scores * tags).sum(1) + (steps * taken).sum((1, 2))
    line = torch.from_numpy(np.repeat(np.arange(len(counts)), counts))
    return log_sums(*spread(scores, counts), steps) - wanted.new_zeros(len(counts)).index_add(0, line, wanted)
