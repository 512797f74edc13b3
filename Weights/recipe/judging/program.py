"""What the program itself replies to lines (`swift build -c release --product pipit` makes it), and the lines of ours
that judges ask it."""

import csv
import json
import subprocess
from pathlib import Path

from tasks import data

PROGRAM = data.REPOSITORY / ".build" / "release" / "pipit"


def replies(model: Path, lines: list[str]) -> list[dict]:
    """The reply to each line, with the model of a file."""
    command = [PROGRAM, "--quiet-start", "--model", model]
    text = "".join(line + "\n" for line in lines)
    found = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in found.splitlines()]


def own_rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of lines of ours, NAME.tsv beside this one."""
    with (Path(__file__).parent / f"{name}.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def found_slots(reply: dict) -> list[tuple[str, str]]:
    """The slots of a reply to one command, by name and words in small letters."""
    return [(slot["name"], slot["value"].lower()) for slot in reply.get("slots", ())]
