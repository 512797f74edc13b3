"""Slot lists: the names that slots go by (Sources/PipitCore/Lists/LISTS.md), as lines of a section."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipit.format.layout import MAXIMUM_LIST_BYTES
from pipit.format.tensors import require
from pipit.text.names import normal_form


@dataclass
class Entry:
    """A name of a slot: the canonical one, and the normal forms of all, its own first."""

    slot: str
    id: str
    forms: list[str]

    @classmethod
    def of(cls, slot: str, *names: str) -> Entry:
        """An entry with the canonical name first."""
        return cls(slot, " ".join(names[0].split()), [normal_form(name) for name in names])


@dataclass
class SlotLists:
    """The entries of all lists, and the slots whose lists are closed."""

    entries: list[Entry]
    closed: list[str] = field(default_factory=list)

    def pack(self) -> bytes:
        """The bytes of the section."""
        lines = [[slot, ""] for slot in self.closed] + [[entry.slot, entry.id, *entry.forms] for entry in self.entries]
        return "".join("\t".join(line) + "\n" for line in lines).encode()

    @classmethod
    def unpack(cls, data: bytes) -> SlotLists:
        """Reads a section."""
        require(len(data) <= MAXIMUM_LIST_BYTES, f"slot lists of {len(data)} bytes, {MAXIMUM_LIST_BYTES} are allowed")
        lines = data.decode().split("\n")
        require(lines.pop() == "" and lines != [], "slot lists: the last line is not followed by LF")
        lists = cls([])
        for line in lines:
            slot, *names = line.split("\t")
            require(all(character >= " " for name in (slot, *names) for character in name), "slot lists: a control")
            if names == [""]:
                require(lists.entries == [], "slot lists: a closed list behind an entry")
                lists.closed.append(slot)
            else:
                require(len(names) > 1 and all(names), f"slot lists: no name in {line!r}")
                lists.entries.append(Entry(slot, names[0], names[1:]))
            require(slot != "", "slot lists: a line without a slot")
        return lists
