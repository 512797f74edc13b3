"""Writer of `.pipit` files (Sources/PipitCore/Model/FORMAT.md)."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from pipit.format import rules, vocabulary
from pipit.format.layout import (
    BYTES,
    ENTRY_BYTES,
    ENTRY_LAYOUT,
    HEADER_BYTES,
    MAXIMUM_FILE_BYTES,
    SECTION_ALIGNMENT,
    Role,
)
from pipit.format.lexicon import smallest
from pipit.format.model import Model
from pipit.format.reading import read_bytes
from pipit.format.section import Section, header
from pipit.format.tensors import Tensor, pack, require


def to_bytes(model: Model) -> bytes:
    """The whole file; FormatError when the model breaks a rule of FORMAT.md."""
    rules.check(model)
    return assemble(sections(model))


def write(model: Model, path) -> int:
    """Writes the file; returns its bytes."""
    data = to_bytes(model)
    read_bytes(data)
    Path(path).write_bytes(data)
    return len(data)


def sections(model: Model) -> list[Section]:
    """The sections of a file, in order."""
    info = "".join(f"{key}\t{value}\n" for key, value in model.info.items()).encode()
    found = [
        _bytes_section(Role.CONFIG, 0, model.config.pack()),
        _bytes_section(Role.INFO, 0, info),
        _bytes_section(Role.VOCABULARY, 0, vocabulary.pack(model.vocabulary)),
    ]
    found += [_tensor_section(role, layer, tensor) for (role, layer), tensor in model.tensors.items()]
    for index, head in enumerate(model.heads):
        found.append(_bytes_section(Role.HEAD_RECORD, index, head.record()))
        if head.labels:
            labels = "".join(label + "\n" for label in head.labels)
            found.append(_bytes_section(Role.HEAD_LABELS, index, labels.encode()))
        for role, part in head.parts().items():
            section = _bytes_section if isinstance(part, bytes) else _tensor_section
            found.append(section(role, index, smallest(part) if role == Role.LEXICON else part))
    if model.general is not None:
        found.append(_bytes_section(Role.GENERAL, 0, model.general.pack()))
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
            ENTRY_LAYOUT,
            section.role,
            section.index,
            section.format,
            0,
            section.rows,
            section.columns,
            offset + len(body),
            len(section.data),
            zlib.crc32(section.data),
            section.group,
        )
        body += section.data + bytes(-len(section.data) % SECTION_ALIGNMENT)
    total = offset + len(body)
    require(total <= MAXIMUM_FILE_BYTES, f"a file of {total} bytes, {MAXIMUM_FILE_BYTES} are allowed")
    crc = zlib.crc32(header(total, len(found), 0) + table)
    return header(total, len(found), crc) + table + body
