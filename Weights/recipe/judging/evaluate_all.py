"""Every set and every head of a model file by `forge eval`, as one table.

    swift build -c release --product forge
    python -m judging.evaluate_all ../pipit.pipit                     the validation splits
    python -m judging.evaluate_all ../pipit.pipit --split test        test splits where they are, validation elsewhere
    python -m judging.evaluate_all ../pipit.pipit --only stsb sst2    some sets
    python -m judging.evaluate_all MODEL --head sst2=sentiment --json scores.json

A set whose head the model lacks is left out, and said so at the end. Goals and floors are those of the product, in
hundredths; on the sets that it is judged by, the splits that count are not here.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pipit.format
from tasks import data

HUNDREDTHS = {"loss": 1}


@dataclass(frozen=True)
class Row:
    """A set, the heads that may answer it, the first that is there counts; `goals`: measure → (goal, floor)."""

    name: str
    heads: tuple[str, ...]
    measures: tuple[str, ...]
    goals: dict[str, tuple[float, float]] | None = None
    folder: str = ""
    whole: bool = False


def rows() -> list[Row]:
    classes = ("accuracy", "macro_f1")
    two = ("accuracy", "matthews")
    pairs = ("accuracy", "f1", "matthews")
    answers = ("f1", "exact_match", "best_f1", "answered")
    return [
        Row(
            "clinc150",
            ("intent.clinc", "intent"),
            ("label_accuracy", "in_scope_kept", "oos_recall", "oos_recall_at_95"),
            {"label_accuracy": (95.2, 94.0), "oos_recall_at_95": (50, 40)},
        ),
        Row(
            "hwu64",
            ("command", "intent"),
            ("accuracy", "label_accuracy", "slot_f1", "exact_match"),
            {"accuracy": (90.6, 89.0), "slot_f1": (80, 78)},
            folder="hwu64_slots",
        ),
        Row("hwu64 slots", ("slots",), ("slot_f1",), {"slot_f1": (80, 78)}, folder="hwu64_slots"),
        Row("snips", ("intent.snips", "intent"), classes, {"accuracy": (98.5, 98.0)}),
        Row("snips slots", ("slots.snips", "slots"), ("slot_f1",), {"slot_f1": (94, 90)}, folder="snips"),
        Row("banking77", ("intent.banking", "intent"), classes, {"accuracy": (91.5, 90.0)}),
        Row("ha_intents", ("intent.home",), classes),
        Row("sst2", ("sentiment",), two, {"accuracy": (85, 82.7)}),
        Row("imdb", ("sentiment.long", "sentiment"), two, {"accuracy": (85, 83)}),
        Row("emotion", ("emotion",), classes, {"accuracy": (91, 89)}),
        Row("ag_news", ("topic",), classes, {"accuracy": (90, 88)}),
        Row("trec", ("question",), classes),
        Row("cola", ("acceptable",), two, {"matthews": (15, 11)}),
        Row("stsb", ("similar",), ("spearman", "pearson"), {"spearman": (80, 76)}),
        Row("stsb by vectors", ("embed",), ("spearman", "pearson"), folder="stsb"),
        Row("sick", ("similar",), ("spearman", "pearson")),
        Row("mrpc", ("paraphrase",), pairs, {"accuracy": (74, 71)}),
        Row("quora_pairs", ("paraphrase",), pairs),
        Row("rte", ("entail",), pairs, {"accuracy": (60, 54)}),
        Row("snli_small", ("entail",), classes),
        Row("mnli_small", ("entail",), classes),
        Row("sick labels", ("entail",), classes, folder="sick"),
        Row("ud_ewt_pos", ("pos",), ("tag_accuracy", "sentence_accuracy"), {"tag_accuracy": (93, 91)}),
        Row("wnut17", ("ner",), ("slot_f1", "slot_precision", "slot_recall"), {"slot_f1": (35, 30)}),
        Row("squad", ("qa",), answers, {"f1": (45, 30)}),
        Row("squad, whole", ("qa",), answers, {"f1": (45, 30)}, folder="squad", whole=True),
        Row("squadshifts_short", ("qa",), answers),
        Row("ten sentences", ("fill",), ("top_5", "top_1", "known_words"), {"top_5": (90, 70)}, folder="masked"),
        Row("masked lines", ("fill",), ("top_1", "top_5", "loss"), folder="pretrain"),
    ]


def file_of(row: Row, split: str) -> tuple[Path, str] | None:
    """The file and its split; validation where the chosen split is not there."""
    folder = row.folder or row.name
    if folder == "masked":
        return data.RECIPE / "tasks" / "masked_sentences.tsv", "all"
    if folder == "pretrain":
        return data.DATA / folder / "valid.txt.xz", "valid"
    found = [
        (data.DATA / folder / (name + ending), name) for name in (split, "valid") for ending in (".tsv", ".tsv.xz")
    ]
    return next(((path, name) for path, name in found if path.exists()), None)


def head_of(row: Row, known: set[str], chosen: dict[str, str]) -> str | None:
    if row.name in chosen:
        return chosen[row.name]
    return next(
        (name for name in row.heads if name in known or name == "command" and {"intent", "slots"} <= known), None
    )


def ask(forge: Path, model: str, head: str, path: Path, whole: bool) -> dict:
    command = [str(forge), "eval", model, head, str(path), "--json"] + ["--whole"] * whole
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"error": done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"status {done.returncode}"}
    notes = [line.removeprefix("forge: ") for line in done.stderr.splitlines() if "lacks" in line]
    return json.loads(done.stdout) | ({"notes": notes} if notes else {})


def verdict(row: Row, found: dict) -> str:
    """Where the figures stand between floor and goal; the worst of them counts."""
    worst = None
    for name, (goal, floor) in (row.goals or {}).items():
        value = found.get(name)
        if value is None:
            continue
        place = 0 if 100 * value < floor - 1e-9 else 1 if 100 * value < goal - 1e-9 else 2
        worst = place if worst is None else min(worst, place)
    return "" if worst is None else ("BELOW FLOOR", "floor", "goal")[worst]


def shown(row: Row, found: dict) -> str:
    if "error" in found:
        return found["error"]
    parts = []
    for name in row.measures:
        if name in found:
            aims = (row.goals or {}).get(name)
            aim = f" (goal {aims[0]:g}, floor {aims[1]:g})" if aims else ""
            parts.append(f"{name} {found[name] * HUNDREDTHS.get(name, 100):.2f}{aim}")
    cut = [f"{found['truncated']} cut"] if found.get("truncated") else []
    return ", ".join(parts + cut + found.get("notes", []))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--split", default="valid", choices=["valid", "test"])
    parser.add_argument("--only", nargs="+", help="sets by name")
    parser.add_argument("--head", action="append", default=[], metavar="SET=HEAD", help="ask another head")
    parser.add_argument("--forge", type=Path, default=data.REPOSITORY / ".build/release/forge")
    parser.add_argument("--json", type=Path, help="write all measures to this file")
    options = parser.parse_args()
    if not options.forge.exists():
        sys.exit(f"no {options.forge}; build it with: swift build -c release --product forge")
    chosen = dict(pair.split("=", 1) for pair in options.head)
    known = {head.name for head in pipit.format.read(options.model).heads}
    table = [row for row in rows() if not options.only or row.name in options.only]
    if strange := set(options.only or []) - {row.name for row in table}:
        sys.exit(f"no set {', '.join(sorted(strange))}; there are: {', '.join(row.name for row in rows())}")
    width = max((len(row.name) for row in table), default=0)
    everything, without = {}, []
    for row in table:
        head, place = head_of(row, known, chosen), file_of(row, options.split)
        if head is None or place is None or not place[0].exists():
            without.append(row.name + (" (no file)" if head else f" (no head {' or '.join(row.heads)})"))
            continue
        path, split = place
        found = ask(options.forge, options.model, head, path, row.whole)
        everything[row.name] = {"split": split, "head": head} | found
        print(f"{row.name:{width}}  {split:5}  @{head:14}  {verdict(row, found):11}  {shown(row, found)}", flush=True)
    if without:
        print("left out: " + ", ".join(without))
    if options.json:
        options.json.write_text(json.dumps(everything, indent=1) + "\n")


if __name__ == "__main__":
    main()
