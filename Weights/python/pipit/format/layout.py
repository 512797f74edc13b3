"""The numbers and rules of the file format.

Generated from format.json by Weights/python/generate_format.py: change that file, and run the generator.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

MAGIC = bytes.fromhex("50 49 50 49 54 0D 0A 1A")
VERSION = 2
MAXIMUM_FILE_BYTES = 67_108_864  # bytes of a file: 64 MiB
MAXIMUM_SECTIONS = 1_024  # sections of a file
SECTION_ALIGNMENT = 16  # a section starts at a multiple of as many bytes, in the file and in memory
SCALE_ALIGNMENT = 4  # scales end at a multiple of as many bytes: zero bytes follow them up to it
MAXIMUM_ELEMENTS = 134_217_728  # elements of a section: at two a byte, the largest file
MAXIMUM_FLOAT = 1_048_576.0  # magnitude of a float, 2^20; no scale is negative, and every float is finite
MAXIMUM_INT8 = 127  # magnitude of an s8: paired 16-bit sums rely on it
MAXIMUM_INT4 = 7  # magnitude of an s4
GROUP_MULTIPLE = 16  # a linear4 section has groups of a multiple of as many columns
BLOCK_ROWS = 16  # rows of a block of layout 1
BLOCK_COLUMNS = 4  # columns that lie together in a block of layout 1
CODEBOOK_BYTES = 1_024  # bytes of the codebook of a coded2 section, one row of it for each byte that is a code
CODE_COLUMNS = 4  # columns that a code stands for, and of the codebook
MAXIMUM_INFO_BYTES = 4_096  # bytes of the info section
MAXIMUM_LIST_BYTES = 65_536  # bytes of slot lists
MAXIMUM_HEAD_INPUTS = 4_096  # rows of a head transform: an int8 sum over as many columns is exact in int32
MAXIMUM_VECTOR_OUTPUTS = 4_096  # outputs of a head that makes a vector
MAXIMUM_PATH_LABELS = 253  # labels of a head with tag transitions: its features number two outputs more by a byte
SEGMENTS_WITH_MATCHES = 4  # segments with one for a piece of the second text that stands in the first
SEGMENTS_WITH_CAPITALS = 8  # segments with four more for a piece that starts with a capital
ENTRIES_IN_BLOCK = 16  # entries of a block, whose first shares nothing
MAXIMUM_ENTRY_BYTES = 100  # bytes of an entry, at least 1
MAXIMUM_SHARED_BYTES = 15  # bytes that an entry shares with the one before it
LONG_REST = 15  # a rest of as many bytes or more has its count in a byte of its own
HEADER_BYTES = 64
HEADER_LAYOUT = "<8sIIII40x"
HEADER_RESERVED = slice(24, 64)
ENTRY_BYTES = 32
ENTRY_LAYOUT = "<HHHHIIIIII"
CONFIG_BYTES = 128
CONFIG_LAYOUT = "<IIIIIIIIIIIIIIfIIIIII44x"
CONFIG_RESERVED = slice(84, 128)
VOCABULARY_BYTES = 16
VOCABULARY_LAYOUT = "<IIII"
HEAD_RECORD_BYTES = 64
HEAD_RECORD_LAYOUT = "<IIIIIfIf32s"
MAXIMUM_NAME_BYTES = 32
WIDTH_MULTIPLE = 16


class BlockKind(IntEnum):
    EMB_BERT = 1
    BERT = 2


class Activation(IntEnum):
    NONE = 0
    GELU_BY_ERF = 1
    GELU_BY_TANH = 2
    RELU = 3
    TANH = 4


class Pooling(IntEnum):
    FIRST_POSITION = 0
    MEAN = 1


class ConfigFlag(IntEnum):
    CAUSAL = 1
    RESIDUAL = 2
    FINAL_NORM = 4


class HeadFlag(IntEnum):
    OUT_OF_SCOPE = 1
    BACKGROUND = 2
    FREE_TAGS = 4
    SEVERAL_LABELS = 8
    EXPERIMENTAL = 16


class HeadKind(IntEnum):
    SEQUENCE = 1
    TOKEN_BIO = 2
    TOKEN_PLAIN = 3
    SPAN = 4
    MASKED_WORD = 5
    PAIR_SIMILARITY = 6
    PAIR_CLASSIFICATION = 7
    SENTENCE_VECTOR = 8


SEQUENCE = HeadKind.SEQUENCE
TOKEN_BIO = HeadKind.TOKEN_BIO
TOKEN_PLAIN = HeadKind.TOKEN_PLAIN
SPAN = HeadKind.SPAN
MASKED_WORD = HeadKind.MASKED_WORD
PAIR_SIMILARITY = HeadKind.PAIR_SIMILARITY
PAIR_CLASSIFICATION = HeadKind.PAIR_CLASSIFICATION
SENTENCE_VECTOR = HeadKind.SENTENCE_VECTOR


class SlotKind(IntEnum):
    UNSAID = 0
    NUMBER = 1
    ORDINAL = 2
    PERCENT = 3
    TEMPERATURE = 4
    DURATION = 5
    TIME = 6
    DATE = 7
    MONEY = 8
    COLOR = 9
    WORDS = 10
    COMMAND = 11
    QUOTE = 12


class Format(IntEnum):
    BYTES = 0
    FLOAT32 = 1
    LINEAR8 = 2
    LINEAR4 = 3
    TABLE8 = 4
    TABLE4 = 5
    DEPTHWISE8 = 6
    STEPPED4 = 7
    CODED2 = 8


BYTES = Format.BYTES
FLOAT32 = Format.FLOAT32
LINEAR8 = Format.LINEAR8
LINEAR4 = Format.LINEAR4
TABLE8 = Format.TABLE8
TABLE4 = Format.TABLE4
DEPTHWISE8 = Format.DEPTHWISE8
STEPPED4 = Format.STEPPED4
CODED2 = Format.CODED2


class Role(IntEnum):
    CONFIG = 1
    INFO = 2
    VOCABULARY = 3
    TOKEN_TABLE = 16
    TOKEN_PROJECTION = 17
    POSITION_TABLE = 18
    POSITION_PROJECTION = 19
    SEGMENT_TABLE = 20
    EMBEDDING_NORM = 21
    NORM = 32
    QUERY = 33
    ATTENTION_OUTPUT = 34
    CONVOLUTION = 35
    CONVOLUTION_OUTPUT = 36
    BERT_QUERY = 48
    BERT_KEY = 49
    BERT_VALUE = 50
    BERT_ATTENTION_OUTPUT = 51
    BERT_ATTENTION_NORM = 52
    FEED_FORWARD_IN = 53
    FEED_FORWARD_OUT = 54
    FEED_FORWARD_NORM = 55
    FINAL_NORM = 64
    HEAD_RECORD = 80
    HEAD_LABELS = 81
    HEAD_TRANSFORM = 82
    HEAD_TRANSFORM_NORM = 83
    HEAD_OUTPUT = 84
    WORD_BIAS = 85
    LEXICON = 86
    COMMAND_WORDS = 87
    TAG_TRANSITIONS = 88
    TAG_FEATURES = 89
    SLOT_MASK = 90
    SLOT_KINDS = 91
    SLOT_LISTS = 92
    LABEL_ACTS = 93
    GENERAL = 94


# By what an entry's group may be.
GROUP_OPTIONAL = frozenset({Format.TABLE8, Format.TABLE4})
GROUP_REQUIRED = frozenset({Format.LINEAR4})
GROUP_COLUMNS = frozenset({Format.STEPPED4, Format.CODED2})
FOUR_BITS = frozenset({Format.LINEAR4, Format.TABLE4, Format.STEPPED4})
TWO_BITS = frozenset({Format.CODED2})


def bytes_before_weights(format: int, rows: int, columns: int, group: int) -> int:
    """Bytes of scales, biases and a codebook, with the padding behind scales."""
    if format == Format.LINEAR8:
        return 4 * rows + 4 * rows
    if format == Format.LINEAR4:
        return 4 * rows + _scale_bytes(rows, columns, group)
    if format == Format.TABLE8:
        return _scale_bytes(rows, columns, group)
    if format == Format.TABLE4:
        return _scale_bytes(rows, columns, group)
    if format == Format.DEPTHWISE8:
        return 4 * columns + 4 * columns
    if format == Format.STEPPED4:
        return 2 + 2 + _padded(rows)
    if format == Format.CODED2:
        return 2 + 2 + 1024 + _padded(rows)
    return 0


def weight_bytes(format: int, count: int) -> int:
    """Bytes of so many weights, which are the last of a section's bytes."""
    if format in FOUR_BITS:
        return count // 2
    if format in TWO_BITS:
        return count // 4
    return 4 * count if format == Format.FLOAT32 else count


def _scale_bytes(rows: int, columns: int, group: int) -> int:
    """One f32, or a bf16 for each group."""
    return 4 if group == 0 else _padded(2 * rows * (columns // group))


def _padded(count: int) -> int:
    return count + -count % SCALE_ALIGNMENT


class RoleRule(NamedTuple):
    """What a section of a role looks like, in the names of Config; `own` is as many as there are."""

    formats: tuple[Format, ...]
    rows: str
    columns: str
    index: str
    is_optional: bool


RULES = {
    Role.CONFIG: RoleRule((BYTES,), "one", "own", "none", False),
    Role.INFO: RoleRule((BYTES,), "one", "own", "none", False),
    Role.VOCABULARY: RoleRule((BYTES,), "one", "own", "none", False),
    Role.TOKEN_TABLE: RoleRule((TABLE8, TABLE4, STEPPED4, CODED2), "vocabulary_size", "token_rank", "none", False),
    Role.TOKEN_PROJECTION: RoleRule((LINEAR8,), "width", "token_rank", "none", False),
    Role.POSITION_TABLE: RoleRule((TABLE8,), "max_tokens", "position_rank", "none", False),
    Role.POSITION_PROJECTION: RoleRule((LINEAR8,), "width", "position_rank", "none", False),
    Role.SEGMENT_TABLE: RoleRule((FLOAT32,), "segments", "width", "none", False),
    Role.EMBEDDING_NORM: RoleRule((FLOAT32,), "two", "width", "none", False),
    Role.NORM: RoleRule((FLOAT32,), "one", "width", "layer", False),
    Role.QUERY: RoleRule((LINEAR8, LINEAR4), "width", "width", "layer", False),
    Role.ATTENTION_OUTPUT: RoleRule((LINEAR8, LINEAR4), "width", "width", "layer", False),
    Role.CONVOLUTION: RoleRule((DEPTHWISE8,), "kernel_size", "width", "layer", False),
    Role.CONVOLUTION_OUTPUT: RoleRule((LINEAR8, LINEAR4), "width", "width", "layer", False),
    Role.BERT_QUERY: RoleRule((LINEAR8, LINEAR4), "width", "width", "layer", False),
    Role.BERT_KEY: RoleRule((LINEAR8, LINEAR4), "width", "width", "layer", False),
    Role.BERT_VALUE: RoleRule((LINEAR8, LINEAR4), "width", "width", "layer", False),
    Role.BERT_ATTENTION_OUTPUT: RoleRule((LINEAR8, LINEAR4), "width", "width", "layer", False),
    Role.BERT_ATTENTION_NORM: RoleRule((FLOAT32,), "two", "width", "layer", False),
    Role.FEED_FORWARD_IN: RoleRule((LINEAR8, LINEAR4), "feed_forward", "width", "layer", False),
    Role.FEED_FORWARD_OUT: RoleRule((LINEAR8, LINEAR4), "width", "feed_forward", "layer", False),
    Role.FEED_FORWARD_NORM: RoleRule((FLOAT32,), "two", "width", "layer", False),
    Role.FINAL_NORM: RoleRule((FLOAT32,), "one", "width", "none", False),
    Role.HEAD_RECORD: RoleRule((BYTES,), "one", "own", "head", False),
    Role.HEAD_LABELS: RoleRule((BYTES,), "one", "own", "head", False),
    Role.HEAD_TRANSFORM: RoleRule((LINEAR8, LINEAR4), "own", "width", "head", True),
    Role.HEAD_TRANSFORM_NORM: RoleRule((FLOAT32,), "two", "head_inputs", "head", True),
    Role.HEAD_OUTPUT: RoleRule((LINEAR8, LINEAR4), "own", "head_inputs", "head", True),
    Role.WORD_BIAS: RoleRule((FLOAT32,), "one", "vocabulary_size", "head", True),
    Role.LEXICON: RoleRule((BYTES,), "one", "own", "head", True),
    Role.COMMAND_WORDS: RoleRule((BYTES,), "one", "own", "head", True),
    Role.TAG_TRANSITIONS: RoleRule((TABLE8,), "own", "own", "head", True),
    Role.TAG_FEATURES: RoleRule((BYTES,), "one", "own", "head", True),
    Role.SLOT_MASK: RoleRule((BYTES,), "one", "own", "head", True),
    Role.SLOT_KINDS: RoleRule((BYTES,), "one", "own", "head", True),
    Role.SLOT_LISTS: RoleRule((BYTES,), "one", "own", "head", True),
    Role.LABEL_ACTS: RoleRule((BYTES,), "one", "own", "head", True),
    Role.GENERAL: RoleRule((BYTES,), "one", "own", "none", True),
}


# When a network with the Config `c` has a section (in every layer, where it is a layer's); else always.
NETWORK_CONDITIONS = {
    Role.TOKEN_PROJECTION: lambda c: c.token_rank != c.width,
    Role.POSITION_TABLE: lambda c: c.position_rank != 0,
    Role.POSITION_PROJECTION: lambda c: c.position_rank != 0 and c.position_rank != c.width,
    Role.SEGMENT_TABLE: lambda c: c.segments != 0,
    Role.EMBEDDING_NORM: lambda c: c.block_kind == BlockKind.BERT,
    Role.NORM: lambda c: c.block_kind == BlockKind.EMB_BERT,
    Role.QUERY: lambda c: c.block_kind == BlockKind.EMB_BERT,
    Role.ATTENTION_OUTPUT: lambda c: c.block_kind == BlockKind.EMB_BERT,
    Role.CONVOLUTION: lambda c: c.block_kind == BlockKind.EMB_BERT,
    Role.CONVOLUTION_OUTPUT: lambda c: c.block_kind == BlockKind.EMB_BERT,
    Role.BERT_QUERY: lambda c: c.block_kind == BlockKind.BERT,
    Role.BERT_KEY: lambda c: c.block_kind == BlockKind.BERT,
    Role.BERT_VALUE: lambda c: c.block_kind == BlockKind.BERT,
    Role.BERT_ATTENTION_OUTPUT: lambda c: c.block_kind == BlockKind.BERT,
    Role.BERT_ATTENTION_NORM: lambda c: c.block_kind == BlockKind.BERT,
    Role.FEED_FORWARD_IN: lambda c: c.block_kind == BlockKind.BERT,
    Role.FEED_FORWARD_OUT: lambda c: c.block_kind == BlockKind.BERT,
    Role.FEED_FORWARD_NORM: lambda c: c.block_kind == BlockKind.BERT,
    Role.FINAL_NORM: lambda c: bool(c.flags & ConfigFlag.FINAL_NORM),
}
# When the task head `h` may have a section; else always.
HEAD_CONDITIONS = {
    Role.HEAD_LABELS: lambda h: bool(h.labels),
    Role.HEAD_TRANSFORM_NORM: lambda h: h.transform is not None,
    Role.WORD_BIAS: lambda h: h.kind == HeadKind.MASKED_WORD and not h.has_output,
    Role.LEXICON: lambda h: h.kind == HeadKind.SEQUENCE,
    Role.COMMAND_WORDS: lambda h: h.kind == HeadKind.SEQUENCE,
    Role.TAG_TRANSITIONS: lambda h: h.kind == HeadKind.TOKEN_BIO,
    Role.TAG_FEATURES: lambda h: h.tag_transitions is not None,
    Role.SLOT_MASK: lambda h: h.tag_transitions is not None,
    Role.SLOT_KINDS: lambda h: h.kind == HeadKind.TOKEN_BIO,
    Role.SLOT_LISTS: lambda h: h.kind == HeadKind.TOKEN_BIO,
    Role.LABEL_ACTS: lambda h: h.kind == HeadKind.SEQUENCE,
}


# Minimum and maximum of the config's fields, by the kind of block.
CONFIG_BOUNDS = {
    "block_kind": {BlockKind.EMB_BERT: (1, 2), BlockKind.BERT: (1, 2)},
    "vocabulary_size": {BlockKind.EMB_BERT: (6, 65535), BlockKind.BERT: (6, 65535)},
    "max_tokens": {BlockKind.EMB_BERT: (8, 512), BlockKind.BERT: (8, 512)},
    "width": {BlockKind.EMB_BERT: (16, 1024), BlockKind.BERT: (16, 1024)},
    "token_rank": {BlockKind.EMB_BERT: (1, 1024), BlockKind.BERT: (1, 1024)},
    "position_rank": {BlockKind.EMB_BERT: (0, 1024), BlockKind.BERT: (0, 1024)},
    "segments": {BlockKind.EMB_BERT: (0, 4), BlockKind.BERT: (0, 4)},
    "layers": {BlockKind.EMB_BERT: (0, 24), BlockKind.BERT: (0, 24)},
    "attention_heads": {BlockKind.EMB_BERT: (1, 16), BlockKind.BERT: (1, 16)},
    "kernel_size": {BlockKind.EMB_BERT: (1, 255), BlockKind.BERT: (0, 0)},
    "flags": {BlockKind.EMB_BERT: (0, 7), BlockKind.BERT: (0, 0)},
    "pooling": {BlockKind.EMB_BERT: (0, 1), BlockKind.BERT: (0, 1)},
    "feed_forward": {BlockKind.EMB_BERT: (0, 0), BlockKind.BERT: (16, 4096)},
    "activation": {BlockKind.EMB_BERT: (0, 0), BlockKind.BERT: (1, 3)},
    "norm_epsilon": {BlockKind.EMB_BERT: (1e-12, 0.01), BlockKind.BERT: (1e-12, 0.01)},
    "pad_id": {BlockKind.EMB_BERT: (0, 65534), BlockKind.BERT: (0, 65534)},
    "unknown_id": {BlockKind.EMB_BERT: (0, 65534), BlockKind.BERT: (0, 65534)},
    "cls_id": {BlockKind.EMB_BERT: (0, 65534), BlockKind.BERT: (0, 65534)},
    "mask_id": {BlockKind.EMB_BERT: (0, 65534), BlockKind.BERT: (0, 65534)},
    "sep_id": {BlockKind.EMB_BERT: (0, 65534), BlockKind.BERT: (0, 65534)},
    "mask_layers": {BlockKind.EMB_BERT: (0, 24), BlockKind.BERT: (0, 0)},
}
# Minimum and maximum of the head record's fields.
HEAD_BOUNDS = {
    "kind": (1, 8),
    "labels": (0, 4096),
    "activation": (0, 4),
    "pooling": (0, 2),
    "threshold": (0, 1),
    "flags": (0, 16),
    "length_cost": (0, 16),
}


# Kinds with an output for each label.
LABELS_KINDS = frozenset({SEQUENCE, TOKEN_BIO, TOKEN_PLAIN, PAIR_CLASSIFICATION})
# Kinds with two outputs, start and end.
BOUNDARIES_KINDS = frozenset({SPAN})
# Kinds with an output for each word piece, or none.
WORDS_KINDS = frozenset({MASKED_WORD})
# Kinds with as many outputs as a vector has, or none.
VECTOR_KINDS = frozenset({PAIR_SIMILARITY, SENTENCE_VECTOR})
# Kinds with labels.
LABELLED_KINDS = frozenset({SEQUENCE, TOKEN_BIO, TOKEN_PLAIN, PAIR_CLASSIFICATION})
# Kinds whose labels are BIO tags.
BIO_KINDS = frozenset({TOKEN_BIO})
# Kinds that may have an out-of-scope class.
OUT_OF_SCOPE_KINDS = frozenset({SEQUENCE, PAIR_CLASSIFICATION})
