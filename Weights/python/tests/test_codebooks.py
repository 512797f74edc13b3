"""Tables by codes of four numbers: what k-means finds, what packs and reads back, and what is refused."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pipit.format import codebooks, tensors
from pipit.format.tensors import FormatError

LLOYD_MAX = 0.1175  # the mean squared error of the best four levels, one number at a time, for a normal deviation of 1


def test_error_of_codes():
    """Codes of four normal numbers err less than four levels a number, and the same numbers give the same codes."""
    rng = np.random.default_rng(5)
    weight = rng.normal(size=(512, 64)) * 2.0 ** rng.integers(-4, 4, (512, 1))
    tensor = codebooks.fitted(weight)
    deviation = np.sqrt(np.mean(weight * weight, axis=1, keepdims=True))
    error = np.mean(((tensor.to_float() - weight) / deviation) ** 2)
    assert 0.05 < error < LLOYD_MAX
    assert tensors.pack(codebooks.fitted(weight)) == tensors.pack(tensor)


def test_few_groups():
    """Up to 256 different groups of whole numbers of scales have a code each."""
    rng = np.random.default_rng(6)
    signs = rng.choice([-1.0, 1.0], (40, 16))
    assert np.array_equal(codebooks.fitted(signs).to_float(), signs.astype(np.float32))
    assert not codebooks.fitted(0 * signs).to_float().any()


def packed(rows: int = 5, columns: int = 12) -> tuple[tensors.Tensor, bytes]:
    rng = np.random.default_rng(7)
    tensor = codebooks.fitted(rng.normal(size=(rows, columns)))
    return tensor, tensors.pack(tensor)


def test_bytes():
    """The parts in the order of FORMAT.md, read back as they were."""
    tensor, data = packed()
    first, step = np.frombuffer(data, "<u2", 2).astype(np.uint32)
    bits = first + step * np.frombuffer(data, np.uint8, 5, 1028)
    assert np.array_equal((bits << 16).astype(np.uint32).view(np.float32), tensor.scale[:, 0])
    book = np.frombuffer(data, np.int8, 1024, 4).reshape(256, 4)
    codes = np.frombuffer(data, np.uint8, offset=1036).reshape(5, 3)
    assert np.array_equal(book[codes].reshape(5, 12), tensor.weight) and data[1033:1036] == bytes(3)
    again = tensors.unpack(tensors.CODED2, 5, 12, 12, data)
    assert np.array_equal(again.to_float(), tensor.to_float()) and tensors.pack(again) == data
    # Where codes take four bytes a row of them, a table takes half of what stepped4 does but for its codebook.
    assert tensors.size(tensors.CODED2, 800, 64, 64) - 1028 == 800 + 800 * 16


@pytest.mark.parametrize(
    "place, byte", [(4, 0x80), (1027, 0x80), (1033, 1), (1035, 1), (1, 0x80)], ids="first last pad pads scale".split()
)
def test_damage(place, byte):
    """-128 at both ends of the codebook, padding, a scale that is negative."""
    data = bytearray(packed()[1])
    data[place] = byte
    with pytest.raises(FormatError):
        tensors.unpack(tensors.CODED2, 5, 12, 12, bytes(data))


def test_shapes():
    """Groups, columns and lengths that do not fit; weights and codes that do not say the same."""
    tensor, data = packed()
    for rows, columns, group, some in ((5, 12, 0, data), (5, 10, 10, data), (5, 12, 4, data), (5, 12, 12, data[:-1])):
        with pytest.raises(FormatError):
            tensors.unpack(tensors.CODED2, rows, columns, group, some)
    with pytest.raises(FormatError):
        tensors.pack(dataclasses.replace(tensor, weight=-tensor.weight))
    with pytest.raises(FormatError):
        tensors.coded2(tensor.codes, tensor.codebook[:255], tensor.scale)
    with pytest.raises(FormatError):
        tensors.coded2(tensor.codes, tensor.codebook, tensor.scale[:4])
