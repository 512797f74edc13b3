"""The number rules of Sources/PipitCore/Encoder/ARITHMETIC.md in numpy, bit for bit.

Arrays are float32 throughout and work along the last axis. numpy rounds after each operation, so nothing is fused;
a Python constant meets a float32 array as the nearest float32. `np.sum` is never used on floats: it adds in pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipit.format.tensors import LINEAR8, Tensor

ROUNDER = np.float32(12582912)  # 1.5 · 2^23
ROUNDER_BITS = 0x4B400000
SMALLEST, LARGEST = np.float32(2.0**-40), np.float32(2.0**40)


@dataclass
class Rows:
    """Quantized rows: q `[rows, width]` (int8, or int16 for a stream), s `[rows]` float32; a row stands for q·s."""

    q: np.ndarray
    s: np.ndarray

    def __getitem__(self, index) -> Rows:
        return Rows(self.q[index], self.s[index])

    def to_float(self) -> np.ndarray:
        """The float32 rows that stand for q·s."""
        return to_float(self.q) * self.s[..., None]


def to_float(integers: np.ndarray) -> np.ndarray:
    """Integers as float32."""
    return integers.astype(np.float32)


def round_even(x: np.ndarray) -> np.ndarray:
    """To the nearest integer, ties to even, as float32."""
    return (x + ROUNDER) - ROUNDER


def rounded_integer(x: np.ndarray) -> np.ndarray:
    """To the nearest integer, ties to even, as int32."""
    return (x + ROUNDER).view(np.int32) - np.int32(ROUNDER_BITS)


def lane_sum(x: np.ndarray) -> np.ndarray:
    """Σ8 over the last axis."""
    lanes = np.zeros(x.shape[:-1] + (8,), np.float32)
    for start in range(0, x.shape[-1], 8):
        part = x[..., start : start + 8]
        lanes[..., : part.shape[-1]] += part
    a = [lanes[..., lane] for lane in range(8)]
    return ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]))


def quantize(x: np.ndarray, limit: int = 127) -> Rows:
    """Row quantization of x `[rows, width]`: to int8, or to int16 with limit 32767."""
    bits = np.ascontiguousarray(x, np.float32).view(np.uint32) & np.uint32(0x7FFFFFFF)
    a = bits.max(axis=-1).view(np.float32)
    inside = (a >= SMALLEST) & (a <= LARGEST)
    safe = np.where(inside, a, np.float32(1))
    inverse = np.float32(limit) / safe
    usable = np.where(inside[..., None], x, np.float32(0))
    q = rounded_integer(usable * inverse[..., None]).astype(np.int8 if limit == 127 else np.int16)
    return Rows(q, np.where(inside, safe / np.float32(limit), np.float32(0)))


# Functions


def exp(x: np.ndarray) -> np.ndarray:
    """e to the power of x, clamped to -87 ... 88."""
    x = np.minimum(np.maximum(x, np.float32(-87)), np.float32(88))
    n = round_even(x * np.float32(1.44269504))
    r = x - n * np.float32(0.693359375)
    r = r - n * np.float32(-2.12194440e-4)
    p = np.float32(1.9875691500e-4)
    for c in (1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1):
        p = p * r + np.float32(c)
    y = (p * (r * r) + r) + np.float32(1)
    power = ((n.astype(np.int32) + 127) << 23).astype(np.int32).view(np.float32)
    return y * power


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-x))"""
    return np.float32(1) / (np.float32(1) + exp(-x))


def silu(x: np.ndarray) -> np.ndarray:
    """x · sigmoid(x)"""
    return x / (np.float32(1) + exp(-x))


def tanh(x: np.ndarray) -> np.ndarray:
    """By exp."""
    return np.float32(1) - np.float32(2) / (exp(np.float32(2) * x) + np.float32(1))


def erf(z: np.ndarray) -> np.ndarray:
    """The error function by Abramowitz and Stegun 7.1.26."""
    size = np.abs(z)
    t = np.float32(1) / (np.float32(1) + np.float32(0.3275911) * size)
    p = np.float32(1.061405429)
    for c in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        p = p * t + np.float32(c)
    positive = np.float32(1) - (p * t) * exp(-(size * size))
    return np.where(z < 0, -positive, positive)


def gelu_erf(x: np.ndarray) -> np.ndarray:
    """GELU by the error function."""
    return (np.float32(0.5) * x) * (np.float32(1) + erf(x * np.float32(0.70710678)))


def gelu_tanh(x: np.ndarray) -> np.ndarray:
    """GELU by its approximation with tanh."""
    cube = ((np.float32(0.044715) * x) * x) * x
    return (np.float32(0.5) * x) * (np.float32(1) + tanh(np.float32(0.79788456) * (x + cube)))


def relu(x: np.ndarray) -> np.ndarray:
    """The larger of x and 0."""
    return np.maximum(x, np.float32(0))


ACTIVATIONS = (lambda x: x, gelu_erf, gelu_tanh, relu, tanh)


# Matrices


def integer_product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a @ b in int32. Float64 holds these integers exactly, whatever order they are added in."""
    return (a.astype(np.float64) @ b.astype(np.float64)).astype(np.int32)


def linear(rows: Rows, weights: Tensor) -> np.ndarray:
    """y `[rows, outputs]` of rows `[rows, inputs]` and weights `[outputs, inputs]`."""
    if weights.format == LINEAR8:
        sums = to_float(integer_product(rows.q, weights.weight.T))
        return sums * (rows.s[:, None] * weights.scale[None, :]) + weights.bias
    f = np.zeros((rows.q.shape[0], weights.rows), np.float32)
    for number, start in enumerate(range(0, weights.columns, weights.group)):
        part = slice(start, start + weights.group)
        f = f + to_float(integer_product(rows.q[:, part], weights.weight[:, part].T)) * weights.scale[:, number]
    return f * rows.s[:, None] + weights.bias


def table_rows(table: Tensor, indices: np.ndarray) -> Rows:
    """The rows of a table as int8 rows with one scale each."""
    q = table.weight[indices]
    if table.group == 0:
        return Rows(q, np.full(len(indices), table.scale[0], np.float32))
    scale = table.scale[indices]
    if table.group == table.columns:
        return Rows(q, scale[:, 0])
    return quantize(to_float(q) * np.repeat(scale, table.group, axis=1))


# Norms


def rms_norm(x: np.ndarray, gain: np.ndarray, epsilon: float) -> np.ndarray:
    """The root mean square norm of each row."""
    m = lane_sum(x * x) / np.float32(x.shape[-1])
    inverse = np.float32(1) / np.sqrt(m + np.float32(epsilon))
    return (x * inverse[:, None]) * gain


def layer_norm(x: np.ndarray, gain: np.ndarray, bias: np.ndarray, epsilon: float) -> np.ndarray:
    """The layer norm of each row."""
    c = x - (lane_sum(x) / np.float32(x.shape[-1]))[:, None]
    v = lane_sum(c * c) / np.float32(x.shape[-1])
    inverse = np.float32(1) / np.sqrt(v + np.float32(epsilon))
    return (c * inverse[:, None]) * gain + bias
