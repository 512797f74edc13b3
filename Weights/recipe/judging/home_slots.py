"""The slots that a model of the home finds in lines that the patterns make by another seed, and in such lines whose
rooms, things and stations have numbers ("lock door 3"), by the program itself. No line that is trained on counts.

    swift build -c release --product pipit
    python -m judging.home_slots ../home.pipit [--wrong]

Printed: how many lines get their intent, and the F1 of their slots by name and words.
"""

import argparse
import random
from pathlib import Path

from judging.program import found_slots, replies
from tasks import home_lines
from tasks.home_patterns import OUTSIDE, Patterns, as_typed
from tasks.phrases import MARKUP, marked_slots

SEED = 99
LINES = 1500
NUMBERED = 300


def lines() -> dict[str, list[tuple[str, str]]]:
    """Marked lines and their labels, by what they are."""
    trained = {home_lines.normal(text) for text, _ in home_lines.training(patterns=150, others=40)[0]}
    draw = random.Random(SEED)
    made = [(as_typed(text, draw), label) for text, label in Patterns().rows(60, draw) if label != OUTSIDE]
    made = [row for row in made if home_lines.normal(row[0]) not in trained]
    numbered = home_lines.numbered(made, NUMBERED, draw)
    return {"lines": draw.sample(made, LINES), "with numbers": numbered}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--wrong", action="store_true", help="prints the lines whose slots are not right")
    options = parser.parse_args()
    for kind, rows in lines().items():
        right = found = expected = judged = 0
        for (text, label), reply in zip(
            rows, replies(options.model, [MARKUP.sub(r"\1", text) for text, _ in rows]), strict=True
        ):
            if reply["intent"] != label.split()[0]:
                continue
            judged += 1
            wanted, slots = marked_slots(text), found_slots(reply)
            same = sum(slot in slots for slot in wanted)
            right, found, expected = right + same, found + len(slots), expected + len(wanted)
            if options.wrong and (same < len(wanted) or len(slots) > len(wanted)):
                print(f"    {text}: {slots}")
        print(f"{kind}: {judged} of {len(rows)} have their intent, slot F1 {2 * right / (found + expected):.4f}")


if __name__ == "__main__":
    main()
