"""What a `.pipit` file holds: config, lines of `info`, vocabulary, matrices by (role, layer), and task heads."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, fields

from pipit.format.general import General
from pipit.format.layout import (
    CONFIG_BYTES,
    CONFIG_LAYOUT,
    CONFIG_RESERVED,
    HEAD_RECORD_BYTES,
    HEAD_RECORD_LAYOUT,
    Activation,
    BlockKind,
    ConfigFlag,
    HeadFlag,
    Pooling,
    Role,
)
from pipit.format.tensors import Tensor, require
from pipit.format.vocabulary import Vocabulary

EMBBERT, BERT = BlockKind.EMB_BERT, BlockKind.BERT
POOL_FIRST, POOL_MEAN = Pooling.FIRST_POSITION, Pooling.MEAN
NO_ACTIVATION, GELU_ERF, GELU_TANH = Activation.NONE, Activation.GELU_BY_ERF, Activation.GELU_BY_TANH
RELU, TANH = Activation.RELU, Activation.TANH
CAUSAL, RESIDUAL, FINAL_NORM = ConfigFlag.CAUSAL, ConfigFlag.RESIDUAL, ConfigFlag.FINAL_NORM
# The sections of a task head beside its record and labels, with the names that TaskHead has for them.
PARTS = {
    Role.HEAD_TRANSFORM: "transform",
    Role.HEAD_TRANSFORM_NORM: "transform_norm",
    Role.HEAD_OUTPUT: "output",
    Role.WORD_BIAS: "word_bias",
    Role.LEXICON: "lexicon",
    Role.TAG_TRANSITIONS: "tag_transitions",
    Role.TAG_FEATURES: "tag_features",
    Role.SLOT_MASK: "slot_mask",
    Role.SLOT_KINDS: "slot_kinds",
    Role.SLOT_LISTS: "slot_lists",
    Role.LABEL_ACTS: "label_acts",
    Role.COMMAND_WORDS: "command_words",
}


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
    attention_heads: int = 1
    kernel_size: int = 32
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
    mask_layers: int = 0

    @property
    def causal(self) -> bool:
        """Whether a convolution reads the tokens before alone."""
        return bool(self.flags & CAUSAL)

    @property
    def residual(self) -> bool:
        """Whether a block's output is added to what it read."""
        return bool(self.flags & RESIDUAL)

    @property
    def final_norm(self) -> bool:
        """Whether a norm follows the last block."""
        return bool(self.flags & FINAL_NORM)

    def layer_path(self, masks: bool) -> list[int]:
        """The numbers of the layers that a text passes through: for heads of masked words, or for all others."""
        replaced = self.mask_layers if masks else 0
        return [*range(self.layers - replaced), *range(self.layers, self.layers + replaced)]

    def pack(self) -> bytes:
        """The bytes of the section."""
        return struct.pack(CONFIG_LAYOUT, *(getattr(self, item.name) for item in fields(self)))

    @classmethod
    def unpack(cls, data: bytes) -> Config:
        """Reads a section."""
        require(len(data) == CONFIG_BYTES, f"a config of {len(data)} bytes, {CONFIG_BYTES} needed")
        require(not any(data[CONFIG_RESERVED]), "the end of the config is not zero")
        return cls(*struct.unpack(CONFIG_LAYOUT, data))


@dataclass
class TaskHead:
    """A head: its record, labels and matrices. `pooling`: 0 as the config, 1 position 0, 2 mean.

    The rows of `output` are the labels in order, then the out-of-scope class if there is one; a background has none.
    `slot_kinds` has a SlotKind for each label. `free_tags`: a tag I-X may stand anywhere; `several_labels`: each label
    has a probability of its own; `experimental`: its answers are often wrong, and `@tasks` says so. `length_cost`: what
    each piece of an answer beyond its first takes off its margin, of a span alone.
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
    background: bool = False
    lexicon: bytes | None = None
    tag_transitions: Tensor | None = None
    tag_features: bytes | None = None
    slot_mask: bytes | None = None
    slot_kinds: bytes | None = None
    slot_lists: bytes | None = None
    label_acts: bytes | None = None
    command_words: bytes | None = None
    free_tags: bool = False
    several_labels: bool = False
    experimental: bool = False
    length_cost: float = 0

    @property
    def has_output(self) -> bool:
        """Whether the head has a matrix of its own for its outputs."""
        return self.output is not None

    @property
    def outputs(self) -> int:
        """The `outputs` of the record: the rows of the head output."""
        if self.labels:
            return len(self.labels) + self.out_of_scope
        return 0 if self.output is None else self.output.rows

    @property
    def flags(self) -> int:
        """The `flags` of the record."""
        scope = HeadFlag.OUT_OF_SCOPE * self.out_of_scope + HeadFlag.BACKGROUND * self.background
        labels = HeadFlag.FREE_TAGS * self.free_tags + HeadFlag.SEVERAL_LABELS * self.several_labels
        return scope + labels + HeadFlag.EXPERIMENTAL * self.experimental

    def parts(self) -> dict[Role, Tensor | bytes]:
        """The parts that the head has, by role."""
        found = {role: getattr(self, name) for role, name in PARTS.items()}
        return {role: part for role, part in found.items() if part is not None}

    def record(self) -> bytes:
        """The bytes of the head\'s record."""
        return struct.pack(
            HEAD_RECORD_LAYOUT,
            self.kind,
            len(self.labels),
            self.outputs,
            self.activation,
            self.pooling,
            self.threshold,
            self.flags,
            self.length_cost,
            self.name.encode(),
        )

    @classmethod
    def unpack(cls, data: bytes, labels: bytes | None, parts: dict[str, Tensor | bytes | None]) -> TaskHead:
        """`parts`: those of PARTS, by their names."""
        require(len(data) == HEAD_RECORD_BYTES, f"a head record of {len(data)} bytes, {HEAD_RECORD_BYTES} needed")
        kind, count, outputs, activation, pooling, threshold, flags, length_cost, name = struct.unpack(
            HEAD_RECORD_LAYOUT, data
        )
        require(flags in (0, *HeadFlag), f"head flags {flags}")
        texts = [] if labels is None else labels.decode().split("\n")
        require(labels is None or texts.pop() == "", "the last label is not followed by LF")
        require(len(texts) == count, f"{len(texts)} labels, the head record says {count}")
        bare = name.rstrip(b"\0")
        require(b"\0" not in bare, "a zero inside the name of a head")
        head = cls(
            kind,
            bare.decode("ascii"),
            texts,
            out_of_scope=bool(flags & HeadFlag.OUT_OF_SCOPE),
            threshold=threshold,
            pooling=pooling,
            activation=activation,
            background=bool(flags & HeadFlag.BACKGROUND),
            free_tags=bool(flags & HeadFlag.FREE_TAGS),
            several_labels=bool(flags & HeadFlag.SEVERAL_LABELS),
            experimental=bool(flags & HeadFlag.EXPERIMENTAL),
            length_cost=length_cost,
            **parts,
        )
        require(outputs == head.outputs, f"{outputs} outputs, {head.outputs} needed")
        return head


@dataclass
class Model:
    """All that a `.pipit` file holds. `tensors` has (role, layer) as key; layer is 0 outside the blocks."""

    config: Config
    info: dict[str, str]
    vocabulary: Vocabulary
    tensors: dict[tuple[int, int], Tensor] = field(default_factory=dict)
    heads: list[TaskHead] = field(default_factory=list)
    general: General | None = None

    def head(self, name: str) -> TaskHead:
        """The head of a name, which the model has."""
        return next(head for head in self.heads if head.name == name)

    def put(self, head: TaskHead) -> None:
        """Puts a head in the place of that of its name; behind all others where there is none."""
        names = [other.name for other in self.heads]
        place = names.index(head.name) if head.name in names else len(names)
        self.heads[place : place + 1] = [head]

    def tensor(self, role: int, layer: int = 0) -> Tensor | None:
        """The matrix of a role in a layer, or None."""
        return self.tensors.get((int(role), layer))
