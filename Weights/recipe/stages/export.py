"""Stage 14: every head on the quantized encoder as one model file.

    python -m stages.export            work/headed.pt -> ../pipit.pipit

The thresholds of out of scope, and what is added to the bias of the tag O of each tagging head, are set on validation
splits: distilled answers are a little too eager to see a slot.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

import pipit.format
from judging import judge, measure
from model.network import HeadWeights, Network, trained
from pipit.format import tensors
from pipit.format.export import export_embbert
from pipit.format.rules import Role
from pipit.format.vocabulary import Vocabulary
from tasks import commands, data, heads, slot_kinds

INFO = {
    "name": "pipit",
    "license": "MIT; training data under CC BY 4.0, CC BY-SA 4.0 and terms of their own, see Weights/pipit.md",
    "language": "en",
    "heads": "HWU64, CLINC150, SNIPS, Banking77, SST-2 + IMDb, emotion, AG News, TREC, CoLA, "
    "WNUT17 + BTC, UD-EWT, STS-B + SICK, SNLI + MNLI + RTE, MRPC + Quora, SQuAD parts",
}


def vocabulary() -> Vocabulary:
    """vocab.txt, which is in the order of the file already."""
    pieces = list(data.lines(data.VOCABULARY))
    words = [p for p in pieces[5:] if not p.startswith("##")]
    return Vocabulary(pieces[:5], words, [p[2:] for p in pieces[5 + len(words) :]])


def linear(layer) -> tensors.Tensor:
    bias = None if layer.bias is None else layer.bias.detach().numpy()
    weight = layer.weight.detach().numpy()
    return tensors.linear4(weight, bias, layer.group) if layer.group else tensors.linear8(weight, bias)


def token_table(encoder) -> tensors.Tensor:
    """The table on the grid of the scales that training fixed, one a row."""
    shape = encoder.shape
    levels = 2 ** (shape.table_bits - 1) - 1
    scale = encoder.table_scale.numpy()
    if shape.table_bits != 8:
        scale = within_steps(scale)
    if shape.table_bits == 2:
        codes = encoder.codes(encoder.table.detach(), torch.from_numpy(scale)[:, None])
        codebook = encoder.codebook.numpy().astype(np.int8)
        return tensors.coded2(codes.numpy().astype(np.uint8), codebook, scale[:, None].copy())
    q = np.clip(np.rint(encoder.table.detach().numpy() / scale[:, None]), -levels, levels).astype(np.int8)
    kind = tensors.STEPPED4 if shape.table_bits == 4 else tensors.TABLE8
    return tensors.Tensor(kind, q, scale[:, None].copy(), None, shape.rank)


def within_steps(scale: np.ndarray) -> np.ndarray:
    """Scales of even bf16 bits, raised to where 256 steps hold all: rows that training never moved have tiny ones."""
    bits = scale.view(np.uint32) >> 16
    return (np.maximum(bits, bits.max() - 2 * 255) << 16).astype(np.uint32).view(np.float32)


def state_of(encoder) -> dict:
    """The encoder's arrays by the names of export_embbert."""
    state = {
        "token_table": encoder.table,
        "token_projection": encoder.projection.weight,
        "final_norm": encoder.gain,
        "segment_table": encoder.segments,
    }
    for number, block in enumerate(encoder.blocks):
        name = f"blocks.{number}."
        state |= {
            name + "norm": block.gain,
            name + "convolution.weight": block.taps,
            name + "convolution.bias": block.taps_bias,
        }
        for part in ("query", "attention_output", "convolution_output"):
            state |= {
                f"{name}{part}.weight": getattr(block, part).weight,
                f"{name}{part}.bias": getattr(block, part).bias,
            }
    return state


def block_tensors(block) -> dict[Role, tensors.Tensor]:
    """The matrices of a block."""
    return {
        Role.NORM: tensors.float32(block.gain.detach().numpy()[None]),
        Role.QUERY: linear(block.query),
        Role.ATTENTION_OUTPUT: linear(block.attention_output),
        Role.CONVOLUTION: tensors.depthwise8(block.taps.detach().numpy(), block.taps_bias.detach().numpy()),
        Role.CONVOLUTION_OUTPUT: linear(block.convolution_output),
    }


def put_weights(made: pipit.format.TaskHead, weights: HeadWeights) -> None:
    """Gives a head of a file the matrices that training has made."""
    if hasattr(weights, "transform"):
        made.transform = linear(weights.transform)
        made.activation = pipit.format.GELU_ERF if weights.head.kind == heads.FILL else pipit.format.RELU
    if hasattr(weights, "norm"):
        norm = torch.stack([weights.norm.weight, weights.norm.bias]).detach().numpy()
        made.transform_norm = tensors.float32(norm)
    if weights.head.outputs:
        made.output = linear(weights.output)


def head_of(head: heads.Head, weights: HeadWeights) -> pipit.format.TaskHead:
    made = pipit.format.TaskHead(head.kind, head.name, head.labels, out_of_scope=head.out_of_scope)
    made.slot_kinds = slot_kinds.kinds(head.name, head.labels)
    put_weights(made, weights)
    return made


def as_model(network: Network, all_heads: list[heads.Head], name: str = INFO["name"]) -> pipit.format.Model:
    """The network and these of its heads in the terms of the file."""
    shape, encoder = network.encoder.shape, network.encoder
    config = pipit.format.Config(
        vocabulary_size=shape.vocabulary,
        max_tokens=shape.longest,
        width=shape.width,
        token_rank=shape.rank,
        position_rank=0,
        segments=len(encoder.segments),
        layers=shape.layers,
        attention_heads=shape.heads,
        kernel_size=shape.kernel,
        flags=pipit.format.RESIDUAL | pipit.format.FINAL_NORM,
        pooling=pipit.format.POOL_MEAN,
        norm_epsilon=shape.epsilon,
    )
    made = [head_of(head, network[head.name]) for head in all_heads]
    info = INFO if name == INFO["name"] else INFO | {"name": name, "heads": ", ".join(head.name for head in all_heads)}
    model = export_embbert(state_of(encoder), config, vocabulary(), info, made, table_bits=8, table_group=shape.rank)
    model.tensors[Role.TOKEN_TABLE, 0] = token_table(encoder)  # on the grid that training knew
    for number, block in enumerate(encoder.blocks):
        for role, tensor in block_tensors(block).items():
            model.tensors[role, number] = tensor
    return model


def load(name: str, all_heads: list[heads.Head]) -> Network:
    """A checkpoint of multitask.py, ready to answer as the engine does."""
    network = trained(name, all_heads)
    if not network.encoder.table_scale.any():  # a network that has been in float only
        network.encoder.set_table_scales()
    network.play_quantized()
    return network.eval()


def outside(network, head: str, texts: list[str]) -> np.ndarray:
    """The probability of the out-of-scope class of each text."""
    with torch.inference_mode():
        return network[head](judge.pooled_of(network, texts)).softmax(1)[:, -1].numpy()


def thresholds(network, names, kept: float, kept_clinc: float) -> dict[str, float]:
    """Shares of the in-scope validation rows stay in scope: `kept` for commands, `kept_clinc` for CLINC150."""
    known = [" ".join(words) for words, _, _ in commands.examples("valid")]
    rows = data.read_table("clinc150", "valid")
    strange = [r["text"] for r in rows if r["label"] == "oos"]
    judged_heads = {
        "intent": (known, kept),
        "intent.clinc": ([r["text"] for r in rows if r["label"] != "oos"], kept_clinc),
    }
    found = {}
    for head, (inside, share) in ((name, value) for name, value in judged_heads.items() if name in names):
        scores = measure.rejection(outside(network, head, inside), outside(network, head, strange), share)
        print(f"{head}: valid {measure.line(scores)}")
        found[head] = float(np.float32(scores["threshold"]))
    return found


def best_bias(answers, examples, tags: list[str]) -> float:
    """What to add to the logit of O for the best span F1 against the tags `examples`, each candidate judged together
    with its neighbours."""
    candidates = np.arange(-2, 7) * 0.2
    scores = []
    for bias in candidates:
        shift = np.array([bias] + [0] * (len(tags) - 1), np.float32)
        decoded = [measure.decode_tags(logits + shift, tags) for logits in answers]
        hit, said, expected = measure.span_counts(decoded, examples)
        scores.append(2 * hit / (said + expected))
    return float(candidates[1:-1][np.argmax(np.convolve(scores, [1, 2, 1], "valid"))])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--start", default="headed.pt")
    parser.add_argument("--output", type=Path, default=data.RECIPE.parent / "pipit.pipit")
    parser.add_argument(
        "--calibrate", help="the checkpoint that validation splits judge, where --start has seen them; else --start"
    )
    parser.add_argument("--kept", type=float, default=0.99, help="share of HWU64 that stays in scope")
    parser.add_argument("--kept-clinc", type=float, default=0.95, help="share of CLINC150 that stays in scope")
    parser.add_argument("--only", nargs="*", help="names of the heads to write; all unless said")
    parser.add_argument("--name", default=INFO["name"], help="what the file says it is")
    options = parser.parse_args()
    all_heads = heads.all_heads()
    network = load(options.start, all_heads)
    model = as_model(network, [h for h in all_heads if not options.only or h.name in options.only], options.name)
    written = {head.name: head for head in model.heads}
    named = {head.name: head for head in all_heads}
    judged = load(options.calibrate, all_heads) if options.calibrate else network
    for name, threshold in thresholds(judged, written, options.kept, options.kept_clinc).items():
        written[name].threshold = threshold
    for name, source in judge.SPANS.items():
        if name in written:
            bias = best_bias(*judge.tagged_words(judged, named[name], source), written[name].labels)
            written[name].output.bias[0] += np.float32(bias)
            print(f"{name}: O + {bias:.1f}")
    print(f"{options.output}: {pipit.format.write(model, options.output):,} bytes")


if __name__ == "__main__":
    main()
