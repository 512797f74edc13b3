"""What the program itself replies to lines: `swift build -c release --product pipit` makes it."""

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
