"""Stage 9: the quantized network as a model file; two numbers are set on the validation split.

The threshold of out of scope, and what is added to the bias of the tag O: distilled answers are a little too eager to
see a slot.

    python export.py            work/commands_quantized.pt -> ../pipit.pipit
"""

import argparse
from pathlib import Path

import numpy as np
import torch

import commands
import data
import evaluate
import measure
import pipit_export
import pipit_format
import pipit_tensors
from model import Shape, Understanding
from pipit_shapes import Role
from pipit_vocabulary import Vocabulary

INFO = {
    "name": "pipit",
    "license": "MIT; training data under CC BY 4.0, CC BY-SA 4.0 and terms of their own, see Weights/pipit.md",
    "language": "en",
    "heads": "intent: HWU64 with out-of-scope; slots: HWU64",
}


def vocabulary() -> Vocabulary:
    """vocab.txt, which is in the order of the file already."""
    pieces = list(data.lines(data.VOCABULARY))
    words = [p for p in pieces[5:] if not p.startswith("##")]
    return Vocabulary(pieces[:5], words, [p[2:] for p in pieces[5 + len(words) :]])


def linear(layer) -> pipit_tensors.Tensor:
    bias = None if layer.bias is None else layer.bias.detach().numpy()
    return pipit_tensors.linear8(layer.weight.detach().numpy(), bias)


def token_table(encoder) -> pipit_tensors.Tensor:
    """The table on the grid of the scales that training fixed, one a row."""
    shape = encoder.shape
    levels = 2 ** (shape.table_bits - 1) - 1
    scale = encoder.table_scale.numpy()
    q = np.clip(np.rint(encoder.table.detach().numpy() / scale[:, None]), -levels, levels).astype(np.int8)
    kind = pipit_tensors.TABLE4 if shape.table_bits == 4 else pipit_tensors.TABLE8
    return pipit_tensors.Tensor(kind, q, scale[:, None].copy(), None, shape.rank)


def as_model(network: Understanding, info: dict[str, str]) -> pipit_format.Model:
    """The network and its two heads in the terms of the file."""
    shape, encoder = network.encoder.shape, network.encoder
    config = pipit_format.Config(
        vocabulary_size=shape.vocabulary, max_tokens=shape.longest, width=shape.width, token_rank=shape.rank,
        position_rank=0, segments=0, layers=shape.layers, heads=shape.heads, kernel=shape.kernel,
        flags=pipit_format.RESIDUAL | pipit_format.FINAL_NORM, pooling=pipit_format.POOL_MEAN, norm_epsilon=shape.epsilon)
    state = {"token_table": encoder.table, "token_projection": encoder.projection.weight, "final_norm": encoder.gain}
    for number, block in enumerate(encoder.blocks):
        name = f"blocks.{number}."
        state |= {name + "norm": block.gain, name + "convolution.weight": block.taps, name + "convolution.bias": block.taps_bias}
        for part in ("query", "attention_output", "convolution_output"):
            state |= {f"{name}{part}.weight": getattr(block, part).weight, f"{name}{part}.bias": getattr(block, part).bias}
    intents, tags = commands.labels()
    heads = [
        pipit_format.Head(pipit_format.SEQUENCE, "intent", intents, linear(network.intents), out_of_scope=True),
        pipit_format.Head(pipit_format.TOKEN_BIO, "slots", tags, linear(network.tags)),
    ]
    if network.tag_transform is not None:
        heads[1].transform, heads[1].activation = linear(network.tag_transform), pipit_format.GELU_ERF
    model = pipit_export.export_embbert(
        state, config, vocabulary(), info, heads, table_bits=shape.table_bits, table_group=shape.rank)
    model.tensors[Role.TOKEN_TABLE, 0] = token_table(encoder)
    return model


def best_bias(answers, examples, tags: list[str]) -> float:
    """What to add to the logit of O for the best slot F1, each candidate judged together with its neighbours."""
    candidates = np.arange(-2, 7) * 0.2
    scores = []
    for bias in candidates:
        shift = np.array([bias] + [0] * (len(tags) - 1), np.float32)
        decoded = [measure.decode_tags(logits + shift, tags) for logits in answers]
        hit, said, wanted = measure.span_counts(decoded, [truth for _, truth, _ in examples])
        scores.append(2 * hit / (said + wanted))
    return float(candidates[1:-1][np.argmax(np.convolve(scores, [1, 2, 1], "valid"))])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--start", default="commands_quantized.pt")
    parser.add_argument("--output", type=Path, default=data.RECIPE.parent / "pipit.pipit")
    parser.add_argument("--kept", type=float, default=0.98, help="share of in-scope text under the threshold")
    options = parser.parse_args()
    state = torch.load(data.WORK / options.start)
    intents, tags = commands.labels()
    network = Understanding(Shape(**state["shape"]), len(intents) + 1, len(tags))
    network.load_state_dict(state["network"])
    model = as_model(network, INFO)
    engine, examples = evaluate.Twin(model), commands.examples("valid")
    answers = [engine.answer(" ".join(words)) for words, _, _ in examples]
    bias = best_bias([logits for _, logits in answers], examples, tags)
    model.heads[1].output.bias[0] += np.float32(bias)
    scores = measure.rejection(
        measure.outside_probability(np.stack([logits for logits, _ in answers])),
        measure.outside_probability(engine.intents(commands.out_of_scope("valid"))), options.kept)
    model.heads[0].threshold = float(np.float32(scores["threshold"]))
    print(f"{options.output}: {pipit_format.write(model, options.output):,} bytes; O + {bias:.1f}; valid {measure.line(scores)}")


if __name__ == "__main__":
    main()
