"""How many lines a model of the home understands, by the program itself: those of home.tsv, which are typed as people
type, and of the data's home_dev.tsv and forbidden.tsv. All of them were looked at, and none is trained on.

    swift build -c release --product pipit
    python -m judging.home ../home.pipit [--wrong]

Kinds of home.tsv: `command`, right by domain and verb; `several` commands and those that `shared verb`, right where all
are; `near`, words of a home said about something else, `anything`, and what is partly `taken out`: right without an
intent; what is for `later`, right where nothing but a timer is done at once; what is for `now` although it has words of
time, right by domain and verb where it is not timed; `no commas`, as a recognizer of speech writes: one command or two,
right by domains and verbs.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

from judging.program import own_rows, replies
from tasks import data


def commands(reply: dict) -> list[dict]:
    return reply.get("commands", [reply])


def is_none(reply: dict) -> bool:
    return all(command["intent"] is None for command in commands(reply))


def waits(reply: dict) -> bool:
    """Whether nothing is done at once but to start a timer."""
    return all(one["intent"] is None or "timed" in one or one["intent"] == "HassStartTimer" for one in commands(reply))


def has_verbs(reply: dict, expected: str) -> bool:
    """Whether the commands have these domains and verbs; of what is held back those of what it forbids count."""
    return [f"{one.get('domain')}.{one.get('verb')}" for one in commands(reply)] == expected.split(" ")


def judged(model: Path) -> dict[str, list[tuple[str, bool, dict]]]:
    """Text, whether it is right, and the reply, by kind."""
    found = defaultdict(list)
    rows = own_rows("home")
    for row, reply in zip(rows, replies(model, [row["text"] for row in rows]), strict=True):
        if row["expected"] == "none":
            is_right = is_none(reply)
        elif row["expected"] == "later":
            is_right = waits(reply)
        else:
            is_right = has_verbs(reply, row["expected"])
        if row["kind"] in ("command", "now"):
            is_right = is_right and not is_none(reply) and "timed" not in reply
        found[row["kind"]].append((row["text"], is_right, reply))
    rows = data.read_table("own_commands", "home_dev")
    for row, reply in zip(rows, replies(model, [row["text"] for row in rows]), strict=True):
        if row["home"] == "-":
            found["home_dev, no such intent"].append((row["text"], is_none(reply), reply))
        else:
            is_right = commands(reply)[0]["intent"] in row["home"].split("|")
            found["home_dev, intent"].append((row["text"], is_right, reply))
    rows = data.read_table("own_commands", "forbidden")
    for row, reply in zip(rows, replies(model, [row["text"] for row in rows]), strict=True):
        found["forbidden, not run"].append((row["text"], is_none(reply), reply))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--wrong", action="store_true", help="prints the replies that are not right")
    options = parser.parse_args()
    for kind, lines in judged(options.model).items():
        print(f"{kind}: {sum(is_right for _, is_right, _ in lines)} of {len(lines)}")
        for text, is_right, reply in lines:
            if options.wrong and not is_right:
                print(f"    {text}: {json.dumps(commands(reply))}")


if __name__ == "__main__":
    main()
