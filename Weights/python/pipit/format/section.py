"""The frame of a `.pipit` file: the header, the entries of its section table, and their sizes."""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAGIC = bytes([0x50, 0x49, 0x50, 0x49, 0x54, 0x0D, 0x0A, 0x1A])
VERSION = 2
ALIGNMENT = 16
HEADER_BYTES = 64
ENTRY_BYTES = 32
MAXIMUM_FILE_BYTES = 64 << 20
MAXIMUM_INFO_BYTES = 4096
MAXIMUM_SECTIONS = 1024


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
    return struct.pack("<8s4I40x", MAGIC, VERSION, total, count, crc)
