"""How the head act does on lines that it was not fitted on: by hand, of development sets, of held patterns.

What is told apart here is whether a line may run; which of the other acts it is matters to nobody's lights.
"""

from collections.abc import Callable

import numpy as np

from tasks import acts, data
from tasks.acts import ACTS

SHOWN = 40  # wrong lines at most
Probabilities = Callable[[list[str]], np.ndarray]


def hand_lines() -> list[tuple[str, str]]:
    """Lines and their acts, written beside the patterns: what people really type."""
    rows = list(data.lines(data.RECIPE / "tasks" / "act_lines.tsv"))[1:]
    return [tuple(row.split("\t")) for row in rows]


def report(probabilities: Probabilities, threshold: float, taken: dict[str, int] | None, shows: bool = True) -> None:
    """Prints how many lines are wrong, and those that are; `taken`: the acts of HWU64's labels, a bit each."""

    def held(lines: list[str], bits: list[int]) -> np.ndarray:
        p = probabilities(lines)
        mask = np.array([[act == 0 or byte >> act & 1 for act in range(len(ACTS))] for byte in bits], bool)
        return (p * ~mask).sum(axis=1) > threshold

    def line(title: str, lines: list[str], is_wrong: np.ndarray) -> None:
        wrong = [text for text, one in zip(lines, is_wrong, strict=True) if one]
        print(f"{title}: {len(wrong)} of {len(lines)}, {100 * len(wrong) / max(len(lines), 1):.1f} %")
        if shows and len(wrong) <= SHOWN:
            print("".join(f"    {text}\n" for text in wrong), end="")

    def judged(title: str, rows: list[tuple[str, str]]) -> None:
        commands = [text for text, act in rows if act == ACTS[0]]
        others = [text for text, act in rows if act != ACTS[0]]
        line(f"{title}, run", others, ~held(others, [0] * len(others)))
        line(f"{title}, commands held", commands, held(commands, [0] * len(commands)))

    judged("held patterns", [(row[1], row[0]) for row in acts.rows() if row[3]])
    # Whether a query may be asked is its label's to say.
    judged("by hand", [(text, act) for text, act in hand_lines() if act != "query"])
    forbidden = [row["text"] for row in data.read_table("own_commands", "forbidden")]
    line("forbidden.tsv, run", forbidden, ~held(forbidden, [0] * len(forbidden)))
    if taken is None:
        return
    home = data.read_table("own_commands", "home_dev")
    bits = [int(np.bitwise_or.reduce([taken.get(label, 0) for label in row["intents"].split("|")])) for row in home]
    texts = [row["text"] for row in home]
    line("home_dev.tsv, held", texts, held(texts, bits))
    rows = data.read_table("hwu64", "valid")
    found = held([row["text"] for row in rows], [taken[row["label"]] for row in rows])
    line("HWU64 validation, held", [f"{row['label']}: {row['text']}" for row in rows], found)
