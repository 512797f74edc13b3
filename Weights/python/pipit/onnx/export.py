"""The float network of a `.pipit` file as an ONNX file, so that others can check the engine.

    python export_onnx.py ../pipit.pipit -o work/pipit.onnx

Weights are the file's numbers times their scales, and everything is computed in float32: what the engine computes, but
for the quantization of rows between the layers. Inputs, for n pieces with [CLS] and [SEP] in place:

    ids         int64 [1, n]
    segments    int64 [1, n]     0 … 7 as HEADS.md says; only where the file has a segment table

Outputs are float32. The logits of a head, before any softmax, go by its name:

    rows        [n, d]           the last rows, as all heads but those of kind 5 read them
    pooled      [d]              what the model's own pooling makes of them
    HEAD        [outputs]        kinds 1 and 7 (two texts in one sequence), 6 and 8 (the vector)
    HEAD        [n, outputs]     kinds 2, 3, 4 and 5, for every row, whichever the device reads

The metadata has `name`, `license`
and all else of the file's info, and `labels.HEAD`, one a line (the out-of-scope class comes after them).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx

from pipit import format as fmt
from pipit.format import Config, Model, TaskHead
from pipit.format.rules import Role
from pipit.format.tensors import Tensor, require
from pipit.onnx.graph import Graph
from pipit.reference import engine

ROW_HEADS = (fmt.TOKEN_BIO, fmt.TOKEN_PLAIN, fmt.SPAN, fmt.MASKED_WORD)
OWN_NAMES = ("ids", "segments", "rows", "pooled")


def export(model: Model) -> onnx.ModelProto:
    """The network with every head."""
    for head in model.heads:
        require(head.name not in OWN_NAMES, f"a head {head.name!r}, as one of the network's own results is called")
    network = Network(model)
    x = network.embedded()
    rows = network.rows(x)
    masked = network.rows(x, masks=True) if model.config.mask_layers else rows
    d = model.config.width
    network.graph.output("rows", rows, ["n", d])
    network.graph.output("pooled", network.pooled(rows, model.config.pooling), [d])
    for head in model.heads:
        network.put(head, masked if head.kind == fmt.MASKED_WORD else rows)
    labels = {f"labels.{head.name}": "\n".join(head.labels) for head in model.heads if head.labels}
    return network.graph.model(model.info["name"], model.info | labels)


class Network:
    """The nodes of one model."""

    def __init__(self, model: Model):
        self.model, self.graph = model, Graph()

    @property
    def config(self) -> Config:
        """The model's config."""
        return self.model.config

    def weights(self, role: Role, layer: int = 0) -> np.ndarray:
        """The matrix of a role as floats."""
        return self.model.tensor(role, layer).to_float()

    def linear(self, x: str, tensor: Tensor) -> str:
        """x through a matrix of the file."""
        return self.graph.linear(x, tensor.to_float(), tensor.bias)

    def linear_of(self, role: Role, x: str, layer: int = 0) -> str:
        """x through the matrix of a role."""
        return self.linear(x, self.model.tensor(role, layer))

    # Embedding

    def rows(self, x: str, masks: bool = False) -> str:
        """The last rows from the embedding x, `[n, d]`; with `masks` as heads of masked words read them."""
        bert = self.config.block_kind == fmt.BERT
        if bert:
            x = self.layer_norm(Role.EMBEDDING_NORM, x)
        for layer in self.config.layer_path(masks):
            x = self.bert_block(layer, x) if bert else self.embbert_block(layer, x)
        if self.config.final_norm:
            x = self.graph.rms_norm(x, self.weights(Role.FINAL_NORM)[0], self.config.norm_epsilon)
        return x

    def embedded(self) -> str:
        """Token, position and segment, added: `[n, d]`."""
        g = self.graph
        ids = g.reshape(g.input("ids", np.int64, [1, "n"]), -1)
        x = self.projected(Role.TOKEN_PROJECTION, g.add("Gather", g.constant(self.weights(Role.TOKEN_TABLE)), ids))
        if self.config.position_rank:
            table = g.constant(self.weights(Role.POSITION_TABLE))
            first = g.add("Slice", table, g.integers(0), g.add("Shape", ids), g.integers(0))
            x = g.add("Add", x, self.projected(Role.POSITION_PROJECTION, first))
        if self.config.segments:
            segments = g.reshape(g.input("segments", np.int64, [1, "n"]), -1)
            x = g.add("Add", x, g.add("Gather", g.constant(self.weights(Role.SEGMENT_TABLE)), segments))
        return x

    def projected(self, role: Role, x: str) -> str:
        """x through a projection, if the model has it."""
        return x if self.model.tensor(role) is None else self.linear_of(role, x)

    # Blocks

    def embbert_block(self, layer: int, x: str) -> str:
        """Attention beside a convolution."""
        h = self.graph.rms_norm(x, self.weights(Role.NORM, layer)[0], self.config.norm_epsilon)
        mixed = self.attention(self.linear_of(Role.QUERY, h, layer), h, h)
        y = self.graph.add("Add", self.linear_of(Role.ATTENTION_OUTPUT, mixed, layer), self.convolution(layer, h))
        return self.graph.add("Add", x, y) if self.config.residual else y

    def convolution(self, layer: int, h: str) -> str:
        """The depthwise convolution and its projection."""
        g, kernel = self.graph, self.model.tensor(Role.CONVOLUTION, layer)
        taps, d = kernel.weight.shape
        left = taps - 1 if self.config.causal else (taps - 1) // 2
        columns = g.reshape(g.add("Transpose", h, perm=[1, 0]), 1, d, -1)
        sums = g.add(
            "Conv",
            columns,
            g.constant(kernel.to_float().T[:, None, :]),
            g.constant(kernel.bias),
            group=d,
            kernel_shape=[taps],
            pads=[left, taps - 1 - left],
        )
        v = g.add("Transpose", g.reshape(sums, d, -1), perm=[1, 0])
        return self.linear_of(Role.CONVOLUTION_OUTPUT, g.silu(v), layer)

    def bert_block(self, layer: int, x: str) -> str:
        """Attention, then the feed-forward layers."""
        q, k, v = (self.linear_of(role, x, layer) for role in (Role.BERT_QUERY, Role.BERT_KEY, Role.BERT_VALUE))
        a = self.linear_of(Role.BERT_ATTENTION_OUTPUT, self.attention(q, k, v), layer)
        x = self.layer_norm(Role.BERT_ATTENTION_NORM, self.graph.add("Add", x, a), layer)
        inner = self.activated(self.config.activation, self.linear_of(Role.FEED_FORWARD_IN, x, layer))
        outer = self.linear_of(Role.FEED_FORWARD_OUT, inner, layer)
        return self.layer_norm(Role.FEED_FORWARD_NORM, self.graph.add("Add", x, outer), layer)

    def attention(self, q: str, k: str, v: str) -> str:
        """Weighted sums of the values, `[n, d]`, head beside head."""
        g, heads, d = self.graph, self.config.attention_heads, self.config.width
        q, k, v = (g.reshape(part, -1, heads, d // heads) for part in (q, k, v))
        products = g.add("MatMul", g.add("Transpose", q, perm=[1, 0, 2]), g.add("Transpose", k, perm=[1, 2, 0]))
        shares = g.add("Softmax", g.add("Mul", products, g.constant((d // heads) ** -0.5)), axis=-1)
        mixed = g.add("MatMul", shares, g.add("Transpose", v, perm=[1, 0, 2]))
        return g.reshape(g.add("Transpose", mixed, perm=[1, 0, 2]), -1, d)

    def layer_norm(self, role: Role, x: str, layer: int = 0) -> str:
        """The norm of a role."""
        return self.graph.layer_norm(x, *self.weights(role, layer), self.config.norm_epsilon)

    def activated(self, activation: int, x: str) -> str:
        """An activation by its number in the file."""
        g = self.graph
        if activation in (fmt.RELU, fmt.TANH):
            return g.add("Relu" if activation == fmt.RELU else "Tanh", x)
        return {fmt.NO_ACTIVATION: lambda x: x, fmt.GELU_ERF: g.gelu_erf, fmt.GELU_TANH: g.gelu_tanh}[activation](x)

    # Heads

    def pooled(self, rows: str, pooling: int) -> str:
        """`[d]`"""
        if pooling == fmt.POOL_FIRST:
            return self.graph.add("Gather", rows, self.graph.constant(0, np.int64), axis=0)
        return self.graph.add("ReduceMean", rows, axes=[0], keepdims=0)

    def put(self, head: TaskHead, rows: str) -> None:
        """Names the logits of a head as results."""
        reads_rows = head.kind in ROW_HEADS
        x = rows if reads_rows else self.pooled(rows, engine.head_pooling(self.model, head))
        width = self.config.width
        if head.transform is not None:
            x = self.activated(head.activation, self.linear(x, head.transform))
            width = head.transform.rows
        if head.transform_norm is not None:
            x = self.graph.layer_norm(x, *head.transform_norm.to_float(), self.config.norm_epsilon)
        if head.output is not None:
            x, width = self.linear(x, head.output), head.output.rows
        elif head.kind == fmt.MASKED_WORD:
            bias = None if head.word_bias is None else head.word_bias.weight[0]
            x, width = self.graph.linear(x, self.weights(Role.TOKEN_TABLE), bias), self.config.vocabulary_size
        self.graph.output(head.name, x, ["n", width] if reads_rows else [width])


def main() -> None:
    """Exports the file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a .pipit file")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the .onnx file to write")
    options = parser.parse_args()
    made = export(fmt.read(options.model))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(made, options.output)
    print(
        f"{options.output}: {options.output.stat().st_size} bytes, outputs "
        + ", ".join(result.name for result in made.graph.output)
    )


if __name__ == "__main__":
    main()
