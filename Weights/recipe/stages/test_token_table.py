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


def test_table_of_codes():
    """Each group of four columns is the nearest code times the row's scale, and the file holds the same."""
    torch.manual_seed(1)
    encoder = Encoder(Shape(vocabulary=300, width=16, rank=8, heads=1, layers=1, table_bits=2))
    with torch.no_grad():
        encoder.table.mul_(torch.rand(300, 1) + 0.5)
    encoder.set_table_scales()
    table = token_table(encoder)
    again = tensors.unpack(table.format, table.rows, table.columns, table.group, tensors.pack(table))
    assert np.array_equal(again.to_float(), table.to_float())
    groups = (encoder.table.detach().numpy() / table.scale).reshape(-1, 1, 4)
    nearest = np.square(groups - table.codebook.astype(np.float32)[None]).sum(2).argmin(1)
    assert np.array_equal(nearest, table.codes.ravel())
    seen = encoder.on_grid(encoder.table, encoder.table_scale[:, None]).detach().numpy()
    assert np.allclose(seen, table.to_float())
    assert np.square(seen - encoder.table.detach().numpy()).sum() < 0.2 * np.square(seen).sum()


def test_shipped_table_comes_back():
    """What `shipped` reads of a table of codes stands on its grid already."""
    torch.manual_seed(1)
    encoder = Encoder(Shape(vocabulary=300, width=16, rank=8, heads=1, layers=1, table_bits=2))
    encoder.set_table_scales()
    table = token_table(encoder)
    rows, scale = torch.from_numpy(table.to_float()), torch.from_numpy(table.scale)
    assert torch.equal(encoder.codes(rows, scale).to(torch.uint8), torch.from_numpy(table.codes))
