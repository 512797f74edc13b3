"""Writer and strict reader of `.pipit` model files (Sources/PipitCore/Model/FORMAT.md).

    python pipit_format.py FILE      prints a summary

A model is a Config, the lines of `info`, a Vocabulary, matrices by (role, layer), and heads. The matrices are made
by the functions of pipit_tensors.py: linear8, linear4, table8, table4, depthwise8, float32.
"""

from __future__ import annotations

import struct
import sys
import zlib
from dataclasses import dataclass, field, fields
from pathlib import Path

import pipit_shapes
import pipit_vocabulary
from pipit_shapes import (  # noqa: F401  (the kinds of heads are part of this module)
    MASKED_WORD, PAIR_CLASS, PAIR_SIMILARITY, SENTENCE_VECTOR, SEQUENCE, SPAN, TOKEN_BIO, TOKEN_PLAIN, Role)
from pipit_tensors import BYTES, FORMAT_NAMES, FormatError, Tensor, pack, require, size, unpack
from pipit_vocabulary import Vocabulary

MAGIC = bytes([0x50, 0x49, 0x50, 0x49, 0x54, 0x0D, 0x0A, 0x1A])
VERSION = 2
ALIGNMENT = 16
HEADER_BYTES = 64
ENTRY_BYTES = 32
LARGEST_FILE = 64 << 20
LARGEST_INFO = 4096
EMBBERT, BERT = 1, 2
POOL_FIRST, POOL_MEAN = 0, 1
NO_ACTIVATION, GELU_ERF, GELU_TANH, RELU, TANH = range(5)
CAUSAL, RESIDUAL, FINAL_NORM = 1, 2, 4
MATRICES = (Role.TRANSFORM, Role.TRANSFORM_NORM, Role.OUTPUT, Role.WORD_BIAS)  # of a head


@dataclass
class Config:
    """The config section, field for field."""

    block_kind: int = EMBBERT
    vocabulary_size: int = 8192
    max_tokens: int = 256
    width: int = 128
    token_rank: int = 16
    position_rank: int = 16
    segments: int = 3
    layers: int = 4
    heads: int = 1
    kernel: int = 32
    flags: int = CAUSAL
    pooling: int = POOL_FIRST
    feed_forward: int = 0
    activation: int = 0
    norm_epsilon: float = 1e-6
    pad_id: int = 0
    unknown_id: int = 1
    cls_id: int = 2
    mask_id: int = 3
    sep_id: int = 4

    @property
    def causal(self) -> bool:
        return bool(self.flags & CAUSAL)

    @property
    def residual(self) -> bool:
        return bool(self.flags & RESIDUAL)

    @property
    def final_norm(self) -> bool:
        return bool(self.flags & FINAL_NORM)

    LAYOUT = "<14If5I48x"

    def pack(self) -> bytes:
        return struct.pack(self.LAYOUT, *(getattr(self, item.name) for item in fields(self)))

    @classmethod
    def unpack(cls, data: bytes) -> "Config":
        require(len(data) == 128, f"a config of {len(data)} bytes, 128 wanted")
        require(not any(data[80:]), "the end of the config is not zero")
        return cls(*struct.unpack(cls.LAYOUT, data))


@dataclass
class Head:
    """A head: its record, labels and matrices. `pooling`: 0 as the config, 1 position 0, 2 mean.

    The rows of `output` are the labels in order, then the out-of-scope class if there is one.
    """

    kind: int
    name: str
    labels: list[str] = field(default_factory=list)
    output: Tensor | None = None
    out_of_scope: bool = False
    threshold: float = 0.5
    pooling: int = 0
    activation: int = NO_ACTIVATION
    transform: Tensor | None = None
    transform_norm: Tensor | None = None
    word_bias: Tensor | None = None

    LAYOUT = "<5IfI4x32s"

    @property
    def outputs(self) -> int:
        """The `outputs` of the record: the rows of the head output."""
        if self.labels:
            return len(self.labels) + self.out_of_scope
        return 0 if self.output is None else self.output.rows

    def record(self) -> bytes:
        return struct.pack(
            self.LAYOUT, self.kind, len(self.labels), self.outputs, self.activation, self.pooling, self.threshold,
            self.out_of_scope, self.name.encode())

    @classmethod
    def unpack(cls, data: bytes, labels: bytes | None, matrices: tuple[Tensor | None, ...]) -> "Head":
        """`matrices`: transform, transform norm, output, word bias."""
        require(len(data) == 64, f"a head record of {len(data)} bytes, 64 wanted")
        require(not any(data[28:32]), "byte 28 ... 31 of a head record is not zero")
        kind, count, outputs, activation, pooling, threshold, flags, name = struct.unpack(cls.LAYOUT, data)
        require(flags <= 1, f"head flags {flags}")
        texts = [] if labels is None else labels.decode().split("\n")
        require(labels is None or texts.pop() == "", "the last label is not followed by LF")
        require(len(texts) == count, f"{len(texts)} labels, the head record says {count}")
        bare = name.rstrip(b"\0")
        require(b"\0" not in bare, "a zero inside the name of a head")
        transform, transform_norm, output, word_bias = matrices
        head = cls(
            kind, bare.decode("ascii"), texts, output, bool(flags & 1), threshold, pooling, activation, transform,
            transform_norm, word_bias)
        require(outputs == head.outputs, f"{outputs} outputs, {head.outputs} wanted")
        return head


@dataclass
class Model:
    """All that a `.pipit` file holds. `tensors` has (role, layer) as key; layer is 0 outside the blocks."""

    config: Config
    info: dict[str, str]
    vocabulary: Vocabulary
    tensors: dict[tuple[int, int], Tensor] = field(default_factory=dict)
    heads: list[Head] = field(default_factory=list)

    def tensor(self, role: int, layer: int = 0) -> Tensor | None:
        return self.tensors.get((int(role), layer))


@dataclass
class Section:
    role: int
    index: int
    format: int
    rows: int
    columns: int
    group: int
    data: bytes


# Writing


def to_bytes(model: Model) -> bytes:
    """The whole file; FormatError when the model breaks a rule of FORMAT.md."""
    pipit_shapes.check(model)
    return assemble(sections(model))


def write(model: Model, path) -> int:
    """Writes the file; returns its bytes."""
    data = to_bytes(model)
    read_bytes(data)
    Path(path).write_bytes(data)
    return len(data)


def sections(model: Model) -> list[Section]:
    info = "".join(f"{key}\t{value}\n" for key, value in model.info.items()).encode()
    found = [
        _bytes_section(Role.CONFIG, 0, model.config.pack()),
        _bytes_section(Role.INFO, 0, info),
        _bytes_section(Role.VOCABULARY, 0, pipit_vocabulary.pack(model.vocabulary)),
    ]
    found += [_tensor_section(role, layer, tensor) for (role, layer), tensor in model.tensors.items()]
    for index, head in enumerate(model.heads):
        found.append(_bytes_section(Role.HEAD, index, head.record()))
        if head.labels:
            found.append(_bytes_section(Role.LABELS, index, "".join(label + "\n" for label in head.labels).encode()))
        parts = (head.transform, head.transform_norm, head.output, head.word_bias)
        found += [_tensor_section(role, index, tensor) for role, tensor in zip(MATRICES, parts) if tensor is not None]
    return sorted(found, key=lambda section: (section.role, section.index))


def _bytes_section(role: int, index: int, data: bytes) -> Section:
    return Section(int(role), index, BYTES, 1, len(data), 0, data)


def _tensor_section(role: int, index: int, tensor: Tensor) -> Section:
    return Section(int(role), index, tensor.format, tensor.rows, tensor.columns, tensor.group, pack(tensor))


def assemble(found: list[Section]) -> bytes:
    """Header, section table and sections, aligned; the sections come sorted."""
    offset = HEADER_BYTES + ENTRY_BYTES * len(found)
    table, body = b"", b""
    for section in found:
        table += struct.pack(
            "<4H6I", section.role, section.index, section.format, 0, section.rows, section.columns,
            offset + len(body), len(section.data), zlib.crc32(section.data), section.group)
        body += section.data + bytes(-len(section.data) % ALIGNMENT)
    total = offset + len(body)
    require(total <= LARGEST_FILE, f"a file of {total} bytes, {LARGEST_FILE} are allowed")
    crc = zlib.crc32(_header(total, len(found), 0) + table)
    return _header(total, len(found), crc) + table + body


def _header(total: int, count: int, crc: int) -> bytes:
    return struct.pack("<8s4I40x", MAGIC, VERSION, total, count, crc)


# Reading


def read(path) -> Model:
    return read_bytes(Path(path).read_bytes())


def read_bytes(data: bytes) -> Model:
    """Reads and checks a file by all that FORMAT.md says."""
    try:
        model = _model(read_sections(data))
    except UnicodeDecodeError as error:
        raise FormatError(f"text that is not UTF-8: {error}") from error
    pipit_shapes.check(model)
    return model


def read_sections(data: bytes) -> list[Section]:
    """The checked section table and the bytes behind it."""
    require(len(data) >= HEADER_BYTES, f"{len(data)} bytes, a header has {HEADER_BYTES}")
    magic, version, total, count, crc = struct.unpack_from("<8s4I", data)
    require(magic == MAGIC, "not a .pipit file")
    require(version == VERSION, f"version {version}, {VERSION} is known")
    require(total == len(data), f"the header says {total} bytes, the file has {len(data)}")
    require(total <= LARGEST_FILE, f"{total} bytes, {LARGEST_FILE} are allowed")
    require(1 <= count <= 1024, f"{count} sections, 1 to 1024 are allowed")
    require(not any(data[24:HEADER_BYTES]), "the end of the header is not zero")
    offset = HEADER_BYTES + ENTRY_BYTES * count
    require(len(data) >= offset, f"{len(data)} bytes, the section table ends at {offset}")
    table = data[HEADER_BYTES:offset]
    require(zlib.crc32(_header(total, count, 0) + table) == crc, "the section table is damaged")
    found, before = [], (-1, -1)
    for number in range(count):
        entry = struct.unpack_from("<4H6I", table, ENTRY_BYTES * number)
        role, index, format, layout, rows, columns, start, length, body_crc, group = entry
        where = f"section {number} (role 0x{role:02x}, index {index})"
        require((role, index) > before, f"{where} is out of order")
        require(layout == 0, f"{where} has the layout {layout} of a board")
        require(format < len(FORMAT_NAMES), f"{where} has the unknown format {format}")
        require(start == offset, f"{where} starts at {start}, not {offset}")
        require(length <= len(data) - offset, f"{where} has {length} bytes, {len(data) - offset} are left")
        padded = length + -length % ALIGNMENT
        require(padded <= len(data) - offset, f"{where} is not padded")
        body = data[start : start + length]
        require(zlib.crc32(body) == body_crc, f"{where} is damaged")
        require(not any(data[start + length : start + padded]), f"{where} is padded with other than zero")
        wanted = columns if format == BYTES else size(format, rows, columns, group)
        require(length == wanted, f"{where} has {length} bytes, {wanted} wanted")
        require(format != BYTES or (rows == 1 and group == 0), f"{where} has {rows} rows, group {group}")
        found.append(Section(role, index, format, rows, columns, group, body))
        before, offset = (role, index), offset + padded
    require(offset == len(data), f"{len(data) - offset} bytes after the last section")
    return found


def _model(found: list[Section]) -> Model:
    known = {int(role) for role in Role}
    for section in found:
        require(section.role in known, f"unknown role 0x{section.role:02x}")
        text = section.role in pipit_shapes.BYTE_ROLES
        require(text == (section.format == BYTES), f"role 0x{section.role:02x} in format {FORMAT_NAMES[section.format]}")
    raw = {(s.role, s.index): s.data for s in found if s.format == BYTES}
    tensors = {
        (s.role, s.index): unpack(s.format, s.rows, s.columns, s.group, s.data) for s in found if s.format != BYTES}
    for role in (Role.CONFIG, Role.INFO, Role.VOCABULARY):
        require((role, 0) in raw, f"no section {role.name.lower()}")
    model = Model(
        Config.unpack(raw.pop((Role.CONFIG, 0))), _info(raw.pop((Role.INFO, 0))),
        pipit_vocabulary.unpack(raw.pop((Role.VOCABULARY, 0))))
    index = 0
    while (Role.HEAD, index) in raw:
        matrices = tuple(tensors.pop((role, index), None) for role in MATRICES)
        model.heads.append(Head.unpack(raw.pop((Role.HEAD, index)), raw.pop((Role.LABELS, index), None), matrices))
        index += 1
    require(not raw, f"sections that belong to nothing: {sorted(raw)}")
    model.tensors = tensors
    return model


def _info(data: bytes) -> dict[str, str]:
    lines = data.decode().split("\n")
    require(len(data) <= LARGEST_INFO, f"{len(data)} bytes of info, {LARGEST_INFO} are allowed")
    require(lines.pop() == "", "the last line of info is not followed by LF")
    pairs = [line.split("\t") for line in lines]
    require(all(len(pair) == 2 for pair in pairs), "a line of info is no key TAB value")
    require(len({pair[0] for pair in pairs}) == len(pairs), "a key stands twice in info")
    return dict(pairs)


# Summary


def summary(data: bytes) -> str:
    model = read_bytes(data)
    lines = [f"{key}: {value}" for key, value in model.info.items()]
    lines += [f"{item.name} {getattr(model.config, item.name):g}" for item in fields(model.config)]
    for head in model.heads:
        scope = f", out of scope over {head.threshold:g}" if head.out_of_scope else ""
        lines.append(f"head {head.name}: kind {head.kind}, {len(head.labels)} labels{scope}")
    for section in read_sections(data):
        name = Role(section.role).name.lower()
        shape = f"{section.rows} x {section.columns}" + (f", groups of {section.group}" if section.group else "")
        lines.append(f"{name:24} {section.index:3}  {FORMAT_NAMES[section.format]:10} {len(section.data):9}  {shape}")
    return "\n".join(lines + [f"{len(data)} bytes"])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python pipit_format.py FILE")
    try:
        print(summary(Path(sys.argv[1]).read_bytes()))
    except (OSError, FormatError) as problem:
        sys.exit(f"{sys.argv[1]}: {problem}")
