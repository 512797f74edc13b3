"""The rules of FORMAT.md that tie the config to the sections: which must stand there, in which format and shape."""

from __future__ import annotations

import string
from enum import IntEnum

import numpy as np

from pipit.format.tensors import DEPTHWISE8, FLOAT32, LINEAR4, LINEAR8, STEPPED4, TABLE4, TABLE8, Tensor, require


class Role(IntEnum):
    CONFIG = 0x01
    INFO = 0x02
    VOCABULARY = 0x03
    TOKEN_TABLE = 0x10
    TOKEN_PROJECTION = 0x11
    POSITION_TABLE = 0x12
    POSITION_PROJECTION = 0x13
    SEGMENT_TABLE = 0x14
    EMBEDDING_NORM = 0x15
    NORM = 0x20
    QUERY = 0x21
    ATTENTION_OUTPUT = 0x22
    CONVOLUTION = 0x23
    CONVOLUTION_OUTPUT = 0x24
    BERT_QUERY = 0x30
    BERT_KEY = 0x31
    BERT_VALUE = 0x32
    BERT_ATTENTION_OUTPUT = 0x33
    ATTENTION_NORM = 0x34
    FEED_FORWARD_IN = 0x35
    FEED_FORWARD_OUT = 0x36
    FEED_FORWARD_NORM = 0x37
    FINAL_NORM = 0x40
    HEAD = 0x50
    LABELS = 0x51
    TRANSFORM = 0x52
    TRANSFORM_NORM = 0x53
    OUTPUT = 0x54
    WORD_BIAS = 0x55


BYTE_ROLES = {Role.CONFIG, Role.INFO, Role.VOCABULARY, Role.HEAD, Role.LABELS}
LINEAR = (LINEAR8, LINEAR4)
# Kinds of heads.
SEQUENCE, TOKEN_BIO, TOKEN_PLAIN, SPAN, MASKED_WORD, PAIR_SIMILARITY, PAIR_CLASS, SENTENCE_VECTOR = range(1, 9)
LARGEST_COUNT = 4096
NAME_LETTERS = set(string.ascii_lowercase + string.digits + "_.")


def check(model) -> None:
    """Raises FormatError for what FORMAT.md forbids in a Model."""
    check_config(model.config)
    check_info(model.info)
    vocabulary = model.vocabulary
    require(
        len(vocabulary) == model.config.vocabulary_size,
        f"{len(vocabulary)} pieces in the vocabulary, the config says {model.config.vocabulary_size}",
    )
    wanted = shapes(model.config)
    for key, (formats, rows, columns) in wanted.items():
        require(key in model.tensors, f"no section of role 0x{key[0]:02x}, index {key[1]}")
        _check_shape(f"role 0x{key[0]:02x}, index {key[1]}", model.tensors[key], formats, rows, columns)
    for key in model.tensors:
        require(key in wanted, f"a section that the config does not want: role 0x{key[0]:02x}, index {key[1]}")
    for head in model.heads:
        check_head(head, model.config)
    names = [head.name for head in model.heads]
    require(len(set(names)) == len(names), "two heads have one name")


def _check_shape(where: str, tensor: Tensor, formats, rows: int, columns: int) -> None:
    require(tensor.format in formats, f"{where}: format {tensor.format}, one of {formats} wanted")
    require(
        (tensor.rows, tensor.columns) == (rows, columns),
        f"{where}: {tensor.rows} x {tensor.columns}, {rows} x {columns} wanted",
    )


def _within(name: str, value, low, high) -> None:
    require(low <= value <= high, f"{name} {value}, {low} ... {high} are allowed")


def check_config(c) -> None:
    _within("block kind", c.block_kind, 1, 2)
    bert = c.block_kind == 2
    _within("vocabulary size", c.vocabulary_size, 6, 65535)
    _within("longest sequence", c.max_tokens, 8, 512)
    _within("width", c.width, 16, 1024)
    require(c.width % 16 == 0, f"width {c.width} is no multiple of 16")
    _within("token rank", c.token_rank, 1, 1024)
    _within("position rank", c.position_rank, 0, 1024)
    _within("segments", c.segments, 0, 8 if c.segments == 8 and not bert else 4)
    _within("layers", c.layers, 0, 24)
    _within("heads", c.heads, 1, 16)
    require(c.width % c.heads == 0, f"{c.heads} heads do not divide the width {c.width}")
    _within("kernel", c.kernel, 0 if bert else 1, 0 if bert else 255)
    _within("flags", c.flags, 0, 0 if bert else 7)
    require(bert or c.causal or c.kernel % 2 == 1, f"a centred kernel of {c.kernel} taps is not odd")
    _within("pooling", c.pooling, 0, 1)
    _within("feed-forward width", c.feed_forward, 16 if bert else 0, 4096 if bert else 0)
    _within("activation", c.activation, 1 if bert else 0, 3 if bert else 0)
    epsilon, lowest, highest = (np.float32(value) for value in (c.norm_epsilon, 1e-12, 1e-2))
    require(bool(lowest <= epsilon <= highest), f"epsilon {c.norm_epsilon}, 1e-12 ... 1e-2 is allowed")
    ids = (c.pad_id, c.unknown_id, c.cls_id, c.mask_id, c.sep_id)
    require(len(set(ids)) == 5, f"two of the special ids {ids} are equal")
    require(max(ids) < c.vocabulary_size, f"a special id of {ids} is not below {c.vocabulary_size}")


def check_info(info: dict[str, str]) -> None:
    for key in ("name", "license"):
        require(key in info, f"no {key} in info")
    for key, value in info.items():
        require(key != "" and is_plain(key + value), f"info key {key!r} is empty or has controls")


def is_plain(text: str) -> bool:
    """Whether there are no control characters below the space."""
    return min(text, default=" ") >= " "


def shapes(c) -> dict[tuple[int, int], tuple[tuple[int, ...], int, int]]:
    """(role, layer) → allowed formats, rows, columns: every matrix a model of this config has outside its heads."""
    d, f = c.width, c.feed_forward
    wanted = {(Role.TOKEN_TABLE, 0): ((TABLE8, TABLE4, STEPPED4), c.vocabulary_size, c.token_rank)}
    if c.token_rank != d:
        wanted[Role.TOKEN_PROJECTION, 0] = ((LINEAR8,), d, c.token_rank)
    if c.position_rank > 0:
        wanted[Role.POSITION_TABLE, 0] = ((TABLE8,), c.max_tokens, c.position_rank)
        if c.position_rank != d:
            wanted[Role.POSITION_PROJECTION, 0] = ((LINEAR8,), d, c.position_rank)
    if c.segments > 0:
        wanted[Role.SEGMENT_TABLE, 0] = ((FLOAT32,), c.segments, d)
    if c.block_kind == 2:
        wanted[Role.EMBEDDING_NORM, 0] = ((FLOAT32,), 2, d)
    for layer in range(c.layers):
        if c.block_kind == 2:
            for role in (Role.BERT_QUERY, Role.BERT_KEY, Role.BERT_VALUE, Role.BERT_ATTENTION_OUTPUT):
                wanted[role, layer] = (LINEAR, d, d)
            wanted[Role.ATTENTION_NORM, layer] = ((FLOAT32,), 2, d)
            wanted[Role.FEED_FORWARD_IN, layer] = (LINEAR, f, d)
            wanted[Role.FEED_FORWARD_OUT, layer] = (LINEAR, d, f)
            wanted[Role.FEED_FORWARD_NORM, layer] = ((FLOAT32,), 2, d)
        else:
            wanted[Role.NORM, layer] = ((FLOAT32,), 1, d)
            for role in (Role.QUERY, Role.ATTENTION_OUTPUT, Role.CONVOLUTION_OUTPUT):
                wanted[role, layer] = (LINEAR, d, d)
            wanted[Role.CONVOLUTION, layer] = ((DEPTHWISE8,), c.kernel, d)
    if c.final_norm:
        wanted[Role.FINAL_NORM, 0] = ((FLOAT32,), 1, d)
    return wanted


def check_head(head, config) -> None:
    where = f"head {head.name!r}"
    _within(f"{where}: kind", head.kind, 1, 8)
    _within(f"{where}: labels", len(head.labels), 0, LARGEST_COUNT)
    _within(f"{where}: activation", head.activation, 0, 4)
    _within(f"{where}: pooling", head.pooling, 0, 2)
    _within(f"{where}: threshold", head.threshold, 0, 1)
    require(not np.signbit(head.threshold), f"{where}: threshold -0")
    require(1 <= len(head.name) <= 32 and set(head.name) <= NAME_LETTERS, f"{where}: no name of a request")
    require(
        all(label != "" and is_plain(label) for label in head.labels), f"{where}: a label that is empty or has controls"
    )
    width = config.width
    if head.transform is not None:
        _within(f"{where}: rows of the transform", head.transform.rows, 1, LARGEST_COUNT)
        _check_shape(f"{where}: transform", head.transform, LINEAR, head.transform.rows, width)
        width = head.transform.rows
    if head.transform_norm is not None:
        require(head.transform is not None, f"{where}: a transform norm without a transform")
        _check_shape(f"{where}: transform norm", head.transform_norm, (FLOAT32,), 2, width)
    if head.output is not None:
        _check_shape(f"{where}: output", head.output, LINEAR, head.output.rows, width)
    if head.word_bias is not None:
        require(head.kind == MASKED_WORD and head.output is None, f"{where}: a word bias without a tied table")
        _check_shape(f"{where}: word bias", head.word_bias, (FLOAT32,), 1, config.vocabulary_size)
    _check_kind(where, head, config, width)


def _check_kind(where: str, head, config, width: int) -> None:
    """What the kind asks of labels and outputs; `width` is what comes into the output."""
    rows = 0 if head.output is None else head.output.rows
    labelled = head.kind in (SEQUENCE, TOKEN_BIO, TOKEN_PLAIN, PAIR_CLASS)
    require(labelled == bool(head.labels), f"{where}: {len(head.labels)} labels in a head of kind {head.kind}")
    require(
        not head.out_of_scope or head.kind in (SEQUENCE, PAIR_CLASS),
        f"{where}: an out-of-scope class in a head of kind {head.kind}",
    )
    if labelled:
        wanted = len(head.labels) + head.out_of_scope
        require(rows == wanted, f"{where}: {rows} outputs, {wanted} wanted")
    if head.kind == TOKEN_BIO:
        good = all(label == "O" or (label[:2] in ("B-", "I-") and len(label) > 2) for label in head.labels)
        require(good, f"{where}: a tag other than O, B-name, I-name")
    if head.kind == SPAN:
        require(rows == 2, f"{where}: {rows} outputs, 2 wanted")
    if head.kind == MASKED_WORD:
        require(rows in (0, config.vocabulary_size), f"{where}: {rows} outputs, {config.vocabulary_size} or 0 wanted")
        require(
            rows > 0 or width == config.token_rank,
            f"{where}: {width} columns for a token table of rank {config.token_rank}",
        )
    if head.kind in (PAIR_SIMILARITY, SENTENCE_VECTOR):
        _within(f"{where}: outputs", rows, 0, LARGEST_COUNT)
