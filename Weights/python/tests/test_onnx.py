"""The exported ONNX network against float PyTorch, for every variant of the config and every kind of task head.

The other side is made of torch's own layers (float_networks.py) and transformers' BertModel.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import onnxruntime
import pytest

import fixture_models
from pipit import format as fmt
from pipit import random_model
from pipit.format.rules import Role
from pipit.onnx import export
from pipit.reference import engine

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
from float_networks import EmbBERT  # noqa: E402  (it needs torch)
from torch.nn import functional  # noqa: E402

ACTIVATIONS = {
    fmt.NO_ACTIVATION: lambda x: x,
    fmt.GELU_ERF: functional.gelu,
    fmt.GELU_TANH: lambda x: functional.gelu(x, approximate="tanh"),
    fmt.RELU: torch.relu,
    fmt.TANH: torch.tanh,
}
ACTIVATION_NAMES = {fmt.GELU_ERF: "gelu", fmt.GELU_TANH: "gelu_pytorch_tanh", fmt.RELU: "relu"}
TOLERANCE = 2e-4  # of the largest number: float32 sums in another order, through up to four layers


def tensor(matrix) -> torch.Tensor:
    return torch.tensor(np.asarray(matrix, np.float32))


def looked_up(model: fmt.Model, table: Role, projection: Role) -> torch.Tensor:
    """The table through its projection, `[rows, d]`."""
    rows, weights = tensor(model.tensor(table).to_float()), model.tensor(projection)
    return rows if weights is None else functional.linear(rows, tensor(weights.to_float()), tensor(weights.bias))


def tables(model: fmt.Model) -> dict[str, torch.Tensor]:
    """Words, positions and segments, `[rows, d]` each; a row of zeros where the model has none."""
    d, c = model.config.width, model.config
    found = {"words": looked_up(model, Role.TOKEN_TABLE, Role.TOKEN_PROJECTION)}
    found["positions"] = (
        looked_up(model, Role.POSITION_TABLE, Role.POSITION_PROJECTION)
        if c.position_rank
        else torch.zeros(c.max_tokens, d)
    )
    found["segments"] = tensor(model.tensor(Role.SEGMENT_TABLE).weight) if c.segments else torch.zeros(1, d)
    return found


def embbert(model: fmt.Model, layers: list[int]) -> EmbBERT:
    """The blocks numbered `layers`. λ = 1, so the convolution output, which has −λ2 folded in, changes its sign."""
    c = model.config
    network = EmbBERT(dataclasses.replace(c, token_rank=c.width, position_rank=c.width, segments=max(1, c.segments)))
    found = tables(model)
    network.tokens.weight.copy_(found["words"])
    network.positions.weight.copy_(found["positions"])
    network.segments.weight.copy_(found["segments"])
    for layer, block in zip(layers, network.blocks, strict=True):
        parts = (
            ("query", Role.QUERY, 1),
            ("attention_output", Role.ATTENTION_OUTPUT, 1),
            ("convolution_output", Role.CONVOLUTION_OUTPUT, -1),
        )
        for name, role, sign in parts:
            put(getattr(block, name), model.tensor(role, layer), sign)
        kernel = model.tensor(Role.CONVOLUTION, layer)
        block.convolution.weight.copy_(tensor(kernel.to_float().T[:, None, :]))
        block.convolution.bias.copy_(tensor(kernel.bias))
        block.norm.weight.copy_(tensor(model.tensor(Role.NORM, layer).weight[0]))
    if c.final_norm:
        network.final_norm.weight.copy_(tensor(model.tensor(Role.FINAL_NORM).weight[0]))
    return network


def put(part, source, sign: int = 1) -> None:
    part.weight.copy_(sign * tensor(source.to_float()))
    part.bias.copy_(sign * tensor(source.bias))


def bert(model: fmt.Model):
    c = model.config
    network = transformers.BertModel(
        transformers.BertConfig(
            vocab_size=c.vocabulary_size,
            hidden_size=c.width,
            num_hidden_layers=c.layers,
            num_attention_heads=c.attention_heads,
            intermediate_size=c.feed_forward,
            max_position_embeddings=c.max_tokens,
            type_vocab_size=max(1, c.segments),
            hidden_act=ACTIVATION_NAMES[c.activation],
            layer_norm_eps=c.norm_epsilon,
        ),
        add_pooling_layer=False,
    ).eval()

    def norm(part, role, layer=0):
        gain, bias = model.tensor(role, layer).weight
        part.weight.copy_(tensor(gain))
        part.bias.copy_(tensor(bias))

    found = tables(model)
    network.embeddings.word_embeddings.weight.copy_(found["words"])
    network.embeddings.position_embeddings.weight.copy_(found["positions"])
    network.embeddings.token_type_embeddings.weight.copy_(found["segments"])
    norm(network.embeddings.LayerNorm, Role.EMBEDDING_NORM)
    for layer, block in enumerate(network.encoder.layer):
        for part, role in (
            (block.attention.self.query, Role.BERT_QUERY),
            (block.attention.self.key, Role.BERT_KEY),
            (block.attention.self.value, Role.BERT_VALUE),
            (block.attention.output.dense, Role.BERT_ATTENTION_OUTPUT),
            (block.intermediate.dense, Role.FEED_FORWARD_IN),
            (block.output.dense, Role.FEED_FORWARD_OUT),
        ):
            put(part, model.tensor(role, layer))
        norm(block.attention.output.LayerNorm, Role.BERT_ATTENTION_NORM, layer)
        norm(block.output.LayerNorm, Role.FEED_FORWARD_NORM, layer)
    return lambda ids, segments: network(input_ids=ids[None], token_type_ids=segments[None]).last_hidden_state[0]


def head_logits(model: fmt.Model, head: fmt.TaskHead, rows: torch.Tensor) -> torch.Tensor:
    if head.kind in export.ROW_HEADS:
        x = rows
    else:
        x = rows.mean(0) if engine.head_pooling(model, head) == fmt.POOL_MEAN else rows[0]
    if head.transform is not None:
        x = functional.linear(x, tensor(head.transform.to_float()), tensor(head.transform.bias))
        x = ACTIVATIONS[head.activation](x)
    if head.transform_norm is not None:
        gain, bias = head.transform_norm.weight
        x = functional.layer_norm(x, x.shape[-1:], tensor(gain), tensor(bias), model.config.norm_epsilon)
    if head.output is not None:
        return functional.linear(x, tensor(head.output.to_float()), tensor(head.output.bias))
    if head.kind != fmt.MASKED_WORD:
        return x
    bias = None if head.word_bias is None else tensor(head.word_bias.weight[0])
    return functional.linear(x, tensor(model.tensor(Role.TOKEN_TABLE).to_float()), bias)


@torch.no_grad()
def check(name: str, model: fmt.Model, lengths) -> None:
    """Every output of the ONNX file, for texts of these lengths."""
    model = fmt.read_bytes(fmt.to_bytes(model))
    session = onnxruntime.InferenceSession(export.export(model).SerializeToString(), providers=["CPUExecutionProvider"])
    results = [result.name for result in session.get_outputs()]
    heads = {head.name: head for head in model.heads}
    assert results == ["rows", "pooled", *heads], f"{name}: outputs {results}"
    c = model.config
    shared, own = list(range(c.layers)), list(range(c.layers, c.layers + c.mask_layers))
    network = bert(model) if c.block_kind == fmt.BERT else embbert(model, shared)
    masked = embbert(model, shared[: c.layers - len(own)] + own) if own else network
    rng = np.random.default_rng(1)
    for n in lengths:
        ids = rng.integers(0, model.config.vocabulary_size, n)
        segments = rng.integers(0, max(1, model.config.segments), n)
        inputs = {"ids": ids[None]} | ({"segments": segments[None]} if model.config.segments else {})
        found = dict(zip(results, session.run(None, inputs), strict=True))
        texts = torch.tensor(ids), torch.tensor(segments)
        rows = network(*texts)
        pooled = rows.mean(0) if model.config.pooling == fmt.POOL_MEAN else rows[0]
        expected = {"rows": rows, "pooled": pooled} | {
            key: head_logits(model, head, masked(*texts) if head.kind == fmt.MASKED_WORD else rows)
            for key, head in heads.items()
        }
        for key, value in expected.items():
            assert found[key].shape == tuple(value.shape), f"{name}, {n} tokens, {key}: {found[key].shape}"
            error = np.abs(found[key] - value.numpy()).max() / max(1, np.abs(value.numpy()).max())
            assert error <= TOLERANCE, f"{name}, {n} tokens, {key}: {error} off"


def test_every_variant():
    """Where the numbers are degenerate on purpose there is nothing to compare."""
    for spec in fixture_models.ALL:
        if spec.alive:
            model = spec.model()
            check(spec.name, model, (1, 2, 7, model.config.max_tokens))


def test_published_shapes():
    for shape in ("embbert", "bert-lite"):
        rng, config = np.random.default_rng(1), random_model.SHAPES[shape]
        model = random_model.random_model(rng, config, random_model.vocabulary_for(rng, config.vocabulary_size), shape)
        model.heads = random_model.command_heads(rng, config.width)
        check(shape, model, (1, 16, 128))
