"""A shipped file back in PyTorch: its weights times their scales, to go on from where a checkpoint is lost."""

import numpy as np
import torch

import pipit.format
from model.encoder import Shape
from pipit.format.layout import Format
from pipit.format.rules import Role
from tasks.heads import key

TABLE_BITS = {Format.TABLE8: 8, Format.STEPPED4: 4, Format.CODED2: 2}


def float_of(tensor) -> torch.Tensor:
    return torch.from_numpy(tensor.to_float())


def linear_of(name: str, tensor, bias: bool = True) -> dict[str, torch.Tensor]:
    found = {name + ".weight": float_of(tensor)}
    return found | ({name + ".bias": torch.from_numpy(tensor.bias.copy())} if bias else {})


def encoder_of(model) -> dict[str, torch.Tensor]:
    table = model.tensor(Role.TOKEN_TABLE)
    found = {
        "table": float_of(table),
        "table_scale": torch.from_numpy(np.ascontiguousarray(table.scale[:, 0])),
        "gain": float_of(model.tensor(Role.FINAL_NORM))[0],
        "segments": float_of(model.tensor(Role.SEGMENT_TABLE)),
    } | linear_of("projection", model.tensor(Role.TOKEN_PROJECTION), bias=False)
    if table.codebook is not None:
        found["codebook"] = torch.from_numpy(table.codebook.astype(np.float32))
    for number in range(model.config.layers):
        name = f"blocks.{number}."
        taps = model.tensor(Role.CONVOLUTION, number)
        found |= {
            name + "gain": float_of(model.tensor(Role.NORM, number))[0],
            name + "taps": float_of(taps),
            name + "taps_bias": torch.from_numpy(taps.bias.copy()),
        }
        for role, part in (
            (Role.QUERY, "query"),
            (Role.ATTENTION_OUTPUT, "attention_output"),
            (Role.CONVOLUTION_OUTPUT, "convolution_output"),
        ):
            found |= linear_of(name + part, model.tensor(role, number))
    return {"encoder." + name: value for name, value in found.items()}


def head_of(head) -> dict[str, torch.Tensor]:
    found = {}
    if head.transform:
        found |= linear_of("transform", head.transform)
    if head.transform_norm:
        gain, bias = float_of(head.transform_norm)
        found |= {"norm.weight": gain, "norm.bias": bias}
    if head.output:
        found |= linear_of("output", head.output)
    return {f"heads.{key(head.name)}.{name}": value for name, value in found.items()}


def checkpoint(path) -> dict:
    """What stages/multitask.py starts from: the shape and the arrays of the encoder and of the heads that are there."""
    model = pipit.format.read(path)
    c = model.config
    query, output = (model.tensor(role) for role in (Role.QUERY, Role.ATTENTION_OUTPUT))
    shape = Shape(
        c.vocabulary_size,
        c.width,
        c.token_rank,
        c.layers,
        c.kernel_size,
        c.attention_heads,
        table_bits=TABLE_BITS[model.tensor(Role.TOKEN_TABLE).format],
        longest=c.max_tokens,
        query_group=query.group,
        output_group=output.group,
        epsilon=c.norm_epsilon,
    )
    network = encoder_of(model)
    for head in model.heads:
        network |= head_of(head)
    return {"shape": shape.as_dictionary(), "network": network}
