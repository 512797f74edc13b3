"""Strict reader of `.pipit` files: what breaks a rule of Sources/PipitCore/Model/FORMAT.md is a FormatError."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from pipit.format import rules, vocabulary
from pipit.format.general import General
from pipit.format.layout import (
    BYTES,
    ENTRY_BYTES,
    ENTRY_LAYOUT,
    HEADER_BYTES,
    HEADER_LAYOUT,
    HEADER_RESERVED,
    MAGIC,
    MAXIMUM_FILE_BYTES,
    MAXIMUM_INFO_BYTES,
    MAXIMUM_SECTIONS,
    RULES,
    SECTION_ALIGNMENT,
    VERSION,
    Format,
    Role,
)
from pipit.format.model import PARTS, Config, Model, TaskHead
from pipit.format.section import Section, header
from pipit.format.tensors import FormatError, require, size, unpack


def read(path) -> Model:
    """Reads and checks the file at `path`."""
    return read_bytes(Path(path).read_bytes())


def read_bytes(data: bytes) -> Model:
    """Reads and checks a file by all that FORMAT.md says."""
    try:
        model = _model(read_sections(data))
    except UnicodeDecodeError as error:
        raise FormatError(f"text that is not UTF-8: {error}") from error
    rules.check(model)
    return model


def read_sections(data: bytes) -> list[Section]:
    """The checked section table and the bytes behind it."""
    require(len(data) >= HEADER_BYTES, f"{len(data)} bytes, a header has {HEADER_BYTES}")
    magic, version, total, count, crc = struct.unpack_from(HEADER_LAYOUT, data)
    require(magic == MAGIC, "not a .pipit file")
    require(version == VERSION, f"version {version}, {VERSION} is known")
    require(total == len(data), f"the header says {total} bytes, the file has {len(data)}")
    require(total <= MAXIMUM_FILE_BYTES, f"{total} bytes, {MAXIMUM_FILE_BYTES} are allowed")
    require(1 <= count <= MAXIMUM_SECTIONS, f"{count} sections, 1 to {MAXIMUM_SECTIONS} are allowed")
    require(not any(data[HEADER_RESERVED]), "the end of the header is not zero")
    offset = HEADER_BYTES + ENTRY_BYTES * count
    require(len(data) >= offset, f"{len(data)} bytes, the section table ends at {offset}")
    table = data[HEADER_BYTES:offset]
    require(zlib.crc32(header(total, count, 0) + table) == crc, "the section table is damaged")
    found, before = [], (-1, -1)
    for number in range(count):
        entry = struct.unpack_from(ENTRY_LAYOUT, table, ENTRY_BYTES * number)
        role, index, format, layout, rows, columns, start, length, body_crc, group = entry
        where = f"section {number} (role 0x{role:02x}, index {index})"
        require((role, index) > before, f"{where} is out of order")
        require(layout == 0, f"{where} has the layout {layout} of a board")
        require(format in set(Format), f"{where} has the unknown format {format}")
        require(start == offset, f"{where} starts at {start}, not {offset}")
        require(length <= len(data) - offset, f"{where} has {length} bytes, {len(data) - offset} are left")
        padded = length + -length % SECTION_ALIGNMENT
        require(padded <= len(data) - offset, f"{where} is not padded")
        body = data[start : start + length]
        require(zlib.crc32(body) == body_crc, f"{where} is damaged")
        require(not any(data[start + length : start + padded]), f"{where} is padded with other than zero")
        expected = columns if format == BYTES else size(format, rows, columns, group)
        require(length == expected, f"{where} has {length} bytes, {expected} expected")
        require(format != BYTES or (rows == 1 and group == 0), f"{where} has {rows} rows, group {group}")
        found.append(Section(role, index, format, rows, columns, group, body))
        before, offset = (role, index), offset + padded
    require(offset == len(data), f"{len(data) - offset} bytes after the last section")
    return found


def _model(found: list[Section]) -> Model:
    for section in found:
        require(section.role in set(Role), f"unknown role 0x{section.role:02x}")
        is_text = RULES[section.role].formats == (BYTES,)
        require(is_text == (section.format == BYTES), f"role 0x{section.role:02x} in format {section.format}")
    raw = {(s.role, s.index): s.data for s in found if s.format == BYTES}
    tensors = {
        (s.role, s.index): unpack(s.format, s.rows, s.columns, s.group, s.data) for s in found if s.format != BYTES
    }
    for role in (Role.CONFIG, Role.INFO, Role.VOCABULARY):
        require((role, 0) in raw, f"no section {role.name.lower()}")
    model = Model(
        Config.unpack(raw.pop((Role.CONFIG, 0))),
        _info(raw.pop((Role.INFO, 0))),
        vocabulary.unpack(raw.pop((Role.VOCABULARY, 0))),
    )
    index = 0
    while (Role.HEAD_RECORD, index) in raw:
        parts = {name: tensors.pop((role, index), raw.pop((role, index), None)) for role, name in PARTS.items()}
        record, labels = raw.pop((Role.HEAD_RECORD, index)), raw.pop((Role.HEAD_LABELS, index), None)
        model.heads.append(TaskHead.unpack(record, labels, parts))
        index += 1
    if (Role.GENERAL, 0) in raw:
        model.general = General.unpack(raw.pop((Role.GENERAL, 0)))
    require(not raw, f"sections that belong to nothing: {sorted(raw)}")
    model.tensors = tensors
    return model


def _info(data: bytes) -> dict[str, str]:
    lines = data.decode().split("\n")
    require(len(data) <= MAXIMUM_INFO_BYTES, f"{len(data)} bytes of info, {MAXIMUM_INFO_BYTES} are allowed")
    require(lines.pop() == "", "the last line of info is not followed by LF")
    pairs = [line.split("\t") for line in lines]
    require(all(len(pair) == 2 for pair in pairs), "a line of info is no key TAB value")
    require(len({pair[0] for pair in pairs}) == len(pairs), "a key stands twice in info")
    return dict(pairs)
