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


def matches(text: str, spans: list[Slot], entries: list[Entry]) -> list[Slot]:
    """The names that stand in a text, leftmost and longest."""
    words = text_words(text)
    found: list[Slot] = []
    first = 0
    while first < len(words) and len(found) < MAXIMUM_MATCHES:
        best, best_end = None, first
        for end in range(len(words), first, -1):
            letters = "".join(word.letters for word in words[first:end])
            place = words[first].start, words[end - 1].end
            named = [Slot(entry.slot, *place, entry.id) for entry in entries if letters in entry.forms]
            if named:
                here = [slot for slot in named if any(slot.name == s.name and slot.overlaps(s) for s in spans)]
                best, best_end = (here or named)[-1], end
                break
        if best:
            found.append(best)
        first = max(first + 1, best_end)
    return found


def slots(text: str, spans: list[Slot], entries: list[Entry], closed: list[str]) -> list[Slot]:
    """The slots of a text whose spans a head found."""

    def takes(name: Slot, span: Slot) -> bool:
        return span.name in closed or name.length * (2 if name.name == span.name else 1) >= span.length

    found = matches(text, spans, entries)
    taken = [name for name in found if all(takes(name, span) for span in spans if name.overlaps(span))]
    kept = [s for s in spans if s.name not in closed and not any(name.overlaps(s) for name in taken)]
    return sorted(taken + kept, key=lambda slot: slot.start)
