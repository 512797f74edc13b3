"""Writes a training file whose labels are hard to draw, and many: make_hard_labels.py FOLDER."""

import sys
from pathlib import Path

NAMES = ["on", "<b>off</b>", "a&b\"c'", "zażółć 部屋の明かり 🛋", "a_very_long_label_" * 9, "W" * 30]
VERBS = ["open", "close", "start", "stop", "count", "paint", "wash", "move"]

lines = []
for number in range(48):
    label = f"{NAMES[number % len(NAMES)]} {number}"
    lines += [f"{verb} the thing {number} of {number * 7 % 48}\t{label}" for verb in VERBS[number % 5 :][:3]]
(Path(sys.argv[1]) / "hard.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
