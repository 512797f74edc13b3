"""format.json as objects, with the few things that more than one target derives from it."""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# The letters of shapes: the name of the number, and the letter in FORMAT.md where the config has none for it.
DIMENSIONS = {
    "1": "one",
    "2": "two",
    "own": "own",
    "t or d": "headInputs",
    "segments": "segments",
}
TYPE_CODES = {"u8": "B", "u16": "H", "u32": "I", "f32": "f"}


@dataclass(frozen=True)
class Field:
    """A field at a fixed offset; `bounds` by kind of block, both the same where the kind does not matter."""

    offset: int
    type: str
    name: str
    letter: str
    text: str
    bounds: dict[str, tuple[float, float]] | None
    multiple: int
    values: str
    is_id: bool

    @classmethod
    def of(cls, item: dict, limits: dict[str, int]) -> Field:
        bounds = None
        if "minimum" in item:
            low, high = (limits.get(item[word], item[word]) for word in ("minimum", "maximum"))
            bounds = dict.fromkeys(("EmbBERT", "BERT"), (low, high))
        elif "BERT" in item:
            bounds = {kind: tuple(item[kind]) for kind in ("EmbBERT", "BERT")}
        return cls(
            item["offset"],
            item["type"],
            item["name"],
            item.get("letter", ""),
            item.get("text", ""),
            bounds,
            item.get("multiple", 1),
            item.get("values", ""),
            item.get("maximum") == "V - 1",
        )

    @property
    def is_float(self) -> bool:
        return self.type == "f32"

    @property
    def count(self) -> int:
        """How many bytes an array of bytes has; 0 for a number."""
        found = re.fullmatch(r"u8\[(\d+)\]", self.type)
        return int(found[1]) if found else 0

    def bits(self, value: float) -> int:
        """A bound as the u32 that stands in the file; the order of positive floats is that of their bits."""
        return struct.unpack("<I", struct.pack("<f", value))[0] if self.is_float else int(value)


@dataclass(frozen=True)
class Record:
    """Fields in a row: the header, an entry of the table, the config, the head record."""

    bytes: int
    fields: tuple[Field, ...]

    @classmethod
    def of(cls, item: dict, limits: dict[str, int]) -> Record:
        record = cls(item["bytes"], tuple(Field.of(field, limits) for field in item["fields"]))
        end = 0
        for field in record.fields:
            if field.offset != end:
                raise ValueError(f"{field.name} is at {field.offset}, the field before it ends at {end}")
            end += field.count or struct.calcsize(TYPE_CODES[field.type])
        if end != record.bytes:
            raise ValueError(f"the last field ends at {end}, the record at {record.bytes}")
        return record

    @property
    def numbers(self) -> list[Field]:
        return [field for field in self.fields if not field.count]

    @property
    def layout(self) -> str:
        """For Python's `struct`."""
        codes = (
            f"{field.count}{'x' if field.name == 'reserved' else 's'}" if field.count else TYPE_CODES[field.type]
            for field in self.fields
        )
        return "<" + "".join(codes)


class Description:
    """The whole format; lists of plain dictionaries where nothing is derived."""

    def __init__(self, source: dict):
        self.version = source["version"]
        self.magic = bytes.fromhex(source["magic"])
        self.limits = source["limits"]
        values = {limit["name"]: limit["value"] for limit in self.limits}
        vocabulary_size = next(field for field in source["config"]["fields"] if field["name"] == "vocabularySize")
        values["V - 1"] = vocabulary_size["maximum"] - 1
        self.header, self.entry, self.config, self.vocabulary, self.head_record = (
            Record.of(source[name], values) for name in ("header", "entry", "config", "vocabulary", "headRecord")
        )
        self.vocabulary_limits = source["vocabulary"]["limits"]
        self.formats = source["formats"]
        self.parts = source["parts"]
        self.roles = source["roles"]
        self.head_kinds = source["headKinds"]
        self.slot_kinds = source["slotKinds"]
        self.enumerations = {
            name: source[name] for name in ("blockKinds", "activations", "poolings", "configFlags", "headFlags")
        }
        self.letters = DIMENSIONS | {field.letter: field.name for field in self.config.fields if field.letter}

    @classmethod
    def read(cls, path: Path) -> Description:
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def dimension(self, letter: str) -> str:
        """The name of a number of rows or columns."""
        return self.letters[letter]


def snake(name: str) -> str:
    """maxTokens → max_tokens, tokenBIO → token_bio."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def clauses_of(role: dict, clauses: dict[str, str], negated: Callable[[str], str]) -> list[str]:
    """The clauses of a role's `when` in the words of a target; `no X` is what `negated` makes of X."""
    found = []
    for clause in role.get("when", []):
        bare = clause.removeprefix("no ")
        found.append(clauses[bare] if bare == clause else negated(clauses[bare]))
    return found


def parts(format: dict) -> list[tuple[str, str, str]]:
    """Type, what it is, and shape of each part of a format's bytes, as `f32 scale [rows]` says."""
    found = (re.fullmatch(r"(\w+)(?: ([a-z ]+?))?(?: \[(.*)\])?", part) for part in format["parts"])
    return [(part[1], part[2] or "", part[3] or "") for part in found]


def element_count(shape: str) -> int:
    """Elements of a part whose shape is numbers alone."""
    return math.prod(int(length) for length in shape.split(","))


def weight_bits(format: dict) -> int:
    """Bits of a weight: an element of the last part, or a share of one that stands for several columns."""
    type, _, shape = parts(format)[-1]
    return {"u8": 8, "s8": 8, "s4": 4, "f32": 32}[type] // int(shape.partition("columns/")[2] or 1)
