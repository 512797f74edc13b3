"""How alike a model takes texts for that say the same, the opposite, or deny each other (similar_pairs.tsv): means
of `@similar`, by the program itself.

    swift build -c release --product pipit
    python -m judging.similar_pairs ../pipit.pipit
"""

import argparse
from collections import defaultdict
from pathlib import Path

from judging.program import own_rows, replies


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    rows = own_rows("similar_pairs")
    lines = [f"@similar {row['text_a']} || {row['text_b']}" for row in rows]
    cosines = defaultdict(list)
    for row, reply in zip(rows, replies(options.model, lines), strict=True):
        cosines[row["kind"]].append(reply["similarity"])
    for kind, values in cosines.items():
        print(f"{kind}: {sum(values) / len(values):.2f} of {len(values)}")


if __name__ == "__main__":
    main()
