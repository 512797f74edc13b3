"""What `@sentiment` says of lines that are positive, negative or neither (sentiment_lines.tsv, written before there was
a label for the third), by the program itself.

    swift build -c release --product pipit
    python -m judging.sentiment_lines ../pipit.pipit
"""

import argparse
from collections import Counter
from pathlib import Path

from judging.program import own_rows, replies


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    found = own_rows("sentiment_lines")
    said = Counter()
    answers = replies(options.model, [f"@sentiment {row['text']}" for row in found])
    for row, reply in zip(found, answers, strict=True):
        said[row["label"], reply["label"]] += 1
        if reply["label"] != row["label"]:
            print(f"{row['label']}: {reply['label']} {reply['score']:.2f}: {row['text']}")
    for label in dict.fromkeys(row["label"] for row in found):
        counts = {other: count for (one, other), count in said.items() if one == label}
        print(f"{label}: " + ", ".join(f"{count} {other}" for other, count in sorted(counts.items())))


if __name__ == "__main__":
    main()
