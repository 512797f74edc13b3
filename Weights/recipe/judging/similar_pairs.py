"""How alike a model takes texts for that say the same, the opposite, or deny each other (similar_pairs.tsv): means
of `@similar`, by the program itself.

    swift build -c release --product pipit
    python -m judging.similar_pairs ../pipit.pipit
"""

import argparse
import csv
import json
import subprocess
from collections import defaultdict
from pathlib import Path

from tasks import data

PROGRAM = data.REPOSITORY / ".build" / "release" / "pipit"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    with (Path(__file__).parent / "similar_pairs.tsv").open() as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    lines = "".join(f"@similar {row['text_a']} || {row['text_b']}\n" for row in rows)
    command = [PROGRAM, "--quiet-start", "--model", options.model]
    replies = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    cosines = defaultdict(list)
    for row, reply in zip(rows, replies, strict=True):
        cosines[row["kind"]].append(json.loads(reply)["similarity"])
    for kind, values in cosines.items():
        print(f"{kind}: {sum(values) / len(values):.2f} of {len(values)}")


if __name__ == "__main__":
    main()
