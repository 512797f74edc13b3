"""Makes Tests/PipitCoreTests/Fixtures/encoder: small random models and what the engine must answer, bit for bit.

    python make_fixtures.py            writes the folder
    python make_fixtures.py --check    makes all anew and compares with the folder
"""

from __future__ import annotations

import base64
import json
import sys
import zlib
from pathlib import Path

import numpy as np

import fixture_models
import pipit.format
from pipit.format import Model
from pipit.format.rules import Role
from pipit.reference import engine, numerics
from pipit.reference.numerics import Rows

FOLDER = Path(__file__).resolve().parents[2] / "Tests/PipitCoreTests/Fixtures/encoder"
LENGTHS = (1, 2, 7, 8, 9, 17)
LARGEST_MODEL = 60_000


def main() -> None:
    made = {}
    for spec in fixture_models.ALL:
        data = pipit.format.to_bytes(spec.model())
        assert len(data) < LARGEST_MODEL, f"{spec.name}: {len(data)} bytes"
        model = pipit.format.read_bytes(data)
        made[spec.name + ".pipit"] = data
        made[spec.name + ".json"] = as_json(expected(spec.name, model))
        print(f"{spec.name:20} {len(data):6} {len(made[spec.name + '.json']):6} bytes  {liveness(spec, model)}")
    made["numerics.json"] = as_json(function_values())
    print(f"{sum(map(len, made.values()))} bytes in {len(made)} files")
    if sys.argv[1:] == ["--check"]:
        compare(made)
        return
    for name, data in made.items():
        (FOLDER / name).write_bytes(data)


def compare(made: dict[str, bytes]) -> None:
    for name, data in made.items():
        if not (FOLDER / name).is_file() or (FOLDER / name).read_bytes() != data:
            sys.exit(f"{name} differs from the folder's")
    found = {path.name for path in FOLDER.iterdir()} - {"README.md"}
    if found != set(made):
        sys.exit(f"files that nothing makes: {sorted(found - set(made))}")
    print("the folder is up to date")


# What is expected


def expected(name: str, model: Model) -> dict:
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    lengths = sorted({n for n in LENGTHS if n <= model.config.max_tokens} | {model.config.max_tokens})
    with np.errstate(invalid="raise", over="ignore"):
        return {"model": name + ".pipit", "cases": [case(model, *inputs(rng, model, n)) for n in lengths]}


def inputs(rng: np.random.Generator, model: Model, n: int) -> tuple[np.ndarray, np.ndarray]:
    """[CLS], random words, [SEP] as far as there is room; the second segment starts at two thirds."""
    c = model.config
    ids = rng.integers(5, c.vocabulary_size, n)
    ids[-1], ids[0] = c.sep_id, c.cls_id
    second = np.arange(n) * 3 >= 2 * n
    return ids, np.where(second, c.segments - 1, max(c.segments - 2, 0)) if c.segments else np.zeros(n, int)


def case(model: Model, ids: np.ndarray, segments: np.ndarray) -> dict:
    rows = engine.encode(model, ids, segments)
    pooled = engine.pool(rows, model.config.pooling)
    return {
        "ids": ids.tolist(), "segments": segments.tolist(), "rows": packed(rows.q), "scales": packed(rows.s),
        "pooled": packed(pooled.q), "pooledScale": packed(pooled.s),
        "heads": [head_case(model, head, rows) for head in model.heads if gives_logits(head)],
    }


def gives_logits(head: pipit.format.Head) -> bool:
    return head.output is not None or head.kind == pipit.format.MASKED_WORD


def head_case(model: Model, head: pipit.format.Head, rows: Rows) -> dict:
    """Token and span heads read every row, a masked-word head the first two, the others a pooled row."""
    if head.kind in (pipit.format.TOKEN_BIO, pipit.format.TOKEN_PLAIN, pipit.format.SPAN):
        read, source = rows, "rows"
    elif head.kind == pipit.format.MASKED_WORD:
        read, source = rows[:2], "rows"
    else:
        read, source = engine.pool(rows, engine.head_pooling(model, head)), "pooled"
    values = engine.logits(model, head, read)
    assert np.isfinite(values).all()
    return {"name": head.name, "source": source, "count": len(values), "outputs": values.shape[1], "logits": packed(values)}


def packed(values: np.ndarray) -> str:
    """Little-endian bytes in base64."""
    kind = "<f4" if values.dtype == np.float32 else {1: "<i1", 2: "<i2", 4: "<i4"}[values.dtype.itemsize]
    return base64.b64encode(np.ascontiguousarray(values, kind).tobytes()).decode()


def as_json(content: dict) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def function_values() -> dict:
    """x and f(x) of every function, and rows with their quantization and lane sum."""
    rng = np.random.default_rng(1)
    edges = [0.0, -0.0, 1e-45, -1e-38, 0.5, 1.5, 2.5, -0.5, 86.9, -86.9, 87, -87, 88, -88, 89, -89, 1e4, -1e4, 3e38, -3e38]
    x = np.concatenate([edges, rng.normal(size=60), 10 * rng.normal(size=60), 60 * rng.normal(size=60)]).astype(np.float32)
    functions = ("exp", "sigmoid", "silu", "tanh", "erf", "gelu_erf", "gelu_tanh", "relu")
    with np.errstate(over="ignore"):
        found = {name: packed(getattr(numerics, name)(x)) for name in functions}
    return {"x": packed(x), "functions": found, "rows": [row_case(row) for row in test_rows(rng)]}


def test_rows(rng: np.random.Generator) -> list[np.ndarray]:
    """Rows of many widths and sizes: about the limits 2^-40 and 2^40, ties, zeros, values that are not finite."""
    rows = [rng.normal(size=width) for width in (1, 2, 7, 8, 9, 15, 16, 17, 64, 100)]
    rows += [rng.normal(size=16) * 2.0**power for power in (-45, -39, -20, 20, 38, 44)]
    rows += [[2.0**-40], [-(2.0**40)], [2.0**-40 * (1 - 2.0**-24)], [2.0**40 * (1 + 2.0**-23)]]
    rows += [[0.0, -0.0], [np.nan, 1], [np.inf, 1]]
    rows += [[127, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 126.5], [32767, 0.5, 1.5, -2.5, 3.5, 1e-3]]
    return [np.asarray(row, np.float32) for row in rows]


def row_case(row: np.ndarray) -> dict:
    eight, sixteen = numerics.quantize(row[None]), numerics.quantize(row[None], 32767)
    case = {
        "x": packed(row), "int8": packed(eight.q), "scale8": packed(eight.s), "int16": packed(sixteen.q),
        "scale16": packed(sixteen.s)}
    return case | {"laneSum": packed(numerics.lane_sum(row))} if np.isfinite(row).all() else case


# Is the model alive


def liveness(spec, model: Model) -> str:
    """What shows that a wrong answer would be seen: entropies of attention, and the weight of each branch."""
    if not spec.alive or model.config.layers == 0:
        return ""
    n = min(model.config.max_tokens, 40)
    ids, segments = inputs(np.random.default_rng(2), model, n)
    entropies = attention_entropies(model, ids, segments)
    rows = engine.encode(model, ids, segments).to_float()
    branches = {role: change(rows, without(model, role), ids, segments) for role in spec.branches()}
    spread = np.corrcoef(rows)[~np.eye(n, dtype=bool)]
    low, high = np.quantile(entropies, 0.1), np.quantile(entropies, 0.9)
    assert low < 0.8 and high - low > 0.1 and high > 0.3, f"{spec.name}: entropies {low} ... {high}"
    assert all(value > 0.1 for value in branches.values()), f"{spec.name}: {branches}"
    assert np.median(spread) < 0.9, f"{spec.name}: rows alike, {np.median(spread)}"
    parts = ", ".join(f"{role.name.lower()} {value:.2f}" for role, value in branches.items())
    return f"entropy {low:.2f} ... {high:.2f} of 1, without {parts}; rows alike {np.median(spread):.2f}"


def attention_entropies(model: Model, ids, segments) -> np.ndarray:
    """Entropy of every softmax, as a part of log n: 1 is uniform."""
    found, original = [], engine.softmax_parts

    def watched(q, k):
        e, total = original(q, k)
        w = (e / total[:, None]).astype(np.float64)
        found.append(-(w * np.log(np.maximum(w, 1e-30))).sum(1) / np.log(w.shape[1]))
        return e, total

    engine.softmax_parts = watched
    try:
        engine.encode(model, ids, segments)
    finally:
        engine.softmax_parts = original
    return np.concatenate(found)


def without(model: Model, role: Role) -> Model:
    """The model with the matrices of this role at zero."""
    tensors = dict(model.tensors)
    for key, tensor in model.tensors.items():
        if key[0] == role:
            tensors[key] = type(tensor)(tensor.format, np.zeros_like(tensor.weight), tensor.scale, tensor.bias, tensor.group)
    return Model(model.config, model.info, model.vocabulary, tensors, model.heads)


def change(rows: np.ndarray, other: Model, ids, segments) -> float:
    """How far the rows move, as a part of their length."""
    moved = engine.encode(other, ids, segments).to_float() - rows
    return float(np.linalg.norm(moved) / np.linalg.norm(rows))


if __name__ == "__main__":
    main()
