"""The encoder of Sources/PipitCore/Encoder/ARITHMETIC.md in numpy, bit for bit: the reference implementation.

    model = pipit.format.read("F.pipit")
    rows = encode(model, ids, segments)                h8 [n, d] and scales [n]
    row = pool(rows, model.config.pooling)             one quantized row
    values = logits(model, head, row)                  float32 [outputs]
    row = read_row(model, head, rows)                  the one that a head on a whole text reads
    values = text_logits(model, head, pieces, marks)   the same of a text of any length, in windows

Written from that page, whole matrices at a time; nothing here is fast.
"""

from __future__ import annotations

import numpy as np

from pipit.format import BERT, EMBBERT, POOL_FIRST, Config, Model, TaskHead
from pipit.format.rules import Role
from pipit.format.tensors import Tensor
from pipit.reference.numerics import (
    ACTIVATIONS,
    Rows,
    exp,
    integer_product,
    lane_sum,
    layer_norm,
    linear,
    quantize,
    rms_norm,
    rounded_integer,
    silu,
    table_rows,
    to_float,
)

STREAM_LIMIT = 32767
MATCH, CAPITAL = 1, 4  # what a segment is raised by


def encode(model: Model, ids, segments, masks: bool = False) -> Rows:
    """The last rows of ids `[n]` and segments `[n]`, [CLS] and [SEP] in place: int8 `[n, d]`, scales `[n]`; with
    `masks` as heads of masked words read them."""
    x = embed(model, np.asarray(ids), np.asarray(segments))
    if model.config.block_kind == BERT:
        return encode_bert(model, x)
    return encode_embbert(model, x, model.config.layer_path(masks))


# Input


def capitals(text: str, offsets) -> list[bool]:
    """Whether pieces start with one of A ... Z; offsets (start, end) count characters of the text."""
    return ["A" <= text[start] <= "Z" for start, _ in offsets]


def one_segments(config: Config, marks) -> np.ndarray:
    """The segments of [CLS] a [SEP], from the capitals of the pieces of a."""
    return np.array([first_segment(config)] * (len(marks) + 2)) + capital_steps(config, [False, *marks, False])


def pair_segments(config: Config, first, second, first_marks, second_marks) -> np.ndarray:
    """The segments of [CLS] first [SEP] second [SEP], from the ids of the pieces of both, and their capitals."""
    segment = first_segment(config)
    matches = config.block_kind == EMBBERT and config.segments >= 4
    shared = set(map(int, first)) - {config.unknown_id} if matches else set()
    inner = [segment + 1 + (MATCH if int(piece) in shared else 0) for piece in second]
    plain = np.array([segment] * (len(first) + 2) + inner + [segment + 1])
    return plain + capital_steps(config, [False, *first_marks, False, *second_marks, False])


def pair_counts(longest: int, first: int, second: int) -> tuple[int, int]:
    """How many pieces of each of two texts have room in a sequence of `longest` (HEADS.md, kind 7)."""
    room = longest - 3
    kept = min(first, max(room // 2, room - second))
    return kept, min(second, room - kept)


def capital_steps(config: Config, marks) -> np.ndarray:
    """What capitals add to the segments."""
    return np.array(marks, int) * (CAPITAL if config.segments == 8 else 0)


def first_segment(config: Config) -> int:
    """The segment of a first text."""
    return 1 if config.segments >= 3 else 0


# Embedding


def embed(model: Model, ids: np.ndarray, segments: np.ndarray) -> np.ndarray:
    """Token, position and segment, added in this order: `[n, d]`."""
    x = looked_up(model, Role.TOKEN_TABLE, Role.TOKEN_PROJECTION, ids)
    if model.tensor(Role.POSITION_TABLE) is not None:
        x = x + looked_up(model, Role.POSITION_TABLE, Role.POSITION_PROJECTION, np.arange(len(ids)))
    if model.tensor(Role.SEGMENT_TABLE) is not None:
        x = x + model.tensor(Role.SEGMENT_TABLE).weight[segments]
    return x


def looked_up(model: Model, table: Role, projection: Role, indices: np.ndarray) -> np.ndarray:
    """Rows of a table through its projection, float32 `[n, d]`."""
    rows = table_rows(model.tensor(table), indices)
    weights = model.tensor(projection)
    return rows.to_float() if weights is None else linear(rows, weights)


# EmbBERT


def encode_embbert(model: Model, x: np.ndarray, layers: list[int]) -> Rows:
    """The last rows of EmbBERT blocks, those numbered `layers` in order, from the embedding x `[n, d]`."""
    config = model.config
    for layer in layers:
        x = stored(config.residual, x)
        h = quantize(rms_norm(x, model.tensor(Role.NORM, layer).weight[0], config.norm_epsilon))
        y = attention(model, layer, h) + convolution(model, layer, h)
        x = x + y if config.residual else y
    x = stored(config.residual, x)
    if config.final_norm:
        x = rms_norm(x, model.tensor(Role.FINAL_NORM).weight[0], config.norm_epsilon)
    return quantize(x)


def stored(residual: bool, x: np.ndarray) -> np.ndarray:
    """What is read back of x: with a residual path it has passed through the int16 stream."""
    return quantize(x, STREAM_LIMIT).to_float() if residual else x


def attention(model: Model, layer: int, h: Rows) -> np.ndarray:
    """A `[n, d]`: queries are projected, keys and values are h itself."""
    q = quantize(linear(h, model.tensor(Role.QUERY, layer)))
    mixed = quantize(mix_heads(q, h, h, model.config.attention_heads))
    return linear(mixed, model.tensor(Role.ATTENTION_OUTPUT, layer))


def mix_heads(q: Rows, k: Rows, v: Rows, heads: int) -> np.ndarray:
    """The weighted sums of the values, `[n, d]`, head beside head."""
    width = q.q.shape[1] // heads
    parts = []
    for head in range(heads):
        columns = slice(head * width, (head + 1) * width)
        parts.append(mix_head(Rows(q.q[:, columns], q.s), Rows(k.q[:, columns], k.s), Rows(v.q[:, columns], v.s)))
    return np.concatenate(parts, axis=1)


def mix_head(q: Rows, k: Rows, v: Rows) -> np.ndarray:
    """The weighted sums of one attention head, float32 `[n, D]`."""
    e, total = softmax_parts(q, k)
    w = quantize(e * v.s[None, :])
    sums = to_float(integer_product(w.q, v.q))
    return sums * (w.s / total)[:, None]


def softmax_parts(q: Rows, k: Rows) -> tuple[np.ndarray, np.ndarray]:
    """e `[queries, keys]` and its sums Z `[queries]`."""
    c = q.s * (np.float32(1) / np.sqrt(np.float32(q.q.shape[1])))
    z = to_float(integer_product(q.q, k.q.T)) * (c[:, None] * k.s[None, :])
    e = exp(z - z.max(axis=1, keepdims=True))
    return e, lane_sum(e)


def convolution(model: Model, layer: int, h: Rows) -> np.ndarray:
    """C `[n, d]`."""
    kernel = model.tensor(Role.CONVOLUTION, layer)
    top = h.s.max()
    sums = to_float(depthwise(common_scale(h), kernel.weight, model.config.causal))
    v = sums * (kernel.scale * (top * np.float32(0.00390625))) + kernel.bias
    return linear(quantize(silu(v)), model.tensor(Role.CONVOLUTION_OUTPUT, layer))


def common_scale(h: Rows) -> np.ndarray:
    """g `[n, d]`: the rows in 1/256 of steps of the largest scale."""
    top = h.s.max()
    if top == 0:
        return np.zeros(h.q.shape, np.int32)
    r = rounded_integer((h.s / top) * np.float32(32768))
    return (h.q.astype(np.int32) * r[:, None] + 64) >> 7


def depthwise(g: np.ndarray, weight: np.ndarray, causal: bool) -> np.ndarray:
    """Sums over the taps, int32 `[n, d]`; weight `[taps, d]`, rows outside the text count as zero."""
    taps, n = len(weight), len(g)
    left = taps - 1 if causal else (taps - 1) // 2
    padded = np.pad(g, ((left, taps - 1 - left), (0, 0)))
    sums = np.zeros(g.shape, np.int32)
    for tap in range(taps):
        sums += weight[tap].astype(np.int32) * padded[tap : tap + n]
    return sums


# BERT


def encode_bert(model: Model, x: np.ndarray) -> Rows:
    """The last rows of BERT blocks from the embedding x `[n, d]`."""
    x = stored(True, normalized(model, Role.EMBEDDING_NORM, 0, x))
    rows = quantize(x)
    for layer in range(model.config.layers):
        x = stored(True, normalized(model, Role.BERT_ATTENTION_NORM, layer, x + bert_attention(model, layer, rows)))
        rows = quantize(x)
        x = stored(True, normalized(model, Role.FEED_FORWARD_NORM, layer, x + feed_forward(model, layer, rows)))
        rows = quantize(x)
    return rows


def normalized(model: Model, role: Role, layer: int, x: np.ndarray) -> np.ndarray:
    """The layer norm of a role."""
    gain, bias = model.tensor(role, layer).weight
    return layer_norm(x, gain, bias, model.config.norm_epsilon)


def bert_attention(model: Model, layer: int, rows: Rows) -> np.ndarray:
    """Attention with projections of queries, keys and values."""
    roles = (Role.BERT_QUERY, Role.BERT_KEY, Role.BERT_VALUE)
    q, k, v = (quantize(linear(rows, model.tensor(role, layer))) for role in roles)
    mixed = quantize(mix_heads(q, k, v, model.config.attention_heads))
    return linear(mixed, model.tensor(Role.BERT_ATTENTION_OUTPUT, layer))


def feed_forward(model: Model, layer: int, rows: Rows) -> np.ndarray:
    """The two layers after attention."""
    inner = ACTIVATIONS[model.config.activation](linear(rows, model.tensor(Role.FEED_FORWARD_IN, layer)))
    return linear(quantize(inner), model.tensor(Role.FEED_FORWARD_OUT, layer))


# Heads


def pool(rows: Rows, pooling: int) -> Rows:
    """One row, q `[1, d]` and s `[1]`."""
    if pooling == POOL_FIRST:
        return rows[:1]
    f = np.zeros(rows.q.shape[1], np.float32)
    for i in range(len(rows.s)):
        f = f + to_float(rows.q[i]) * rows.s[i]
    return quantize((f * (np.float32(1) / np.float32(len(rows.s))))[None, :])


def head_pooling(model: Model, head: TaskHead) -> int:
    """POOL_FIRST or POOL_MEAN, the head's own or the model's."""
    return model.config.pooling if head.pooling == 0 else head.pooling - 1


def read_row(model: Model, head: TaskHead, rows: Rows) -> Rows:
    """The pooled row that a head on a whole text reads: of length 1 where it has a background."""
    row = pool(rows, head_pooling(model, head))
    return of_length_one(row) if head.background else row


def of_length_one(row: Rows) -> Rows:
    """The same direction; a row of zeros stays one."""
    squares = to_float(integer_product(row.q, row.q.T))[0]
    inverse = np.float32(1) / np.sqrt(np.maximum(squares, np.float32(1)))
    return Rows(row.q, np.where(squares > 0, inverse, np.float32(0)))


def logits(model: Model, head: TaskHead, rows: Rows) -> np.ndarray:
    """Float32 `[rows, outputs]` of any rows: a pooled one, or one a token."""
    if head.transform is not None:
        rows = transformed(model, head, linear(rows, head.transform))
    if head.output is not None:
        return linear(rows, head.output)
    values = tied_logits(rows, model.tensor(Role.TOKEN_TABLE))
    return values if head.word_bias is None else values + head.word_bias.weight


def transformed(model: Model, head: TaskHead, x: np.ndarray) -> Rows:
    """What the matrix of a transform has made, after its activation and norm."""
    x = ACTIVATIONS[head.activation](x)
    if head.transform_norm is not None:
        x = layer_norm(x, *head.transform_norm.weight, model.config.norm_epsilon)
    return quantize(x)


def tied_logits(rows: Rows, table: Tensor) -> np.ndarray:
    """The masked-word head without an output: the token table is its matrix."""
    words = table_rows(table, np.arange(table.rows))
    return to_float(integer_product(rows.q, words.q.T)) * (rows.s[:, None] * words.s[None, :])


# Long texts


def window_starts(pieces: int, room: int) -> list[int]:
    """Where the windows of a text start, `room` pieces in each; a last one of less than a quarter is made full."""
    starts = list(range(0, max(pieces, 1), room))
    if len(starts) > 1 and 4 * (pieces - starts[-1]) < room:
        starts[-1] = pieces - room
    return starts


def text_logits(model: Model, head: TaskHead, pieces: list[int], marks: list[bool]) -> np.ndarray:
    """Float32 `[outputs]` of a sequence head for all pieces of a text and their capitals: the mean over its windows."""
    c = model.config
    room = c.max_tokens - 2
    starts = window_starts(len(pieces), room)
    total = np.float32(0)
    for start in starts:
        window = pieces[start : start + room]
        rows = encode(model, [c.cls_id, *window, c.sep_id], one_segments(c, marks[start : start + room]))
        total = total + logits(model, head, read_row(model, head, rows))[0]
    return total * (np.float32(1) / np.float32(len(starts)))


# Vectors and pairs


def vector(model: Model, head: TaskHead, row: Rows) -> Rows:
    """The vector of a text (PAIR_SIMILARITY, SENTENCE_VECTOR) from its pooled state: q `[1, width]` and s `[1]`."""
    if head.output is not None:
        return quantize(logits(model, head, row))
    return row if head.transform is None else transformed(model, head, linear(row, head.transform))


def cosine(a: Rows, b: Rows) -> np.float32:
    """Of two vectors, by their integers."""
    product, a_squares, b_squares = (to_float(integer_product(x.q, y.q.T))[0, 0] for x, y in ((a, b), (a, a), (b, b)))
    if a_squares == 0 or b_squares == 0:
        return np.float32(0)
    return np.clip(product / (np.sqrt(a_squares) * np.sqrt(b_squares)), np.float32(-1), np.float32(1))
