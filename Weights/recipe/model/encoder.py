"""The network in PyTorch: Sources/PipitCore/Encoder/ARITHMETIC.md's EmbBERT block with a residual path and a
centred convolution, in float or with every quantization of the engine played through (`quantized = True`).

Shapes: B texts, n pieces (padded), d width, r rank, H heads, k taps.
"""

from dataclasses import asdict, dataclass

import torch
from torch import nn
from torch.nn import functional as F

from pipit.format import codebooks
from pipit.format.tensors import CODEBOOK_SHAPE


@dataclass
class Shape:
    """What the config section of the model file says."""

    vocabulary: int = 8192
    width: int = 144
    rank: int = 96
    layers: int = 2
    kernel: int = 7
    heads: int = 3
    table_bits: int = 4  # 2: by a codebook of groups of four columns
    longest: int = 128
    query_group: int = 0  # inputs that share a scale of the 4-bit queries, 0 for 8 bits
    output_group: int = 0  # the same of what follows attention and convolution
    epsilon: float = 1e-6

    as_dictionary = asdict


def through(x: torch.Tensor, rounded: torch.Tensor) -> torch.Tensor:
    """`rounded` forwards, the gradient of `x` backwards."""
    return x + (rounded - x).detach()


def row_int8(x: torch.Tensor, levels: int = 127) -> torch.Tensor:
    """Each row (last dimension) on its own grid of `levels` steps either way."""
    with torch.no_grad():
        scale = x.abs().amax(-1, keepdim=True).clamp_min(1e-12) / levels
        rounded = torch.round(x / scale) * scale
    return through(x, rounded)


def nearest_codes(parts: torch.Tensor, codebook: torch.Tensor) -> torch.Tensor:
    """The numbers of the codes `[…]` that are nearest to parts `[…, 4]`; codebook `[256, 4]`."""
    return (parts @ codebook.t() - codebook.square().sum(1) / 2).argmax(-1)


def bfloat(x: torch.Tensor) -> torch.Tensor:
    return x.to(torch.bfloat16).to(torch.float32)


def even_bfloat(x: torch.Tensor) -> torch.Tensor:
    """Positive numbers rounded to bf16 whose last bit is 0: four octaves of them count to 255, a byte of stepped4."""
    return (((x.view(torch.int32) + 0x10000) >> 17) << 17).view(torch.float32)


def group_int4(weight: torch.Tensor, group: int) -> torch.Tensor:
    """Weights `[outputs, inputs]` on grids of 4 bits, one bf16 scale for each `group` inputs of an output."""
    with torch.no_grad():
        parts = weight.view(len(weight), -1, group)
        scale = bfloat(parts.abs().amax(2, keepdim=True).clamp_min(1e-12) / 7)
        rounded = (torch.round(parts / scale).clamp(-7, 7) * scale).view_as(weight)
    return through(weight, rounded)


class Linear(nn.Linear):
    """A linear layer whose weights can be seen as those of the file: int8 with one scale an output channel, or, with a
    `group`, int4."""

    quantized = False
    group = 0

    def forward(self, x):
        weight = self.weight
        if self.quantized:
            weight = group_int4(weight, self.group) if self.group else row_int8(weight)
        return F.linear(x, weight, self.bias)


class Block(nn.Module):
    """Attention whose keys and values are the normalized rows themselves, beside a depthwise convolution."""

    quantized = False

    def __init__(self, shape: Shape):
        super().__init__()
        d = shape.width
        self.heads, self.kernel, self.epsilon = shape.heads, shape.kernel, shape.epsilon
        self.left = (shape.kernel - 1) // 2  # taps before the token
        self.gain = nn.Parameter(torch.ones(d))
        self.query, self.attention_output, self.convolution_output = Linear(d, d), Linear(d, d), Linear(d, d)
        self.taps = nn.Parameter(torch.randn(shape.kernel, d) / shape.kernel**0.5)  # [k, d], the earliest first
        self.taps_bias = nn.Parameter(torch.zeros(d))
        self.query.group = shape.query_group
        for linear in (self.attention_output, self.convolution_output):
            linear.group = shape.output_group
            nn.init.normal_(linear.weight, std=0.3 / d**0.5)
            nn.init.zeros_(linear.bias)
        nn.init.normal_(self.query.weight, std=1 / d**0.5)
        nn.init.zeros_(self.query.bias)

    def activation(self, x):
        return row_int8(x) if self.quantized else x

    def forward(self, x, hidden):
        """x `[B, n, d]`, hidden `[B, 1, 1, n]` true at padding; returns `[B, n, d]`."""
        batch, n, d = x.shape
        h = self.activation(F.rms_norm(x, (d,), self.gain, self.epsilon))
        return self.attend(h, hidden) + self.convolve(h, hidden)

    def attend(self, h, hidden):
        batch, n, d = h.shape
        keys = h.view(batch, n, self.heads, d // self.heads).transpose(1, 2)  # [B, H, n, D]
        q = self.activation(self.query(h)).view_as(h).view(batch, n, self.heads, d // self.heads).transpose(1, 2)
        scores = q @ keys.transpose(2, 3) * (self.heads / d) ** 0.5
        weights = scores.masked_fill(hidden, float("-inf")).softmax(-1)  # [B, H, n, n]
        if self.quantized:
            # The engine quantizes exp(z) times the scale of the key's row, one scale for a row of weights.
            with torch.no_grad():
                scale = (h.abs().amax(-1) / 127).clamp_min(1e-12)[:, None, None, :]
            weights = row_int8(weights * scale) / scale
        mix = (weights @ keys).transpose(1, 2).reshape(batch, n, d)
        return self.attention_output(self.activation(mix))

    def convolve(self, h, hidden):
        h = h.masked_fill(hidden[:, 0, 0, :, None], 0)
        taps = row_int8(self.taps.t()) if self.quantized else self.taps.t()  # [d, k]
        seen = F.pad(h, (0, 0, self.left, self.kernel - 1 - self.left)).transpose(1, 2)[
            :, :, None
        ]  # [B, d, 1, n + k - 1]
        # As a picture one row high, channels last in memory: several times faster on a CPU than conv1d.
        v = F.conv2d(seen, taps[:, None, None], self.taps_bias, groups=h.shape[2])[:, :, 0].transpose(1, 2)
        return self.convolution_output(self.activation(F.silu(v)))


class Encoder(nn.Module):
    """Ids to rows `[B, n, d]` and their mean `[B, d]`."""

    quantized = False

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.table = nn.Parameter(torch.randn(shape.vocabulary, shape.rank))
        self.projection = Linear(shape.rank, shape.width, bias=False)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.gain = nn.Parameter(torch.ones(shape.width))
        self.register_buffer("table_scale", torch.zeros(shape.vocabulary), persistent=True)
        if shape.table_bits == 2:
            self.register_buffer("codebook", torch.zeros(CODEBOOK_SHAPE), persistent=True)

    def set_table_scales(self):
        """Fixes the scale of each row of the table: the one, of some shares of its peak, that loses least. With 2 bits
        the codebook comes first, and the shares are of the root of its mean square."""
        levels = 2 ** (self.shape.table_bits - 1) - 1
        with torch.no_grad():
            peak, shares = self.table.abs().amax(1).clamp_min(1e-6), torch.linspace(0.5, 1.0, 26)
            if self.shape.table_bits == 2:
                peak = self.table.square().mean(1).sqrt().clamp_min(1e-6)
                levels, shares = codebooks.SCALES_IN_DEVIATION, torch.linspace(0.7, 1.3, 31)
                groups = (self.table / peak[:, None] * levels).reshape(-1, CODEBOOK_SHAPE[1])
                self.codebook = torch.from_numpy(codebooks.codebook_of(groups.numpy())).float()
            best = torch.full_like(peak, float("inf"))
            for share in shares:
                scale = even_bfloat(peak * share / levels)
                error = (self.on_grid(self.table, scale[:, None]) - self.table).square().sum(1)
                self.table_scale = torch.where(error < best, scale, self.table_scale)
                best = torch.minimum(error, best)

    def codes(self, rows, scale) -> torch.Tensor:
        """Of a table of 2 bits the codes of rows `[…, r]` by their scales `[…, 1]`, `[…, r / 4]`."""
        return nearest_codes((rows / scale).unflatten(-1, (-1, CODEBOOK_SHAPE[1])), self.codebook)

    def on_grid(self, rows, scale):
        if self.shape.table_bits == 2:
            return self.codebook[self.codes(rows, scale)].flatten(-2) * scale
        levels = 2 ** (self.shape.table_bits - 1) - 1
        return torch.round(rows / scale).clamp(-levels, levels) * scale

    def embed(self, ids):
        rows = F.embedding(ids, self.table)
        if self.quantized:
            scale = self.table_scale[ids][..., None]
            if self.shape.table_bits != 2:
                limit = scale * (2 ** (self.shape.table_bits - 1) - 1)
                rows = torch.minimum(torch.maximum(rows, -limit), limit)  # no gradient beyond the grid
            rows = through(rows, self.on_grid(rows, scale))
        return self.projection(rows)

    def forward(self, ids):
        """ids `[B, n]`, 0 where padded."""
        hidden = (ids == 0)[:, None, None, :]
        x = self.embed(ids)
        for block in self.blocks:
            x = x + block(x, hidden)
        x = F.rms_norm(x, (self.shape.width,), self.gain, self.shape.epsilon)
        if self.quantized:
            x = row_int8(x)
        seen = (ids != 0).to(x.dtype)
        pooled = (x * seen[..., None]).sum(1) / seen.sum(1, keepdim=True)
        return x, row_int8(pooled) if self.quantized else pooled
