"""From a trained network's float arrays to a Model that pipit.format.write takes.

    model = export_embbert(state, config, vocabulary, info, heads)
    pipit.format.write(model, "pipit.pipit")

The rows of the token table follow the ids of the file: vocabulary.ordered gives that order and the permutation.
"""

from __future__ import annotations

import numpy as np

from pipit.format import BERT, GELU_ERF, GELU_TANH, POOL_FIRST, RELU, Config, Model, TaskHead, codebooks, tensors
from pipit.format.layout import CONFIG_BOUNDS, Role
from pipit.format.tensors import Tensor, require
from pipit.format.vocabulary import Vocabulary

ACTIVATION_NAMES = {"gelu": GELU_ERF, "gelu_new": GELU_TANH, "gelu_pytorch_tanh": GELU_TANH, "relu": RELU}


def fold_lambda(attention_weight, attention_bias, convolution_weight, convolution_bias, lambda1, lambda2):
    """The weighted difference λ1 ⊙ Attn(h) − λ2 ⊙ Conv(h) folded into the output projections.

    `lambda1`, `lambda2` `[d]` are the factors themselves, exp(a ⊙ b) as published. Returns attention weight and bias,
    convolution-output weight and bias, so that their plain sum is the difference. Only the scales of the rows and the
    sign of the convolution's change, so quantized integers stay what they were up to that sign.
    """
    plus = np.asarray(lambda1, np.float32)
    minus = -np.asarray(lambda2, np.float32)
    return (
        plus[:, None] * np.asarray(attention_weight, np.float32),
        plus * np.asarray(attention_bias, np.float32),
        minus[:, None] * np.asarray(convolution_weight, np.float32),
        minus * np.asarray(convolution_bias, np.float32),
    )


def quantized_linear(weight, bias=None, bits: int = 8, group: int = 32, scale=None) -> Tensor:
    """A linear layer in 8 bits, a scale an output, or in 4, a scale for each `group` inputs."""
    if bits == 8:
        return tensors.linear8(weight, bias, scale)
    require(bits == 4, f"weights of {bits} bits")
    return tensors.linear4(weight, bias, group)


def quantized_table(weight, bits: int = 8, group: int = 0) -> Tensor:
    """A table in 8 or 4 bits, where `group` columns of a row share a scale, 0: all of the table; or by codes in 2."""
    require(bits in (2, 4, 8), f"a table of {bits} bits")
    if bits == 2:
        require(group in (0, np.shape(weight)[1]), f"a group of {group} in a table of 2 bits, whose rows have a scale")
        return codebooks.fitted(weight)
    return (tensors.table8 if bits == 8 else tensors.table4)(weight, group)


def export_embbert(
    state: dict,
    config: Config,
    vocabulary: Vocabulary,
    info: dict[str, str],
    heads: list[TaskHead] = (),
    *,
    table_bits: int = 8,
    table_group: int = 0,
    position_group: int = 0,
    bits: int = 8,
    group: int = 32,
) -> Model:
    """An EmbBERT network as a Model.

    `state` maps names to float arrays (numpy or tensors on the CPU):

        token_table [V, r]       token_projection [d, r]  unless r = d
        position_table [n, p]    position_projection [d, p]  unless p = d; both absent when p = 0
        segment_table [segments, d]  unless there are none
        blocks.L.norm [d]
        blocks.L.query.weight [d, d], blocks.L.query.bias [d]
        blocks.L.attention_output.weight [d, d], .bias [d]
        blocks.L.convolution.weight [k, d] (tap 0 the earliest) or torch's [d, 1, k], .bias [d]
        blocks.L.convolution_output.weight [d, d], .bias [d]
        blocks.L.lambda1 [d], blocks.L.lambda2 [d]  both or neither: the factors exp(a ⊙ b) of λ1·Attn − λ2·Conv;
                                 without them the block is the plain sum Attn + Conv
        final_norm [d]           when the config has the flag

    A bias that is missing is zero. A learned scale may stand beside a weight as `….scale` (`[outputs]`, or `[d]` for
    the convolution) and replaces absmax / 127; it belongs to the weight before λ is folded in.
    `table_group` and `position_group` are the columns that share a scale (0: one scale a table).
    """
    arrays = {name: _array(value) for name, value in state.items()}
    model = Model(config, dict(info), vocabulary, {}, list(heads))
    put = model.tensors.__setitem__
    put((Role.TOKEN_TABLE, 0), quantized_table(arrays["token_table"], table_bits, table_group))
    if config.token_rank != config.width:
        put((Role.TOKEN_PROJECTION, 0), _linear(arrays, "token_projection", flat=True))
    if config.position_rank:
        put((Role.POSITION_TABLE, 0), quantized_table(arrays["position_table"], 8, position_group))
        if config.position_rank != config.width:
            put((Role.POSITION_PROJECTION, 0), _linear(arrays, "position_projection", flat=True))
    if config.segments:
        put((Role.SEGMENT_TABLE, 0), tensors.float32(arrays["segment_table"]))
    for layer in range(config.layers):
        for role, tensor in _block(arrays, f"blocks.{layer}", bits, group).items():
            put((role, layer), tensor)
    if config.final_norm:
        put((Role.FINAL_NORM, 0), tensors.float32(arrays["final_norm"]))
    return model


def _array(value) -> np.ndarray:
    value = value.detach().cpu().numpy() if hasattr(value, "detach") else value
    return np.asarray(value, np.float32)


def _linear(arrays: dict, name: str, bits: int = 8, group: int = 32, flat: bool = False) -> Tensor:
    """`flat`: the weight stands under `name` itself and has no bias."""
    weight = arrays[name] if flat else arrays[name + ".weight"]
    return quantized_linear(weight, arrays.get(name + ".bias"), bits, group, arrays.get(name + ".scale"))


def _block(arrays: dict, prefix: str, bits: int, group: int) -> dict[Role, Tensor]:
    taps = arrays[f"{prefix}.convolution.weight"]
    if taps.ndim == 3:
        taps = taps[:, 0, :].T
    block = {
        Role.NORM: tensors.float32(arrays[f"{prefix}.norm"]),
        Role.QUERY: _linear(arrays, f"{prefix}.query", bits, group),
        Role.CONVOLUTION: tensors.depthwise8(
            taps, arrays.get(f"{prefix}.convolution.bias"), arrays.get(f"{prefix}.convolution.scale")
        ),
    }
    for role, part in _outputs(arrays, prefix).items():
        block[role] = quantized_linear(part["weight"], part["bias"], bits, group, part["scale"])
    return block


def _outputs(arrays: dict, prefix: str) -> dict[Role, dict]:
    """Weight, bias and scale (or None) of the two output projections, λ folded in."""
    attention, convolution = (_part(arrays, f"{prefix}.{name}") for name in ("attention_output", "convolution_output"))
    lambdas = [arrays.get(f"{prefix}.lambda{number}") for number in (1, 2)]
    if any(factor is not None for factor in lambdas):
        require(all(factor is not None for factor in lambdas), f"{prefix} has one λ: both or neither expected")
        attention["weight"], attention["bias"], convolution["weight"], convolution["bias"] = fold_lambda(
            attention["weight"], attention["bias"], convolution["weight"], convolution["bias"], *lambdas
        )
        for part, factor in zip((attention, convolution), lambdas, strict=True):
            if part["scale"] is not None:
                part["scale"] = part["scale"] * np.abs(factor)
    return {Role.ATTENTION_OUTPUT: attention, Role.CONVOLUTION_OUTPUT: convolution}


def _part(arrays: dict, name: str) -> dict:
    weight = arrays[name + ".weight"]
    bias = arrays.get(name + ".bias", np.zeros(len(weight), np.float32))
    return {"weight": weight, "bias": bias, "scale": arrays.get(name + ".scale")}


# BERT

BERT_LINEAR = {
    Role.BERT_QUERY: "attention.self.query",
    Role.BERT_KEY: "attention.self.key",
    Role.BERT_VALUE: "attention.self.value",
    Role.BERT_ATTENTION_OUTPUT: "attention.output.dense",
    Role.FEED_FORWARD_IN: "intermediate.dense",
    Role.FEED_FORWARD_OUT: "output.dense",
}
BERT_NORMS = {Role.BERT_ATTENTION_NORM: "attention.output.LayerNorm", Role.FEED_FORWARD_NORM: "output.LayerNorm"}


def bert_config(hugging_face, vocabulary: Vocabulary, pooling: int = POOL_FIRST) -> Config:
    """The Config of a transformers.BertConfig. Special ids are found by their names in the vocabulary."""
    ids = {name: vocabulary.specials.index(name) for name in ("[PAD]", "[UNK]", "[CLS]", "[MASK]", "[SEP]")}
    return Config(
        block_kind=BERT,
        vocabulary_size=hugging_face.vocab_size,
        max_tokens=min(hugging_face.max_position_embeddings, CONFIG_BOUNDS["max_tokens"][BERT][1]),
        width=hugging_face.hidden_size,
        token_rank=hugging_face.hidden_size,
        position_rank=hugging_face.hidden_size,
        segments=hugging_face.type_vocab_size,
        layers=hugging_face.num_hidden_layers,
        attention_heads=hugging_face.num_attention_heads,
        kernel_size=0,
        flags=0,
        pooling=pooling,
        feed_forward=hugging_face.intermediate_size,
        activation=ACTIVATION_NAMES[hugging_face.hidden_act],
        norm_epsilon=hugging_face.layer_norm_eps,
        pad_id=ids["[PAD]"],
        unknown_id=ids["[UNK]"],
        cls_id=ids["[CLS]"],
        mask_id=ids["[MASK]"],
        sep_id=ids["[SEP]"],
    )


def export_bert(
    state: dict,
    config: Config,
    vocabulary: Vocabulary,
    info: dict[str, str],
    heads: list[TaskHead] = (),
    *,
    permutation=None,
    table_bits: int = 8,
    table_group: int = 0,
    position_group: int = 0,
    bits: int = 8,
    group: int = 32,
) -> Model:
    """A BERT network as a Model; `state` has the names of transformers.BertModel's state_dict.

    `permutation` (of vocabulary.ordered) puts the rows of the word embeddings into the order of the file.
    """
    arrays = {name: _array(value) for name, value in state.items() if "position_ids" not in name}
    words = arrays["embeddings.word_embeddings.weight"]
    positions = arrays["embeddings.position_embeddings.weight"][: config.max_tokens]
    model = Model(config, dict(info), vocabulary, {}, list(heads))
    model.tensors = {
        (Role.TOKEN_TABLE, 0): quantized_table(
            words if permutation is None else words[permutation], table_bits, table_group
        ),
        (Role.POSITION_TABLE, 0): quantized_table(positions, 8, position_group),
        (Role.SEGMENT_TABLE, 0): tensors.float32(arrays["embeddings.token_type_embeddings.weight"]),
        (Role.EMBEDDING_NORM, 0): _norm(arrays, "embeddings.LayerNorm"),
    }
    for layer in range(config.layers):
        prefix = f"encoder.layer.{layer}."
        for role, name in BERT_LINEAR.items():
            model.tensors[role, layer] = _linear(arrays, prefix + name, bits, group)
        for role, name in BERT_NORMS.items():
            model.tensors[role, layer] = _norm(arrays, prefix + name)
    return model


def _norm(arrays: dict, name: str) -> Tensor:
    return tensors.float32(np.stack([arrays[name + ".weight"], arrays[name + ".bias"]]))
