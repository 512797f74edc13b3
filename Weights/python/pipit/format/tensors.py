"""Matrices of a `.pipit` file: from floats to quantized numbers, to bytes, and back.

The formats are those of Sources/PipitCore/Model/FORMAT.md. Every rounding is to the nearest, ties to even,
in binary32: `q = rint(w / scale)` with `scale = absmax / 127`, so that a training step can repeat it exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipit.format.layout import (
    CODE_COLUMNS,
    CODEBOOK_BYTES,
    CODED2,
    DEPTHWISE8,
    FLOAT32,
    FOUR_BITS,
    GROUP_COLUMNS,
    GROUP_MULTIPLE,
    GROUP_OPTIONAL,
    GROUP_REQUIRED,
    LINEAR4,
    LINEAR8,
    MAXIMUM_FLOAT,
    MAXIMUM_INT4,
    MAXIMUM_INT8,
    SCALE_ALIGNMENT,
    STEPPED4,
    TABLE4,
    TABLE8,
    Format,
    bytes_before_weights,
    weight_bytes,
)

CODEBOOK_SHAPE = (CODEBOOK_BYTES // CODE_COLUMNS, CODE_COLUMNS)
MAXIMUM_BFLOAT = int(np.float32(MAXIMUM_FLOAT).view(np.uint32)) >> 16  # as bits


class FormatError(ValueError):
    """A file or a matrix that breaks a rule of FORMAT.md."""


def require(holds: bool, message: str) -> None:
    """Raises FormatError with the message unless the rule holds."""
    if not holds:
        raise FormatError(message)


@dataclass
class Tensor:
    """A matrix as it stands in a section.

    `weight` is float32 for FLOAT32, else int8 `[rows, columns]` (also for the 4-bit formats, and what the codes of
    coded2 stand for). `scale` is float32: `[rows]` linear8, `[rows, columns / group]` linear4, `[1]` or
    `[rows, columns / group]` tables (stepped4 and coded2 `[rows, 1]`), `[columns]` depthwise8. `bias` is float32
    `[rows]` or `[columns]`. Of coded2 alone: `codes` uint8 `[rows, columns / 4]` and `codebook` int8 `[256, 4]`.
    """

    format: int
    weight: np.ndarray
    scale: np.ndarray | None = None
    bias: np.ndarray | None = None
    group: int = 0
    codes: np.ndarray | None = None
    codebook: np.ndarray | None = None

    @property
    def rows(self) -> int:
        """Rows of the matrix."""
        return self.weight.shape[0]

    @property
    def columns(self) -> int:
        """Columns of the matrix."""
        return self.weight.shape[1]

    def to_float(self) -> np.ndarray:
        """The float32 matrix that the quantized one stands for, `[rows, columns]`, without the bias."""
        weight = self.weight.astype(np.float32)
        if self.format == FLOAT32:
            return weight
        if self.format == LINEAR8:
            return weight * self.scale[:, None]
        if self.format == DEPTHWISE8:
            return weight * self.scale[None, :]
        if self.group == 0:
            return weight * self.scale[0]
        return weight * np.repeat(self.scale, self.group, axis=1)


# From floats


def _matrix(values) -> np.ndarray:
    matrix = np.ascontiguousarray(values, dtype=np.float32)
    require(matrix.ndim == 2, f"a matrix has 2 dimensions, this one has {matrix.ndim}")
    require(bool(np.isfinite(matrix).all()), "a matrix holds a value that is not finite")
    return matrix


def _divided(matrix: np.ndarray, scale: np.ndarray, limit: int) -> np.ndarray:
    """rint(matrix / scale) as int8; zero where the scale is zero."""
    safe = np.where(scale > 0, scale, np.float32(1)).astype(np.float32)
    q = np.clip(np.rint(matrix / safe), -limit, limit)
    return np.where(scale > 0, q, 0).astype(np.int8)


def _bias(values, count: int) -> np.ndarray:
    if values is None:
        return np.zeros(count, np.float32)
    bias = np.ascontiguousarray(values, dtype=np.float32)
    require(bias.shape == (count,), f"a bias of shape {bias.shape}, {count} expected")
    return bias


def to_bfloat16(values) -> np.ndarray:
    """Float32 values rounded to what a bf16 can hold (ties to even), still as float32."""
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    rounded = (bits + np.uint32(0x7FFF) + ((bits >> 16) & np.uint32(1))) & np.uint32(0xFFFF0000)
    return rounded.view(np.float32)


def float32(values) -> Tensor:
    """A float matrix; a vector becomes one row."""
    return Tensor(FLOAT32, _matrix(np.atleast_2d(np.asarray(values, dtype=np.float32))))


def linear8(weight, bias=None, scale=None) -> Tensor:
    """weight `[outputs, inputs]` with a scale an output; `scale [outputs]` replaces absmax / 127 when given."""
    matrix = _matrix(weight)
    if scale is None:
        scale = np.abs(matrix).max(axis=1) / np.float32(MAXIMUM_INT8)
    scale = np.ascontiguousarray(scale, dtype=np.float32)
    return Tensor(LINEAR8, _divided(matrix, scale[:, None], 127), scale, _bias(bias, matrix.shape[0]))


def linear4(weight, bias=None, group: int = 32) -> Tensor:
    """weight `[outputs, inputs]` in 4 bits, a bf16 scale for each `group` inputs of an output."""
    matrix = _matrix(weight)
    require(
        group % GROUP_MULTIPLE == 0 and group > 0 and matrix.shape[1] % group == 0,
        f"a group of {group} in {matrix.shape[1]} columns; a multiple of {GROUP_MULTIPLE} that divides them is needed",
    )
    weight, scale = _grouped(matrix, group, MAXIMUM_INT4)
    return Tensor(LINEAR4, weight, scale, _bias(bias, matrix.shape[0]), group)


def table8(weight, group: int = 0) -> Tensor:
    """A table `[rows, columns]` in 8 bits: one scale (group 0), or a bf16 scale for each `group` columns of a row."""
    return _table(TABLE8, _matrix(weight), group, MAXIMUM_INT8)


def table4(weight, group: int = 0) -> Tensor:
    """A table `[rows, columns]` in 4 bits; scales as table8."""
    matrix = _matrix(weight)
    require(matrix.shape[1] % 2 == 0, f"a 4-bit table has an even number of columns, not {matrix.shape[1]}")
    return _table(TABLE4, matrix, group, MAXIMUM_INT4)


def stepped4(weight) -> Tensor:
    """A table `[rows, columns]` in 4 bits, a scale a row, of 256 that stand at equal steps of their bf16 bits."""
    matrix = _matrix(weight)
    require(matrix.shape[1] % 2 == 0, f"a 4-bit table has an even number of columns, not {matrix.shape[1]}")
    scale = on_steps(np.abs(matrix).max(axis=1) / np.float32(MAXIMUM_INT4))
    return Tensor(STEPPED4, _divided(matrix, scale, MAXIMUM_INT4), scale, None, matrix.shape[1])


def coded2(codes, codebook, scale) -> Tensor:
    """A table in 2 bits: codes uint8 `[rows, columns / 4]`, each of a row of the codebook int8 `[256, 4]`.

    `scale` float32 `[rows, 1]`: bf16 on equal steps of their bits, as `on_steps` makes them. `codebooks.fitted` finds
    codes and codebook.
    """
    codes, codebook = np.ascontiguousarray(codes), np.ascontiguousarray(codebook)
    require(codes.dtype == np.uint8 and codes.ndim == 2, f"codes of type {codes.dtype}, {codes.ndim} dimensions")
    require(
        codebook.dtype == np.int8 and codebook.shape == CODEBOOK_SHAPE,
        f"a codebook of type {codebook.dtype}, shape {codebook.shape}",
    )
    scale = np.ascontiguousarray(scale, dtype=np.float32)
    require(scale.shape == (len(codes), 1), f"scales of shape {scale.shape} for {len(codes)} rows")
    weight = codebook[codes].reshape(len(codes), -1)
    return Tensor(CODED2, weight, scale, None, weight.shape[1], codes, codebook)


def on_steps(scale) -> np.ndarray:
    """The nearest scales `[rows, 1]` to some `[rows]` that a byte each can hold: 256 at equal steps of bf16 bits."""
    bits = _bits16(to_bfloat16(scale))
    first = int(bits.min())
    step = max(1, -(-(int(bits.max()) - first) // 255))
    bits = first + step * np.rint((bits - first) / step).astype(np.int64)
    return (bits.astype(np.uint32) << 16).view(np.float32)[:, None]


def depthwise8(weight, bias=None, scale=None) -> Tensor:
    """A depthwise convolution `[taps, channels]` (tap 0 the earliest token) with a scale a channel."""
    matrix = _matrix(weight)
    if scale is None:
        scale = np.abs(matrix).max(axis=0) / np.float32(MAXIMUM_INT8)
    scale = np.ascontiguousarray(scale, dtype=np.float32)
    return Tensor(DEPTHWISE8, _divided(matrix, scale[None, :], 127), scale, _bias(bias, matrix.shape[1]))


def _grouped(matrix: np.ndarray, group: int, limit: int) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = matrix.shape
    blocks = matrix.reshape(rows, columns // group, group)
    scale = to_bfloat16(np.abs(blocks).max(axis=2) / np.float32(limit))
    return _divided(blocks, scale[:, :, None], limit).reshape(rows, columns), scale


def _table(format: int, matrix: np.ndarray, group: int, limit: int) -> Tensor:
    if group == 0:
        scale = np.array([np.abs(matrix).max() / np.float32(limit)], np.float32)
        return Tensor(format, _divided(matrix, scale[0], limit), scale, None, 0)
    require(matrix.shape[1] % group == 0, f"a group of {group} does not divide {matrix.shape[1]} columns")
    weight, scale = _grouped(matrix, group, limit)
    return Tensor(format, weight, scale, None, group)


# To bytes


def pack(tensor: Tensor) -> bytes:
    """The bytes of the section."""
    check(tensor)
    if tensor.format == FLOAT32:
        return _floats(tensor.weight)
    if tensor.format in (LINEAR8, DEPTHWISE8):
        return _floats(tensor.scale) + _floats(tensor.bias) + tensor.weight.tobytes()
    if tensor.format == LINEAR4:
        return _floats(tensor.bias) + _bfloats(tensor.scale) + _nibbles(tensor.weight)
    if tensor.format == STEPPED4:
        return b"".join(_steps(tensor.scale)) + _nibbles(tensor.weight)
    if tensor.format == CODED2:
        grid, places = _steps(tensor.scale)
        return grid + tensor.codebook.tobytes() + places + tensor.codes.tobytes()
    scale = _floats(tensor.scale) if tensor.group == 0 else _bfloats(tensor.scale)
    return scale + (tensor.weight.tobytes() if tensor.format == TABLE8 else _nibbles(tensor.weight))


def _floats(values: np.ndarray) -> bytes:
    return np.ascontiguousarray(values, dtype="<f4").tobytes()


def _bits16(values: np.ndarray) -> np.ndarray:
    """The bits of float32 values that fit a bf16."""
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    require(bool(((bits & np.uint32(0xFFFF)) == 0).all()), "a scale does not fit a bf16")
    return (bits >> 16).astype(np.int64)


def _bfloats(values: np.ndarray) -> bytes:
    return _aligned(_bits16(values).astype("<u2").tobytes())


def _steps(scale: np.ndarray) -> tuple[bytes, bytes]:
    """The grid of the scales of stepped4 and coded2, and where each stands on it."""
    bits = _bits16(scale).ravel()
    first = int(bits.min())
    step = int(np.gcd.reduce(bits - first)) or 1
    places = (bits - first) // step
    require(int(places.max()) <= 255, f"scales of {int(places.max()) + 1} steps, 256 are allowed")
    return np.array([first, step], "<u2").tobytes(), _aligned(places.astype(np.uint8).tobytes())


def _aligned(data: bytes) -> bytes:
    return data + bytes(-len(data) % SCALE_ALIGNMENT)


def _nibbles(weight: np.ndarray) -> bytes:
    pairs = weight.reshape(-1, 2).astype(np.uint8) & 15
    return (pairs[:, 0] | (pairs[:, 1] << 4)).astype(np.uint8).tobytes()


# From bytes


def size(format: int, rows: int, columns: int, group: int) -> int:
    """Bytes of a section of this shape."""
    return bytes_before_weights(format, rows, columns, group) + weight_bytes(format, rows * columns)


def unpack(format: int, rows: int, columns: int, group: int, data: bytes) -> Tensor:
    """The matrix in `data`, checked as FORMAT.md says."""
    require(format in set(Format) - {Format.BYTES}, f"format {format} is no matrix")
    require(rows > 0 and columns > 0, f"an empty matrix, {rows} x {columns}")
    if format in GROUP_REQUIRED:
        holds = group > 0 and group % GROUP_MULTIPLE == 0 and columns % group == 0
    elif format in GROUP_OPTIONAL:
        holds = group == 0 or columns % group == 0
    else:
        holds = group == (columns if format in GROUP_COLUMNS else 0)
    name = Format(format).name.lower()
    require(holds, f"group {group} of {columns} columns in format {name}")
    require(format not in (TABLE4, STEPPED4) or columns % 2 == 0, f"{columns} columns in a 4-bit table")
    require(format != CODED2 or columns % CODE_COLUMNS == 0, f"{columns} columns in a table of codes of four")
    needed = size(format, rows, columns, group)
    require(len(data) == needed, f"{len(data)} bytes for {name} {rows} x {columns}, {needed} needed")
    tensor = _unpacked(format, rows, columns, group, data)
    check(tensor)
    return tensor


def _unpacked(format: int, rows: int, columns: int, group: int, data: bytes) -> Tensor:
    floats = np.frombuffer(data[: len(data) // 4 * 4], "<f4")
    if format == FLOAT32:
        return Tensor(format, floats.reshape(rows, columns))
    if format in (LINEAR8, DEPTHWISE8):
        count = rows if format == LINEAR8 else columns
        weight = np.frombuffer(data, np.int8, offset=8 * count).reshape(rows, columns)
        return Tensor(format, weight, floats[:count], floats[count : 2 * count])
    bias = floats[:rows] if format == LINEAR4 else None
    start = 4 * rows if format == LINEAR4 else 0
    end = bytes_before_weights(format, rows, columns, group)
    if format == CODED2:
        codebook = np.frombuffer(data, np.int8, CODEBOOK_BYTES, 4).reshape(CODEBOOK_SHAPE)
        codes = np.frombuffer(data, np.uint8, offset=end).reshape(rows, -1)
        return coded2(codes, codebook, _stepped_scales(data, 4 + CODEBOOK_BYTES, rows, end))
    if format == STEPPED4:
        scale = _stepped_scales(data, 4, rows, end)
    elif group == 0:
        scale = floats[:1]
    else:
        count = rows * (columns // group)
        require(not any(data[start + 2 * count : end]), "the padding after the scales is not zero")
        bits = np.frombuffer(data, "<u2", count, start).astype(np.uint32) << 16
        scale = bits.view(np.float32).reshape(rows, columns // group)
    if format == TABLE8:
        weight = np.frombuffer(data, np.int8, offset=end)
    else:
        pairs = np.frombuffer(data, np.uint8, offset=end)
        nibbles = np.stack([pairs & 15, pairs >> 4], axis=1).reshape(-1)
        weight = ((nibbles ^ 8).astype(np.int8) - np.int8(8)).astype(np.int8)
    return Tensor(format, weight.reshape(rows, columns), scale, bias, group)


def _stepped_scales(data: bytes, start: int, rows: int, end: int) -> np.ndarray:
    """The scales `[rows, 1]` on the grid in front, whose places are from `start` on and end, padded, at `end`."""
    require(not any(data[start + rows : end]), "the padding after the scales is not zero")
    first, step = np.frombuffer(data, "<u2", 2).astype(np.uint32)
    bits = first + step * np.frombuffer(data, np.uint8, rows, start).astype(np.uint32)
    require(int(bits.max()) <= MAXIMUM_BFLOAT, f"a scale is over {MAXIMUM_FLOAT}")
    return (bits << 16).view(np.float32)[:, None]


def check(tensor: Tensor) -> None:
    """Raises FormatError for a value that FORMAT.md forbids."""
    if tensor.format == FLOAT32:
        _check_floats(tensor.weight, "a value")
        return
    limit = MAXIMUM_INT4 if tensor.format in FOUR_BITS else MAXIMUM_INT8
    require(tensor.weight.dtype == np.int8, f"weights of type {tensor.weight.dtype}")
    stored = tensor.weight
    if tensor.format == CODED2:
        stored = tensor.codebook
        decoded = stored[tensor.codes].reshape(tensor.weight.shape)
        require(np.array_equal(decoded, tensor.weight), "weights that are not those of their codes")
    inside = int(stored.min()) >= -limit and int(stored.max()) <= limit
    require(inside, f"a weight is not in -{limit} ... {limit}")
    _check_floats(tensor.scale, "a scale")
    require(not bool(np.signbit(tensor.scale).any()), "a scale is negative")
    if tensor.bias is not None:
        _check_floats(tensor.bias, "a bias")


def _check_floats(values: np.ndarray, what: str) -> None:
    require(bool((np.abs(values) <= np.float32(MAXIMUM_FLOAT)).all()), f"{what} is not finite or over {MAXIMUM_FLOAT}")
