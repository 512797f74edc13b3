"""The matrices of a checkpoint in the terms of the file."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from model.encoder import Encoder, Shape  # noqa: E402  (it needs torch)
from pipit.format import tensors  # noqa: E402
from stages.export import token_table  # noqa: E402


def test_row_that_training_has_not_moved():
    """Padding begins as zeros, with a scale far below all others; the file holds 256 of them."""
    torch.manual_seed(1)
    encoder = Encoder(Shape(vocabulary=40, width=16, rank=8, heads=1, layers=1))
    with torch.no_grad():
        encoder.table[0] = 0
    encoder.set_table_scales()
    table = token_table(encoder)
    again = tensors.unpack(table.format, table.rows, table.columns, table.group, tensors.pack(table))
    assert np.array_equal(again.scale, table.scale) and not again.weight[0].any()
    assert np.array_equal(table.scale[1:, 0], encoder.table_scale[1:].numpy())
