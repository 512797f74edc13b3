"""The two published shapes as PyTorch modules with random weights: what `forge bench --shape` runs, for other engines.

Word pieces [1, tokens] in, logits [1, 16] of position 0 out; no padding. Shapes as in Sources/forge/Bench.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

VOCABULARY = {"embbert": 8192, "bertlite": 30522}
CLASSES = 16


class EmbBERT(nn.Module):
    """V 8192, n 256, d 128, r 16, four blocks of attention less convolution."""

    def __init__(self, width: int = 128, rank: int = 16, layers: int = 4, longest: int = 256) -> None:
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY["embbert"], rank)
        self.positions = nn.Embedding(longest, rank)
        self.segments = nn.Embedding(3, width)
        self.token_projection = nn.Linear(rank, width, bias=False)
        self.position_projection = nn.Linear(rank, width, bias=False)
        self.blocks = nn.ModuleList(EmbBERTBlock(width) for _ in range(layers))
        self.head = nn.Linear(width, CLASSES)

    def forward(self, ids: Tensor) -> Tensor:
        places = self.position_projection(self.positions.weight[: ids.shape[1]]) + self.segments.weight[1]
        x = self.token_projection(self.tokens(ids)) + places[None]
        for block in self.blocks:
            x = block(x)
        return self.head(x[:, 0])


class EmbBERTBlock(nn.Module):
    def __init__(self, width: int, kernel: int = 32) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(width))
        self.query, self.output, self.convolved = (nn.Linear(width, width) for _ in range(3))
        self.convolution = nn.Conv1d(width, width, kernel, groups=width)
        self.kernel = kernel

    def forward(self, x: Tensor) -> Tensor:
        h = x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-6) * self.gain
        weights = torch.softmax(self.query(h) @ h.transpose(1, 2) / math.sqrt(h.shape[-1]), -1)
        windows = nn.functional.pad(h.transpose(1, 2), (self.kernel - 1, 0))
        u = self.convolution(windows).transpose(1, 2)
        return self.output(weights @ h) - self.convolved(u * torch.sigmoid(u))


class BERTLite(nn.Module):
    """V 30522, d 64, two blocks, two heads, feed-forward 256, and the pooler."""

    def __init__(self, width: int = 64, layers: int = 2, longest: int = 512) -> None:
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY["bertlite"], width)
        self.positions = nn.Embedding(longest, width)
        self.segments = nn.Embedding(2, width)
        self.norm = nn.LayerNorm(width, 1e-12)
        self.blocks = nn.ModuleList(BERTBlock(width) for _ in range(layers))
        self.pooler = nn.Linear(width, width)
        self.head = nn.Linear(width, CLASSES)

    def forward(self, ids: Tensor) -> Tensor:
        places = self.positions.weight[: ids.shape[1]] + self.segments.weight[0]
        x = self.norm(self.tokens(ids) + places[None])
        for block in self.blocks:
            x = block(x)
        return self.head(torch.tanh(self.pooler(x[:, 0])))


class BERTBlock(nn.Module):
    def __init__(self, width: int, heads: int = 2, inner: int = 256) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))
        self.norm, self.inner_norm = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        self.widen, self.narrow = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x: Tensor) -> Tensor:
        _, count, width = x.shape

        def split(rows):
            return rows.reshape(1, count, self.heads, width // self.heads).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        weights = torch.softmax(query @ key.transpose(2, 3) / math.sqrt(width // self.heads), -1)
        mixed = (weights @ value).transpose(1, 2).reshape(1, count, width)
        x = self.norm(x + self.output(mixed))
        return self.inner_norm(x + self.narrow(nn.functional.gelu(self.widen(x))))


def network(shape: str) -> nn.Module:
    torch.manual_seed(0)
    return {"embbert": EmbBERT, "bertlite": BERTLite}[shape]().eval()
