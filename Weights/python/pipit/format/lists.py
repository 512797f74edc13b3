"""Slot lists: the names that slots go by (Sources/PipitCore/Lists/LISTS.md), as lines of a section."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipit.format.tensors import require
from pipit.text.names import normal_form

MAXIMUM_NAME_BYTES, MAXIMUM_FORM_BYTES = 255, 1024


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
            require(1 <= len(slot.encode()) <= MAXIMUM_NAME_BYTES, f"slot lists: the slot {slot!r}")
            require(len(names[0].encode()) <= MAXIMUM_NAME_BYTES, f"slot lists: the name {names[0]!r}")
            longest = max((len(form.encode()) for form in names[1:]), default=0)
            require(longest <= MAXIMUM_FORM_BYTES, f"slot lists: a form of {longest} bytes")
        return lists
