"""Stage 11: every head on the quantized encoder as one model file.

    python export_everything.py            work/everything_last.pt -> ../pipit.pipit

The thresholds of out of scope and what is added to the bias of the tag O are set on validation splits, with the network
of stage 9, which has not seen them: the last fit has.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

import commands
import data
import export
import finetune
import heads
import measure
import multitask
import pipit_export
import pipit_format
import pipit_tensors
import sets
from model import Shape

INFO = export.INFO | {"heads": "HWU64, CLINC150, SNIPS, Banking77, Home Assistant, SST-2, emotion, AG News, TREC, CoLA, "
                               "WNUT17 + BTC, UD-EWT, STS-B + SICK, SNLI + MNLI + RTE, MRPC + Quora, SQuAD parts"}


def state_of(encoder) -> dict:
    """The encoder's arrays by the names of pipit_export.export_embbert."""
    state = {"token_table": encoder.table, "token_projection": encoder.projection.weight, "final_norm": encoder.gain,
             "segment_table": encoder.segments}
    for number, block in enumerate(encoder.blocks):
        name = f"blocks.{number}."
        state |= {name + "norm": block.gain, name + "convolution.weight": block.taps, name + "convolution.bias": block.taps_bias}
        for part in ("query", "attention_output", "convolution_output"):
            state |= {f"{name}{part}.weight": getattr(block, part).weight, f"{name}{part}.bias": getattr(block, part).bias}
    return state


def head_of(head: heads.Head, weights: heads.HeadWeights) -> pipit_format.Head:
    made = pipit_format.Head(head.kind, head.name, head.labels, out_of_scope=head.out_of_scope, apart=head.kind == heads.PAIR)
    if hasattr(weights, "transform"):
        made.transform = export.linear(weights.transform)
        made.activation = pipit_format.GELU_ERF if head.kind == heads.FILL else pipit_format.RELU
    if hasattr(weights, "norm"):
        norm = torch.stack([weights.norm.weight, weights.norm.bias]).detach().numpy()
        made.transform_norm = pipit_tensors.float32(norm)
    if head.outputs:
        made.output = export.linear(weights.output)
    return made


def as_model(network: heads.Everything, all_heads: list[heads.Head]) -> pipit_format.Model:
    shape, encoder = network.encoder.shape, network.encoder
    config = pipit_format.Config(
        vocabulary_size=shape.vocabulary, max_tokens=shape.longest, width=shape.width, token_rank=shape.rank,
        position_rank=0, segments=3, layers=shape.layers, heads=shape.heads, kernel=shape.kernel,
        flags=pipit_format.RESIDUAL | pipit_format.FINAL_NORM, pooling=pipit_format.POOL_MEAN, norm_epsilon=shape.epsilon)
    made = [head_of(head, network[head.name]) for head in all_heads]
    model = pipit_export.export_embbert(
        state_of(encoder), config, export.vocabulary(), INFO, made, table_bits=shape.table_bits, table_group=shape.rank)
    model.tensors[export.Role.TOKEN_TABLE, 0] = export.token_table(encoder)
    return model


def load(name: str, all_heads: list[heads.Head]) -> heads.Everything:
    """A checkpoint of multitask.py, ready to answer as the engine does."""
    state = torch.load(data.WORK / name)
    network = heads.Everything(Shape(**state["shape"]), all_heads)
    network.load_state_dict(state["network"])
    network.play_quantized()
    return network.eval()


def outside(network, head: str, texts: list[str]) -> np.ndarray:
    """The probability of the out-of-scope class of each text."""
    with torch.inference_mode():
        return network[head](multitask.pooled_of(network, texts)).softmax(1)[:, -1].numpy()


def thresholds(network, kept: float, kept_clinc: float) -> dict[str, float]:
    """Shares of the in-scope validation rows stay in scope: `kept` for commands, `kept_clinc` for CLINC150."""
    known = [" ".join(words) for words, _, _ in commands.examples("valid")]
    rows = data.read_table("clinc150", "valid")
    strange = [r["text"] for r in rows if r["label"] == "oos"]
    asked = {"intent": (known, kept), "intent.clinc": ([r["text"] for r in rows if r["label"] != "oos"], kept_clinc)}
    found = {}
    for head, (inside, share) in asked.items():
        scores = measure.rejection(outside(network, head, inside), outside(network, head, strange), share)
        print(f"{head}: valid {measure.line(scores)}")
        found[head] = float(np.float32(scores["threshold"]))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--start", default="everything_last.pt")
    parser.add_argument("--calibrate", default="everything.pt", help="the checkpoint that the validation splits judge")
    parser.add_argument("--output", type=Path, default=data.RECIPE.parent / "pipit.pipit")
    parser.add_argument("--kept", type=float, default=0.985, help="share of HWU64 that stays in scope")
    parser.add_argument("--kept-clinc", type=float, default=0.95, help="share of CLINC150 that stays in scope")
    options = parser.parse_args()
    all_heads = heads.all_heads()
    model = as_model(load(options.start, all_heads), all_heads)
    judged = load(options.calibrate, all_heads)
    found = thresholds(judged, options.kept, options.kept_clinc)
    for head in model.heads:
        head.threshold = found.get(head.name, head.threshold)
    examples = commands.examples("valid")
    _, answers = finetune.predict(sets.Commands(judged), [" ".join(words) for words, _, _ in examples])
    bias = export.best_bias(answers, examples, commands.labels()[1])
    next(head for head in model.heads if head.name == "slots").output.bias[0] += np.float32(bias)
    print(f"{options.output}: {pipit_format.write(model, options.output):,} bytes; O + {bias:.1f}")


if __name__ == "__main__":
    main()
