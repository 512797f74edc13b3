"""The reference of names of lists in texts, and of the slots that come of them: LISTS.md word for word.

slots(text, spans, entries, closed)       entries in their order, those of a session behind those of a model
"""

from __future__ import annotations

from dataclasses import dataclass

from pipit.format.lists import Entry
from pipit.text.names import text_words

MAXIMUM_MATCHES = 32


@dataclass(frozen=True)
class Slot:
    """A slot: its name, its bytes in the text, and the canonical name where a list has its words."""

    name: str
    start: int
    end: int
    id: str | None = None

    @property
    def length(self) -> int:
        """Bytes of its words."""
        return self.end - self.start

    def overlaps(self, other: Slot) -> bool:
        """Whether the two share a byte."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Match:
    """A name of a list in a text, and whether a slot of the list is there."""

    slot: Slot
    is_expected: bool


def matches(text: str, spans: list[Slot], entries: list[Entry]) -> list[Match]:
    """The names that stand in a text, leftmost and longest."""
    words = text_words(text)
    found: list[Match] = []
    first = 0
    while first < len(words) and len(found) < MAXIMUM_MATCHES:
        behind = first + 1
        for end in range(len(words), first, -1):
            letters = "".join(word.letters for word in words[first:end])
            place = words[first].start, words[end - 1].end
            named = [Slot(entry.slot, *place, entry.id) for entry in entries if letters in entry.forms]
            if named:
                expected = [slot for slot in named if any(slot.name == s.name and slot.overlaps(s) for s in spans)]
                found.append(Match((expected or named)[-1], bool(expected)))
                behind = end
                break
        first = behind
    return found


def slots(text: str, spans: list[Slot], entries: list[Entry], closed: list[str]) -> list[Slot]:
    """The slots of a text whose spans a head found."""
    found = [span for span in spans if span.name not in closed]
    for match in matches(text, spans, entries):
        name, most = match.slot, match.slot.length * (2 if match.is_expected else 1)
        longer = [slot for slot in found if name.overlaps(slot) and slot.length > most]
        if not (match.is_expected and longer):
            found = [slot for slot in found if slot in longer or not name.overlaps(slot)] + [name]
            found.sort(key=lambda slot: (slot.start, slot != name))
    return found
