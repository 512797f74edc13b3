"""How many lines a model of the home understands that were written apart from its patterns and training lines
(home_free.tsv), by the program itself. None is trained on: lines that happen to be were left out, the plainest among
them.

    swift build -c release --product pipit
    python -m judging.home_free ../home.pipit [--wrong]

Kinds: `command`, right where intent, domain and verb are, with the F1 of slots by name and words; `two` commands, right
where both are, in their order; `no action` forbids, asks about or tells of something, and is right where nothing runs;
`near` uses words of a home for something else and `anything` does not: right without an intent.
"""

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from judging.home import commands, is_none
from judging.program import found_slots, own_rows, replies
from tasks.acts import ASKED_FOR
from tasks.phrases import MARKUP, marked_slots


def label(command: dict) -> str:
    """What training files call it; empty where there is none."""
    if command["intent"] is None:
        return ""
    details = [f"{key}={command[key]}" for key in ("domain", "verb") if key in command]
    return " ".join([command["intent"], *details])


def runs(reply: dict) -> bool:
    """Whether something is done, and not only told."""
    return any(one["intent"] is not None and not ASKED_FOR.match(one["intent"]) for one in commands(reply))


def is_right(row: dict[str, str], reply: dict) -> bool:
    match row["kind"]:
        case "command" | "two":
            return [label(one) for one in commands(reply)] == row["expected"].split(" | ")
        case "no action":
            return not runs(reply)
        case _:
            return is_none(reply)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--wrong", action="store_true", help="prints the replies that are not right")
    options = parser.parse_args()
    rows, found = own_rows("home_free"), defaultdict(list)
    right = said = expected = 0
    for row, reply in zip(rows, replies(options.model, [MARKUP.sub(r"\1", row["text"]) for row in rows]), strict=True):
        found[row["kind"]].append((row["text"], is_right(row, reply), reply))
        if row["kind"] == "command":
            slots = Counter() if is_none(reply) else Counter(found_slots(reply))
            wanted = Counter(marked_slots(row["text"]))
            right += (slots & wanted).total()
            said += slots.total()
            expected += wanted.total()
    for kind, lines in found.items():
        print(f"{kind}: {sum(right for _, right, _ in lines)} of {len(lines)}")
        for text, is_so, reply in lines:
            if options.wrong and not is_so:
                print(f"    {text}: {json.dumps(commands(reply))}")
    print(f"slots of commands: F1 {2 * right / max(1, said + expected):.3f}")


if __name__ == "__main__":
    main()
