"""The networks in plain float PyTorch, as published: what the integer engine is measured against.

Written with torch's own layers, λ not folded, no quantization: it shares no formula with pipit.reference.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from pipit.format import POOL_MEAN, Config


class Block(nn.Module):
    """λ1 ⊙ Attn(h) − λ2 ⊙ Conv(h), h = RMSNorm(x), λ = exp(a ⊙ b)."""

    def __init__(self, config: Config):
        super().__init__()
        d = config.width
        self.config = config
        self.norm = nn.RMSNorm(d, eps=config.norm_epsilon)
        self.query = nn.Linear(d, d)
        self.attention_output = nn.Linear(d, d)
        self.convolution = nn.Conv1d(d, d, config.kernel_size, groups=d)
        self.convolution_output = nn.Linear(d, d)
        self.a1, self.b1, self.a2, self.b2 = (nn.Parameter(torch.zeros(d)) for _ in range(4))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x `[n, d]`"""
        h = self.norm(x)
        y = self.lambda1() * self.attend(h) - self.lambda2() * self.convolve(h)
        return x + y if self.config.residual else y

    def lambda1(self) -> torch.Tensor:
        return torch.exp(self.a1 * self.b1)

    def lambda2(self) -> torch.Tensor:
        return torch.exp(self.a2 * self.b2)

    def attend(self, h: torch.Tensor) -> torch.Tensor:
        n, d = h.shape

        def split(rows):
            return rows.view(n, self.config.attention_heads, d // self.config.attention_heads).transpose(0, 1)

        mixed = functional.scaled_dot_product_attention(split(self.query(h)), split(h), split(h))
        return self.attention_output(mixed.transpose(0, 1).reshape(n, d))

    def convolve(self, h: torch.Tensor) -> torch.Tensor:
        k = self.config.kernel_size
        left = k - 1 if self.config.causal else k // 2
        padded = functional.pad(h.T[None], (left, k - 1 - left))
        return self.convolution_output(functional.silu(self.convolution(padded)[0].T))


class EmbBERT(nn.Module):
    """The encoder: nano embedder, blocks, final norm by flag."""

    def __init__(self, config: Config):
        super().__init__()
        c = self.config = config
        self.tokens = nn.Embedding(c.vocabulary_size, c.token_rank)
        self.token_projection = (
            nn.Identity() if c.token_rank == c.width else nn.Linear(c.token_rank, c.width, bias=False)
        )
        if c.position_rank:
            self.positions = nn.Embedding(c.max_tokens, c.position_rank)
            self.position_projection = (
                nn.Identity() if c.position_rank == c.width else nn.Linear(c.position_rank, c.width, bias=False)
            )
        if c.segments:
            self.segments = nn.Embedding(c.segments, c.width)
        self.blocks = nn.ModuleList(Block(c) for _ in range(c.layers))
        self.final_norm = nn.RMSNorm(c.width, eps=c.norm_epsilon) if c.final_norm else nn.Identity()

    def forward(self, ids: torch.Tensor, segments: torch.Tensor) -> torch.Tensor:
        """ids, segments `[n]` → rows `[n, d]`"""
        x = self.token_projection(self.tokens(ids))
        if self.config.position_rank:
            x = x + self.position_projection(self.positions(torch.arange(len(ids))))
        if self.config.segments:
            x = x + self.segments(segments)
        for block in self.blocks:
            x = block(x)
        return self.final_norm(x)

    def pool(self, rows: torch.Tensor) -> torch.Tensor:
        return rows.mean(0) if self.config.pooling == POOL_MEAN else rows[0]

    def export_state(self) -> dict[str, torch.Tensor]:
        """Arrays by the names that export.export_embbert wants."""
        state = {"token_table": self.tokens.weight}
        if isinstance(self.token_projection, nn.Linear):
            state["token_projection"] = self.token_projection.weight
        if self.config.position_rank:
            state["position_table"] = self.positions.weight
            if isinstance(self.position_projection, nn.Linear):
                state["position_projection"] = self.position_projection.weight
        if self.config.segments:
            state["segment_table"] = self.segments.weight
        for layer, block in enumerate(self.blocks):
            prefix = f"blocks.{layer}."
            for name in ("query", "attention_output", "convolution", "convolution_output"):
                part = getattr(block, name)
                state |= {f"{prefix}{name}.weight": part.weight, f"{prefix}{name}.bias": part.bias}
            state |= {
                prefix + "norm": block.norm.weight,
                prefix + "lambda1": block.lambda1(),
                prefix + "lambda2": block.lambda2(),
            }
        if self.config.final_norm:
            state["final_norm"] = self.final_norm.weight
        return state


@torch.no_grad()
def randomize(network: EmbBERT, seed: int, sharpness: float = 2.0) -> EmbBERT:
    """Weights at which both branches matter: attention neither uniform nor one-hot, convolution of like size.

    `sharpness` is about the standard deviation of the attention's logits.
    """
    generator = torch.Generator().manual_seed(seed)

    def normal(parameter, deviation, mean=0.0):
        return parameter.copy_(mean + deviation * torch.randn(parameter.shape, generator=generator))

    d = network.config.width
    normal(network.tokens.weight, 1.0)
    for name in ("token_projection", "position_projection"):
        part = getattr(network, name, None)
        if isinstance(part, nn.Linear):
            normal(part.weight, part.in_features**-0.5)
    if network.config.position_rank:
        normal(network.positions.weight, 0.7)
    if network.config.segments:
        normal(network.segments.weight, 0.3)
    for block in network.blocks:
        normal(block.norm.weight, 0.2, 1.0)
        normal(block.query.weight, sharpness * d**-0.5)
        normal(block.query.bias, 0.2)
        normal(block.attention_output.weight, 1.5 * d**-0.5)
        normal(block.convolution.weight, 1.5 * network.config.kernel_size**-0.5)
        normal(block.convolution_output.weight, 1.2 * d**-0.5)
        for part in (block.attention_output, block.convolution, block.convolution_output):
            normal(part.bias, 0.1)
        for factor in (block.a1, block.b1, block.a2, block.b2):
            normal(factor, 0.5)
    if network.config.final_norm:
        normal(network.final_norm.weight, 0.2, 1.0)
    return network
