"""Replies with 200 hostile slot values, and the bytes that an action is to find: make_hostile_replies.py FOLDER.

FOLDER/replies has a reply a line, FOLDER/expected for each one its intent and its value, each ended by a zero byte.
"""

import json
import random
import sys
from pathlib import Path

PLANTED = "touch planted"
PIECES = [
    f"$({PLANTED})",
    f"`{PLANTED}`",
    f"; {PLANTED} ;",
    f"| {PLANTED}",
    f"&& {PLANTED}",
    f"\n{PLANTED}\n",
    "'",
    '"',
    "\\",
    "\\n",
    "\\0101",
    "%s%n%d",
    "$HOME",
    "${IFS}",
    "*",
    "?",
    "~",
    "!",
    "#",
    "--help",
    "-n",
    "-e",
    "=",
    "PATH=/nowhere",
    "\t",
    "\r",
    "\n",
    "\n\n",
    " ",
    "  ",
    "é",
    "日本",
    "😀",
    "\x01",
    "\x7f",
    "\x1b[2J",
    "/",
    "../..",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
]


def values():
    yield from PIECES
    yield from (f"-{piece}" for piece in PIECES)
    yield from (f"{piece}\n" for piece in PIECES)  # a shell's $(...) drops line ends at the end
    draw = random.Random(17)
    while True:
        yield "".join(draw.choice(PIECES) for _ in range(draw.randint(2, 12)))


def main(folder):
    replies, expected = [], []
    for index, value in zip(range(200), values()):
        intent = ["light_on", "HassTurnOn", "-rf", "../light_on", "turn it on; " + PLANTED][index % 5]
        slots = [{"name": "room", "value": value, "start": 0, "end": 1}, {"name": f"x;{PLANTED}", "value": value}]
        reply = {"task": "command", "intent": intent, "score": 0.9, "slots": slots}
        replies.append(json.dumps(reply, ensure_ascii=index % 2 == 0))
        name = {"-rf": "_rf", "../light_on": "_._light_on", "turn it on; " + PLANTED: "turn_it_on__touch_planted"}
        expected += [name.get(intent, intent), value, value]
    Path(folder, "replies").write_text("".join(line + "\n" for line in replies))
    Path(folder, "expected").write_bytes(b"".join(text.encode() + b"\0" for text in expected))


main(sys.argv[1])
