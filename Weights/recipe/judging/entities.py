"""How many entities a model finds, by the program itself: those of entities.tsv, in sentences as a person writes them.
None is trained on.

    swift build -c release --product pipit
    python -m judging.entities ../pipit.pipit [--wrong]

Each sentence is judged as it stands, in lower case, and without the capital of its first word; a span is right when
type and both ends are. The sentences were written before the head was trained, and looked at when it was chosen.
"""

import argparse
from collections import Counter
from pathlib import Path

from judging.program import own_rows, replies

# What types of other heads are called here.
TYPES = {"corporation": "organization", "group": "organization"}
Span = tuple[str, int, int]


def expected(row: dict[str, str]) -> list[Span]:
    """The spans of a row, in bytes; texts come in their order."""
    spans, end = [], 0
    for entity in filter(None, row["entities"].split(" | ")):
        kind, words = entity.split("=", 1)
        start = row["text"].index(words, end)
        end = start + len(words)
        spans.append((kind, *(len(row["text"][:at].encode()) for at in (start, end))))
    return spans


def found(reply: dict) -> list[Span]:
    """The spans of a reply."""
    return [(TYPES.get(e["type"], e["type"]), e["start"], e["end"]) for e in reply["entities"]]


class Counts:
    """Of each type how many spans were right, found, and expected."""

    def __init__(self) -> None:
        self.right, self.found, self.expected = Counter(), Counter(), Counter()

    def add(self, spans: list[Span], right: list[Span]) -> None:
        self.right.update(kind for kind, *_ in set(spans) & set(right))
        self.found.update(kind for kind, *_ in spans)
        self.expected.update(kind for kind, *_ in right)

    def line(self, kinds) -> str:
        """Precision, recall and F1 of these types together, in hundredths."""
        right, got, wanted = (sum(counts[k] for k in kinds) for counts in (self.right, self.found, self.expected))
        shares = (right / max(got, 1), right / max(wanted, 1), 2 * right / max(got + wanted, 1))
        return "precision {:5.1f}, recall {:5.1f}, F1 {:5.1f}".format(*(100 * share for share in shares))


def first_small(text: str) -> str:
    return text[:1].lower() + text[1:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--wrong", action="store_true", help="prints the sentences that are not right")
    options = parser.parse_args()
    rows = own_rows("entities")
    for title, typed in (("as written", str), ("in lower case", str.lower), ("first word small", first_small)):
        counts = Counts()
        lines = [f"@ner {typed(row['text'])}" for row in rows]
        for line, row, reply in zip(lines, rows, replies(options.model, lines), strict=True):
            spans, right = found(reply), expected(row)
            counts.add(spans, right)
            if options.wrong and sorted(spans) != sorted(right):
                print(f"    {line[5:]}: {[(e['type'], e['text']) for e in reply['entities']]}")
        print(f"{title}: {counts.line(counts.expected | counts.found)}")
        for kind in sorted(counts.expected | counts.found):
            print(f"    {kind:14} {counts.line([kind])} of {counts.expected[kind]}")


if __name__ == "__main__":
    main()
