"""Random matrices for any config, at sizes where every part of the network matters."""

from __future__ import annotations

import numpy as np

from pipit.format import Config, Model, tensors
from pipit.format.layout import RULES, Role
from pipit.format.rules import shapes
from pipit.format.tensors import DEPTHWISE8, FLOAT32, LINEAR8, Tensor
from pipit.format.vocabulary import Vocabulary, ordered

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[MASK]", "[SEP]"]
GAINS = (Role.NORM, Role.FINAL_NORM)
GAINS_AND_BIASES = (Role.EMBEDDING_NORM, Role.BERT_ATTENTION_NORM, Role.FEED_FORWARD_NORM)
TABLE_DEVIATIONS = {Role.TOKEN_TABLE: 1.0, Role.POSITION_TABLE: 0.7, Role.SEGMENT_TABLE: 0.3}
# Standard deviation of a linear layer's output for inputs of 1: sharp enough queries for attention that chooses.
OUTPUT_DEVIATIONS = {
    Role.QUERY: 2.0,
    Role.ATTENTION_OUTPUT: 2.5,
    Role.CONVOLUTION_OUTPUT: 2.0,
    Role.CONVOLUTION: 1.5,
    Role.BERT_QUERY: 1.4,
    Role.BERT_KEY: 1.4,
    Role.BERT_ATTENTION_OUTPUT: 1.5,
    Role.FEED_FORWARD_OUT: 1.5,
}
SYLLABLES = [a + b for a in ("b", "ch", "d", "f", "l", "m", "n", "p", "r", "s", "st", "t", "w") for b in "aeiou"]


def values(rng: np.random.Generator, role: Role, rows: int, columns: int) -> np.ndarray:
    noise = rng.normal(size=(rows, columns))
    if role in GAINS:
        return 1 + 0.2 * noise
    if role in GAINS_AND_BIASES:
        return np.array([[1.0], [0.0]]) + 0.2 * noise
    if role in TABLE_DEVIATIONS:
        return TABLE_DEVIATIONS[role] * noise
    inputs = rows if role == Role.CONVOLUTION else columns
    return OUTPUT_DEVIATIONS.get(role, 1.0) * noise / np.sqrt(inputs)


def bias(rng: np.random.Generator, role: Role, count: int) -> np.ndarray | None:
    if role in (Role.TOKEN_PROJECTION, Role.POSITION_PROJECTION):
        return None
    return 0.1 * rng.normal(size=count)


def tensor(rng: np.random.Generator, role: Role, format: int, rows: int, columns: int, quantize=None) -> Tensor:
    """`quantize`: a function of pipit.format.tensors to use in place of the 8-bit one, as `table4` with its group."""
    weight = values(rng, role, rows, columns)
    if format == FLOAT32:
        return tensors.float32(weight)
    if format == DEPTHWISE8:
        return tensors.depthwise8(weight, bias(rng, role, columns))
    if format == LINEAR8:
        return (quantize or tensors.linear8)(weight, bias(rng, role, rows))
    return (quantize or tensors.table8)(weight)


def random_model(rng: np.random.Generator, config: Config, vocabulary: Vocabulary, name: str, quantizers=None) -> Model:
    """A model without heads; `quantizers` maps roles to functions as for `tensor`."""
    model = Model(config, {"name": name, "license": "MIT", "weights": "random"}, vocabulary)
    for (role, layer), (formats, rows, columns) in sorted(shapes(config).items(), key=_place):
        quantize = (quantizers or {}).get(role)
        model.tensors[role, layer] = tensor(rng, role, formats[0], rows, columns, quantize)
    return model


def _place(item: tuple) -> tuple:
    """Where a matrix is drawn, which decides its values: layer by layer, in each the convolution last."""
    (role, layer), _ = item
    if RULES[role].index != "layer":
        return (role, 0, False, 0)
    return (Role.NORM, layer, role == Role.CONVOLUTION, role)


def random_vocabulary(rng: np.random.Generator, size: int) -> Vocabulary:
    """Invented words of one to four syllables; every fifth piece is a continuation."""
    pieces = dict.fromkeys(SPECIALS)
    while len(pieces) < size:
        word = "".join(rng.choice(SYLLABLES, rng.integers(1, 5)))
        pieces["##" + word if len(pieces) % 5 == 0 else word] = None
    return ordered(list(pieces), SPECIALS)[0]
