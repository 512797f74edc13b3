"""The small random models of make_fixtures.py: every variant of the config at least once, and the edges of the format."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from functools import partial
from typing import Callable

import numpy as np

from pipit import format as fmt
from pipit.format import CAUSAL, FINAL_NORM, POOL_MEAN, RESIDUAL, Config, Head, Model, tensors
from pipit.format.rules import Role
from pipit.format.tensors import Tensor, linear4, linear8, stepped4, table4, table8
from pipit.random_weights import random_model, random_vocabulary


@dataclass
class Spec:
    """One fixture. `edit` changes the finished model; `alive` is False where the numbers are degenerate on purpose."""

    name: str
    config: dict
    quantizers: dict = field(default_factory=dict)
    heads: Callable | None = None
    edit: Callable | None = None
    alive: bool = True

    def model(self) -> Model:
        rng = np.random.default_rng(zlib.crc32(self.name.encode()))
        config = Config(**(SMALL | self.config))
        vocabulary = random_vocabulary(rng, config.vocabulary_size)
        model = random_model(rng, config, vocabulary, self.name, self.quantizers)
        model.heads = (self.heads or one_head)(rng, config)
        if self.edit:
            self.edit(rng, model)
        return model

    def branches(self) -> tuple[Role, ...]:
        if self.config.get("block_kind") == fmt.BERT:
            return Role.BERT_ATTENTION_OUTPUT, Role.FEED_FORWARD_OUT
        return Role.ATTENTION_OUTPUT, Role.CONVOLUTION_OUTPUT


SMALL = dict(
    vocabulary_size=48, max_tokens=27, width=32, token_rank=16, position_rank=16, segments=3, layers=2, kernel=5, flags=0)
BERT_SMALL = dict(
    block_kind=fmt.BERT, max_tokens=24, width=64, token_rank=64, position_rank=64, segments=2, heads=2, kernel=0,
    feed_forward=32, activation=fmt.GELU_ERF, norm_epsilon=1e-12)


# Heads


def random_linear(rng, rows: int, columns: int, quantize=linear8) -> Tensor:
    return quantize(rng.normal(size=(rows, columns)) / np.sqrt(columns), 0.1 * rng.normal(size=rows))


def labels(count: int) -> list[str]:
    return [f"label_{i}" for i in range(count)]


def one_head(rng, config: Config) -> list[Head]:
    return [Head(fmt.SEQUENCE, "intent", labels(5), random_linear(rng, 6, config.width), out_of_scope=True)]


def every_head(rng, c: Config) -> list[Head]:
    """Each kind, activation of the transform and pooling; with and without norm, out-of-scope class and 4 bits."""
    d, four = c.width, partial(linear4, group=16)
    norm = lambda t: tensors.float32(np.array([[1.0], [0.0]]) + 0.2 * rng.normal(size=(2, t)))
    tags = ["O", "B-room", "I-room", "B-time", "I-time"]
    return [
        Head(fmt.SEQUENCE, "intent", labels(7), random_linear(rng, 8, d), out_of_scope=True, threshold=0.25),
        Head(fmt.SEQUENCE, "emotion", labels(3), random_linear(rng, 3, d), pooling=2),
        Head(fmt.SEQUENCE, "sentiment", labels(2), random_linear(rng, 2, d, four), pooling=1, activation=fmt.RELU,
             transform=random_linear(rng, d, d)),
        Head(fmt.SEQUENCE, "intent.clinc", labels(9), random_linear(rng, 10, 24), out_of_scope=True, activation=fmt.GELU_ERF,
             transform=random_linear(rng, 24, d), transform_norm=norm(24)),
        Head(fmt.TOKEN_BIO, "slots", tags, random_linear(rng, 5, d)),
        Head(fmt.TOKEN_PLAIN, "pos", labels(4), random_linear(rng, 4, 16), transform=random_linear(rng, 16, d, four),
             activation=fmt.GELU_TANH),
        Head(fmt.SPAN, "qa", [], random_linear(rng, 2, d)),
        Head(fmt.MASKED_WORD, "fill", [], None, transform=random_linear(rng, c.token_rank, d), activation=fmt.GELU_ERF,
             transform_norm=norm(c.token_rank)),
        Head(fmt.MASKED_WORD, "fill.own", [], random_linear(rng, c.vocabulary_size, d)),
        Head(fmt.PAIR_SIMILARITY, "similar", [], random_linear(rng, 1, d)),
        Head(fmt.PAIR_CLASS, "entail", labels(3), random_linear(rng, 3, d), transform=random_linear(rng, d, d),
             activation=fmt.TANH, pooling=1),
        Head(fmt.SENTENCE_VECTOR, "embed", [], random_linear(rng, 16, d), pooling=2),
    ]


def task_heads(rng, c: Config) -> list[Head]:
    """Heads for every request that is no command: with and without transform and output."""
    d = c.width
    norm = lambda t: tensors.float32(np.array([[1.0], [0.0]]) + 0.2 * rng.normal(size=(2, t)))
    sharp = lambda rows, columns: linear8(4 * rng.normal(size=(rows, columns)) / np.sqrt(columns), rng.normal(size=rows))
    return [
        Head(fmt.TOKEN_BIO, "ner", ["O", "B-person", "I-person", "B-place", "I-place"], sharp(5, d)),
        Head(fmt.TOKEN_PLAIN, "pos", ["NOUN", "VERB", "PUNCT", 'q"', "X"], sharp(5, d)),
        Head(fmt.SPAN, "qa", [], random_linear(rng, 2, 24), transform=random_linear(rng, 24, d), activation=fmt.GELU_ERF,
             threshold=0.1),
        Head(fmt.SPAN, "qa.bare", [], sharp(2, d), threshold=0.5),
        Head(fmt.MASKED_WORD, "fill", [], None, transform=sharp(c.token_rank, d), activation=fmt.GELU_ERF,
             transform_norm=norm(c.token_rank), word_bias=word_bias(c) if c.block_kind == fmt.BERT else None),
        Head(fmt.MASKED_WORD, "fill.own", [], sharp(c.vocabulary_size, d)),
        Head(fmt.PAIR_SIMILARITY, "similar", [], random_linear(rng, 40, d), pooling=2),
        Head(fmt.PAIR_SIMILARITY, "similar.rows", []),
        Head(fmt.PAIR_CLASS, "entail", ["entailment", "neutral", "contradiction"], sharp(3, 16), pooling=2,
             transform=random_linear(rng, 16, d), activation=fmt.RELU, transform_norm=norm(16)),
        Head(fmt.PAIR_CLASS, "paraphrase", ["same", "other"], sharp(3, d), pooling=1, out_of_scope=True),
        Head(fmt.PAIR_CLASS, "next", ["next", "random"], sharp(2, d), transform=random_linear(rng, d, d),
             activation=fmt.TANH, pooling=1),
        Head(fmt.SENTENCE_VECTOR, "embed", [], None, pooling=2, transform=random_linear(rng, 20, d), activation=fmt.TANH),
        Head(fmt.SENTENCE_VECTOR, "embed.out", [], random_linear(rng, 9, d), pooling=1),
        Head(fmt.SENTENCE_VECTOR, "embed.rows", []),
    ]


def word_bias(c: Config) -> Tensor:
    """As wide as the logits are; by numbers of its own."""
    return tensors.float32(2 * np.random.default_rng(1).normal(size=(1, c.vocabulary_size)))


def pair_heads(rng, c: Config) -> list[Head]:
    """Heads that read two texts: as a question and its context, and for a label."""
    sharp = lambda rows, columns: linear8(4 * rng.normal(size=(rows, columns)) / np.sqrt(columns), rng.normal(size=rows))
    return [
        Head(fmt.SPAN, "qa", [], sharp(2, c.width), threshold=0.9),
        Head(fmt.PAIR_CLASS, "next", ["next", "random"], sharp(2, c.width), pooling=2),
        Head(fmt.PAIR_CLASS, "entail", labels(3), sharp(3, c.width), pooling=2),
    ]


def command_and_task_heads(rng, c: Config) -> list[Head]:
    """Those that a command and a request for a label read, and all of `task_heads`."""
    sharp = lambda rows: linear8(4 * rng.normal(size=(rows, c.width)) / np.sqrt(c.width), rng.normal(size=rows))
    return [
        Head(fmt.SEQUENCE, "intent", labels(5), sharp(6), out_of_scope=True, pooling=2),
        Head(fmt.TOKEN_BIO, "slots", ["O", "B-room", "I-room", "B-time", "I-time"], sharp(5)),
        Head(fmt.SEQUENCE, "emotion", labels(3), sharp(3), pooling=2),
        *task_heads(rng, c),
    ]


# Edges: numbers that the format allows and no training makes


def largest_numbers(rng, model: Model) -> None:
    """Weights at their limits, scales, gains and biases at 2^20: rows leave the range of quantization, nothing traps."""
    top = np.float32(2.0**20)
    signs = lambda shape: rng.choice(np.array([-1, 1], np.float32), shape)
    for tensor in all_tensors(model):
        if tensor.format == tensors.FLOAT32:
            tensor.weight = (top * signs(tensor.weight.shape)).astype(np.float32)
            continue
        limit = 7 if tensor.format in tensors.FOUR_BITS else 127
        tensor.weight = (limit * signs(tensor.weight.shape)).astype(np.int8)
        tensor.scale = np.full_like(tensor.scale, top)
        if tensor.bias is not None:
            tensor.bias = (top * signs(tensor.bias.shape)).astype(np.float32)


def same_signs(rng, model: Model) -> None:
    """Every weight at its limit with one sign, in the convolution and the projections: the largest integer sums."""
    for (role, _), tensor in model.tensors.items():
        if tensor.format == tensors.DEPTHWISE8 or role in (Role.QUERY, Role.TOKEN_PROJECTION):
            tensor.weight = np.full_like(tensor.weight, 127)
    table = model.tensor(Role.TOKEN_TABLE)
    table.weight = np.where(np.arange(table.rows)[:, None] % 3 == 0, -127, 127).astype(np.int8) * np.ones_like(table.weight)


def smallest_numbers(rng, model: Model) -> None:
    """Scales of zero, of subnormal size and about the limits of quantization."""
    small = np.array([0, 1e-45, 1e-39, 1e-20, 1e-12, 2.0**-40, 1e-3], np.float32)
    for tensor in all_tensors(model):
        if tensor.scale is not None:
            picked = rng.choice(small, tensor.scale.shape).astype(np.float32)
            grouped = tensor.group or tensor.format == tensors.LINEAR4
            tensor.scale = tensors.to_bfloat16(picked) if grouped else picked
        if tensor.bias is not None:
            tensor.bias = (tensor.bias * rng.choice(small, tensor.bias.shape)).astype(np.float32)


def all_zero(rng, model: Model) -> None:
    """Nothing but zeros, biases excepted in the convolution's own: every row quantizes to zero at first."""
    for (role, _), tensor in model.tensors.items():
        tensor.weight = np.zeros_like(tensor.weight)
        if role != Role.CONVOLUTION and tensor.bias is not None:
            tensor.bias = np.zeros_like(tensor.bias)


def all_tensors(model: Model) -> list[Tensor]:
    parts = [part for head in model.heads for part in (head.transform, head.transform_norm, head.output) if part]
    return list(model.tensors.values()) + parts


FOUR16, FOUR32 = partial(linear4, group=16), partial(linear4, group=32)
PROJECTIONS = (Role.QUERY, Role.ATTENTION_OUTPUT, Role.CONVOLUTION_OUTPUT)
BERT_PROJECTIONS = (
    Role.BERT_QUERY, Role.BERT_KEY, Role.BERT_VALUE, Role.BERT_ATTENTION_OUTPUT, Role.FEED_FORWARD_IN, Role.FEED_FORWARD_OUT)


def grouped_tables(token, position) -> dict:
    return {Role.TOKEN_TABLE: token, Role.POSITION_TABLE: position}


def far_apart(weight) -> Tensor:
    """A stepped table of rows over eleven octaves, whose scales stand several bits of bf16 apart."""
    return stepped4(weight * 2.0 ** -(np.arange(len(weight)) % 12)[:, None])


ALL = [
    # The block as published, and its variants.
    Spec("paper", dict(width=48, layers=4, kernel=32, flags=CAUSAL, max_tokens=48)),
    Spec("causal_residual", dict(kernel=8, flags=CAUSAL | RESIDUAL)),
    Spec("centred5", dict(heads=2, pooling=POOL_MEAN, flags=FINAL_NORM)),
    Spec("centred31", dict(
        width=64, layers=1, kernel=31, heads=4, max_tokens=33, pooling=POOL_MEAN, flags=RESIDUAL | FINAL_NORM)),
    Spec("heads8", dict(width=48, layers=1, kernel=1, heads=8, flags=CAUSAL)),
    Spec("heads5", dict(width=80, layers=1, kernel=3, heads=5, flags=RESIDUAL), dict.fromkeys(PROJECTIONS, FOUR16)),
    Spec("narrow", dict(width=16, heads=16, kernel=3, token_rank=1, position_rank=1, flags=RESIDUAL)),
    Spec("bare", dict(position_rank=0, segments=0, flags=CAUSAL, max_tokens=8)),
    Spec("no_layers", dict(layers=0, pooling=POOL_MEAN)),
    Spec("no_layers_norm", dict(layers=0, kernel=1, flags=RESIDUAL | FINAL_NORM)),
    Spec("long", dict(width=16, layers=1, kernel=255, max_tokens=512, vocabulary_size=32)),
    # Formats.
    Spec("full_rank_linear4", dict(token_rank=32, position_rank=32),
         {Role.QUERY: FOUR16, Role.ATTENTION_OUTPUT: FOUR32, Role.CONVOLUTION_OUTPUT: FOUR16}),
    Spec("table4_one_scale", dict(layers=1), {Role.TOKEN_TABLE: table4}),
    Spec("table4_row_scale", dict(layers=1), grouped_tables(partial(table4, group=16), partial(table8, group=16))),
    Spec("table4_groups", dict(layers=1, token_rank=24), grouped_tables(partial(table4, group=4), partial(table8, group=2))),
    Spec("stepped4", dict(layers=1, token_rank=24, vocabulary_size=50), {Role.TOKEN_TABLE: far_apart}),
    Spec("table8_groups_full_rank", dict(layers=1, token_rank=32, position_rank=0, vocabulary_size=49),
         {Role.TOKEN_TABLE: partial(table8, group=8)}),
    # BERT.
    Spec("bert_erf", BERT_SMALL),
    Spec("bert_tanh_linear4", BERT_SMALL | dict(layers=1, feed_forward=128, activation=fmt.GELU_TANH),
         dict.fromkeys(BERT_PROJECTIONS, FOUR32)),
    Spec("bert_relu", BERT_SMALL | dict(
        width=32, token_rank=16, position_rank=32, segments=0, heads=4, layers=1, feed_forward=48, activation=fmt.RELU,
        pooling=POOL_MEAN)),
    # Heads.
    Spec("every_head", dict(layers=1, flags=CAUSAL, max_tokens=20), heads=every_head),
    Spec("tasks", dict(max_tokens=40, heads=2, flags=RESIDUAL, vocabulary_size=160), heads=task_heads),
    Spec("tasks_bert", BERT_SMALL | dict(
        width=32, token_rank=32, position_rank=32, layers=1, max_tokens=32, vocabulary_size=160), heads=task_heads),
    Spec("matches", dict(max_tokens=32, segments=4, flags=RESIDUAL, vocabulary_size=160), heads=pair_heads),
    Spec("capitals", dict(max_tokens=32, segments=8, flags=RESIDUAL, vocabulary_size=160), heads=command_and_task_heads),
    # Edges.
    Spec("largest_numbers", dict(width=16, flags=FINAL_NORM), edit=largest_numbers, alive=False),
    Spec("largest_residual", dict(width=16, token_rank=8, flags=RESIDUAL | CAUSAL, kernel=32),
         edit=largest_numbers, alive=False),
    Spec("largest_bert", BERT_SMALL | dict(width=16, token_rank=16, position_rank=16, activation=fmt.GELU_TANH),
         edit=largest_numbers, alive=False),
    Spec("same_signs", dict(width=16, layers=1, kernel=255, max_tokens=300), edit=same_signs, alive=False),
    Spec("smallest_numbers", dict(flags=RESIDUAL, max_tokens=20),
         {Role.QUERY: FOUR16, Role.TOKEN_TABLE: partial(table4, group=8)}, edit=smallest_numbers, alive=False),
    Spec("all_zero", dict(width=16, flags=CAUSAL), edit=all_zero, alive=False),
]
