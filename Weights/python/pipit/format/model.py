"""What a `.pipit` file holds: config, lines of `info`, vocabulary, matrices by (role, layer), and task heads."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, fields

from pipit.format.rules import Role
from pipit.format.tensors import Tensor, require
from pipit.format.vocabulary import Vocabulary

EMBBERT, BERT = 1, 2
POOL_FIRST, POOL_MEAN = 0, 1
NO_ACTIVATION, GELU_ERF, GELU_TANH, RELU, TANH = range(5)
CAUSAL, RESIDUAL, FINAL_NORM = 1, 2, 4
MATRICES = (Role.TRANSFORM, Role.TRANSFORM_NORM, Role.OUTPUT, Role.WORD_BIAS)  # of a task head


@dataclass
class Config:
    """The config section, field for field."""

    block_kind: int = EMBBERT
    vocabulary_size: int = 8192
    max_tokens: int = 256
    width: int = 128
    token_rank: int = 16
    position_rank: int = 16
    segments: int = 3
    layers: int = 4
    heads: int = 1
    kernel: int = 32
    flags: int = CAUSAL
    pooling: int = POOL_FIRST
    feed_forward: int = 0
    activation: int = 0
    norm_epsilon: float = 1e-6
    pad_id: int = 0
    unknown_id: int = 1
    cls_id: int = 2
    mask_id: int = 3
    sep_id: int = 4

    @property
    def causal(self) -> bool:
        return bool(self.flags & CAUSAL)

    @property
    def residual(self) -> bool:
        return bool(self.flags & RESIDUAL)

    @property
    def final_norm(self) -> bool:
        return bool(self.flags & FINAL_NORM)

    LAYOUT = "<14If5I48x"

    def pack(self) -> bytes:
        return struct.pack(self.LAYOUT, *(getattr(self, item.name) for item in fields(self)))

    @classmethod
    def unpack(cls, data: bytes) -> Config:
        require(len(data) == 128, f"a config of {len(data)} bytes, 128 wanted")
        require(not any(data[80:]), "the end of the config is not zero")
        return cls(*struct.unpack(cls.LAYOUT, data))


@dataclass
class Head:
    """A head: its record, labels and matrices. `pooling`: 0 as the config, 1 position 0, 2 mean.

    The rows of `output` are the labels in order, then the out-of-scope class if there is one.
    """

    kind: int
    name: str
    labels: list[str] = field(default_factory=list)
    output: Tensor | None = None
    out_of_scope: bool = False
    threshold: float = 0.5
    pooling: int = 0
    activation: int = NO_ACTIVATION
    transform: Tensor | None = None
    transform_norm: Tensor | None = None
    word_bias: Tensor | None = None

    LAYOUT = "<5IfI4x32s"

    @property
    def outputs(self) -> int:
        """The `outputs` of the record: the rows of the head output."""
        if self.labels:
            return len(self.labels) + self.out_of_scope
        return 0 if self.output is None else self.output.rows

    def record(self) -> bytes:
        return struct.pack(
            self.LAYOUT,
            self.kind,
            len(self.labels),
            self.outputs,
            self.activation,
            self.pooling,
            self.threshold,
            self.out_of_scope,
            self.name.encode(),
        )

    @classmethod
    def unpack(cls, data: bytes, labels: bytes | None, matrices: tuple[Tensor | None, ...]) -> Head:
        """`matrices`: transform, transform norm, output, word bias."""
        require(len(data) == 64, f"a head record of {len(data)} bytes, 64 wanted")
        require(not any(data[28:32]), "byte 28 ... 31 of a head record is not zero")
        kind, count, outputs, activation, pooling, threshold, flags, name = struct.unpack(cls.LAYOUT, data)
        require(flags <= 1, f"head flags {flags}")
        texts = [] if labels is None else labels.decode().split("\n")
        require(labels is None or texts.pop() == "", "the last label is not followed by LF")
        require(len(texts) == count, f"{len(texts)} labels, the head record says {count}")
        bare = name.rstrip(b"\0")
        require(b"\0" not in bare, "a zero inside the name of a head")
        transform, transform_norm, output, word_bias = matrices
        head = cls(
            kind,
            bare.decode("ascii"),
            texts,
            output,
            bool(flags & 1),
            threshold,
            pooling,
            activation,
            transform,
            transform_norm,
            word_bias,
        )
        require(outputs == head.outputs, f"{outputs} outputs, {head.outputs} wanted")
        return head


@dataclass
class Model:
    """All that a `.pipit` file holds. `tensors` has (role, layer) as key; layer is 0 outside the blocks."""

    config: Config
    info: dict[str, str]
    vocabulary: Vocabulary
    tensors: dict[tuple[int, int], Tensor] = field(default_factory=dict)
    heads: list[Head] = field(default_factory=list)

    def tensor(self, role: int, layer: int = 0) -> Tensor | None:
        return self.tensors.get((int(role), layer))
