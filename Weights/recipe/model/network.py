"""The network with its task heads in PyTorch: the encoder with segments, and the matrices of every head."""

import torch
from torch import nn
from torch.nn import functional as F

from model.encoder import Encoder, Linear, Shape, row_int8, through
from tasks import data, text
from tasks.heads import BIO, FILL, PLAIN, Head, key


class SegmentedEncoder(Encoder):
    """The encoder with a segment table `[8, d]`: padding, first text, second text, second text's pieces that the first
    has too, and the same four for pieces that start with a capital; ids are marked ones (text.encode)."""

    def __init__(self, shape: Shape):
        super().__init__(shape)
        self.segments = nn.Parameter(torch.zeros(8, shape.width))
        self.second = None

    def embed(self, ids):
        plain = ids & ~text.CAPITAL
        segment = (ids != text.PAD).long() + 4 * (ids != plain)
        return super().embed(plain) + self.segments[segment if self.second is None else segment + self.second]

    def pair(self, ids, second):
        """Rows and their mean, of two texts in one sequence; `second` `[B, n]` is 1 at the second, 2 where it repeats a
        piece of the first."""
        self.second = second
        found = self(ids)
        self.second = None
        return found


def add_capitals(network: dict):
    """Gives the arrays of a network that was trained before capitals were marked their segments, which mean nothing
    yet."""
    segments = network.get("encoder.segments")
    if segments is not None and len(segments) == 4:
        network["encoder.segments"] = segments.repeat(2, 1)


class HeadWeights(nn.Module):
    """The matrices of a head, int8 in the forward pass once `quantized`."""

    quantized = False

    def __init__(self, head: Head, shape: Shape):
        super().__init__()
        self.head = head
        width = shape.width
        if head.kind == FILL:
            self.transform = Linear(width, shape.rank)
            self.norm = nn.LayerNorm(shape.rank, eps=shape.epsilon)
        elif head.hidden:
            self.transform = Linear(width, head.hidden)
            width = head.hidden
        if hasattr(self, "transform"):
            self.transform.group = head.group
        if head.outputs:
            self.output = Linear(width, head.outputs)
            self.output.group = head.group if width == shape.width else 0

    def forward(self, rows):
        """Logits `[…, outputs]` of rows `[…, width]`; a masked-word head gives its row for the token table."""
        if hasattr(self, "transform"):
            rows = self.transform(row_int8(rows) if self.quantized else rows)
            rows = self.norm(F.gelu(rows)) if self.head.kind == FILL else F.relu(rows)
            if self.quantized:
                rows = row_int8(rows)
        return self.output(F.dropout(rows, 0.1, self.training)) if self.head.outputs else rows


class Network(nn.Module):
    """The encoder, every head, and the projections onto the teachers' vectors and rows, which stay in training."""

    def __init__(self, shape: Shape, heads: list[Head], teacher_width: int = 384):
        super().__init__()
        self.encoder = SegmentedEncoder(shape)
        self.heads = nn.ModuleDict({key(head.name): HeadWeights(head, shape) for head in heads})
        self.to_teacher = nn.Linear(shape.width, teacher_width)
        self.to_states = nn.ModuleDict(
            {key(head.name): nn.Linear(shape.width, teacher_width) for head in heads if head.kind in (BIO, PLAIN)}
        )

    @property
    def loses_pieces(self) -> bool:
        """Whether pieces may be replaced by the unknown one: in training."""
        return self.training

    def __getitem__(self, name: str) -> HeadWeights:
        return self.heads[key(name)]

    def table(self):
        """The token table as the device sees it `[V, r]`."""
        encoder = self.encoder
        if not encoder.quantized:
            return encoder.table
        return through(encoder.table, encoder.on_grid(encoder.table, encoder.table_scale[:, None]))

    def play_quantized(self):
        for module in self.modules():
            if hasattr(module, "quantized"):
                module.quantized = True


def trained(name: str, heads: list[Head]) -> Network:
    """A checkpoint of stages/multitask.py with these heads, in float."""
    state = torch.load(data.WORK / name)
    network = Network(Shape(**state["shape"]), heads)
    network.load_state_dict(state["network"])
    return network
