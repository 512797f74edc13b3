"""A model of a published shape with random weights, for work on size and speed.

python -m pipit.random_model embbert -o F.pipit
python -m pipit.random_model bert-lite -o F.pipit
python -m pipit.random_model bert-mobile --bits 4 --table-bits 4 --masked-words bias -o F.pipit
"""

from __future__ import annotations

import argparse
import dataclasses
from functools import partial
from pathlib import Path

import numpy as np

from pipit import format as fmt
from pipit.format import CAUSAL, Config, TaskHead, codebooks
from pipit.format.layout import LINEAR4
from pipit.format.rules import Role, shapes
from pipit.format.tensors import Tensor, float32, linear4, linear8, table4
from pipit.format.vocabulary import Vocabulary, ordered
from pipit.random_weights import SPECIALS, random_model, random_vocabulary

GROUP = 32
PRUNED_VOCABULARY = Path(__file__).parents[2] / "recipe" / "model" / "vocab.txt"
BERT = dict(
    block_kind=fmt.BERT,
    vocabulary_size=30522,
    max_tokens=512,
    segments=2,
    kernel_size=0,
    flags=0,
    activation=fmt.GELU_ERF,
    norm_epsilon=1e-12,
)
SHAPES = {
    "embbert": Config(
        vocabulary_size=8192,
        max_tokens=256,
        width=128,
        token_rank=16,
        position_rank=16,
        segments=3,
        layers=4,
        attention_heads=1,
        kernel_size=32,
        flags=CAUSAL,
    ),
    "bert-lite": Config(
        **BERT, width=64, token_rank=64, position_rank=64, layers=2, attention_heads=2, feed_forward=256
    ),
    "bert-mobile": Config(
        **BERT, width=512, token_rank=512, position_rank=512, layers=8, attention_heads=8, feed_forward=2048
    ),
}
INTENTS, SLOT_TYPES = 64, 54


def vocabulary_for(rng: np.random.Generator, size: int) -> Vocabulary:
    """The shipped model's vocabulary where the size is its own, else invented words."""
    pieces = PRUNED_VOCABULARY.read_text(encoding="utf-8").splitlines()
    return ordered(pieces, SPECIALS)[0] if len(pieces) == size else random_vocabulary(rng, size)


def command_heads(rng: np.random.Generator, width: int) -> list[TaskHead]:
    """Heads of the size of the HWU64 commands: intents with an out-of-scope class, and slots."""

    def matrix(rows: int) -> Tensor:
        return linear8(rng.normal(size=(rows, width)) / np.sqrt(width), 0.1 * rng.normal(size=rows))

    tags = ["O"] + [f"{part}-slot_{i}" for i in range(SLOT_TYPES) for part in "BI"]
    return [
        TaskHead(
            fmt.SEQUENCE, "intent", [f"intent_{i}" for i in range(INTENTS)], matrix(INTENTS + 1), out_of_scope=True
        ),
        TaskHead(fmt.TOKEN_BIO, "slots", tags, matrix(len(tags))),
    ]


def word_head(rng: np.random.Generator, config: Config, table_bits: int, kind: str) -> TaskHead:
    """A masked-word head as BertForMaskedLM has it: tied to the table, with a bias or without, or with a matrix."""
    d, count = config.width, config.vocabulary_size
    bias = rng.normal(size=count)
    own = partial(linear4, group=GROUP) if table_bits == 4 else linear8
    return TaskHead(
        fmt.MASKED_WORD,
        "fill",
        activation=fmt.GELU_ERF,
        transform=linear8(
            rng.normal(size=(config.token_rank, d)) / np.sqrt(d), 0.1 * rng.normal(size=config.token_rank)
        ),
        transform_norm=float32(np.array([[1.0], [0.0]]) + 0.2 * rng.normal(size=(2, config.token_rank))),
        output=own(rng.normal(size=(count, config.token_rank)), bias) if kind == "own" else None,
        word_bias=float32(bias[None]) if kind == "bias" else None,
    )


def quantizers(config: Config, bits: int, table_bits: int) -> dict:
    """What replaces 8 bits: groups of 32 columns, or of the whole row of a table that has fewer."""
    chosen = {}
    if bits == 4:
        chosen |= {
            role: partial(linear4, group=GROUP)
            for (role, _), (formats, _, _) in shapes(config).items()
            if LINEAR4 in formats
        }
    if table_bits == 2:
        chosen[Role.TOKEN_TABLE] = codebooks.fitted
    if table_bits == 4:
        chosen[Role.TOKEN_TABLE] = partial(table4, group=min(GROUP, config.token_rank))
    return chosen


def main() -> None:
    """Writes the model that the command line describes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=SHAPES)
    parser.add_argument("-o", "--output", required=True, type=Path)
    parser.add_argument("--bits", type=int, choices=(4, 8), default=8, help="of the projections")
    parser.add_argument("--table-bits", type=int, choices=(2, 4, 8), default=8, help="of the token table")
    parser.add_argument(
        "--masked-words", choices=("tied", "bias", "own"), help="a masked-word head, and what its matrix is"
    )
    parser.add_argument("--segments", type=int, help="rows of the segment table: 8 with those of capitals")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    config = SHAPES[options.shape]
    if options.segments is not None:
        config = dataclasses.replace(config, segments=options.segments)
    rng = np.random.default_rng(options.seed)
    model = random_model(
        rng,
        config,
        vocabulary_for(rng, config.vocabulary_size),
        "random-" + options.shape,
        quantizers(config, options.bits, options.table_bits),
    )
    model.heads = command_heads(rng, config.width)
    if options.masked_words:
        model.heads = [word_head(rng, config, options.table_bits, options.masked_words)]
    print(f"{options.output}: {fmt.write(model, options.output)} bytes")


if __name__ == "__main__":
    main()
