"""Labelled sets as training files of `forge teach`: text with marked slots, TAB, label.

python -m tasks.set_lines work/home        assistant.tsv, clinc.tsv, banking.tsv, snips.tsv
"""

import argparse
from pathlib import Path

from tasks import bio, data


def with_slots(name: str) -> list[tuple[str, str]]:
    rows = []
    for row in data.read_table(name, "train"):
        words = row["tokens"].split(" ")
        for slot, first, end in reversed(bio.spans(row["tags"].split(" "))):
            words[first:end] = [f"[{slot}: {' '.join(words[first:end])}]"]
        rows.append((" ".join(words), row["intent"]))
    return rows


def plain(name: str) -> list[tuple[str, str]]:
    return [(row["text"], row["label"]) for row in data.read_table(name, "train")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    output = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    for file, rows in {
        "assistant": with_slots("hwu64_slots"),
        "clinc": plain("clinc150"),
        "banking": plain("banking77"),
        "snips": with_slots("snips"),
    }.items():
        # A text with two labels teaches neither.
        labels: dict[str, set[str]] = {}
        bare = {row: "".join(c for c in row[0].lower() if c.isalnum()) for row in rows}
        for row in rows:
            labels.setdefault(bare[row], set()).add(row[1])
        kept = [row for row in dict.fromkeys(rows) if bare[row] and len(labels[bare[row]]) == 1]
        (output / f"{file}.tsv").write_text("".join(f"{text}\t{label}\n" for text, label in kept))
        print(f"{file}.tsv: {len(kept)} lines of {len(rows)}")


if __name__ == "__main__":
    main()
