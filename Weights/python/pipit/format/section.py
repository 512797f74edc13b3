"""The frame of a `.pipit` file: the header, the entries of its section table, and their sizes."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from pipit.format.layout import HEADER_LAYOUT, MAGIC, VERSION


@dataclass
class Section:
    """A section: its entry of the table, and its bytes."""

    role: int
    index: int
    format: int
    rows: int
    columns: int
    group: int
    data: bytes


def header(total: int, count: int, crc: int) -> bytes:
    """The header of a file of `total` bytes with `count` sections."""
    return struct.pack(HEADER_LAYOUT, MAGIC, VERSION, total, count, crc)
