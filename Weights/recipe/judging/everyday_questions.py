"""How many everyday questions `@qa` answers (everyday_questions.tsv, written before any answer was looked at), by the
program itself.

    swift build -c release --product pipit
    python -m judging.everyday_questions ../pipit.pipit

An answer is right when it equals one of those that a row accepts, as SQuAD's evaluation script compares them.
"""

import argparse
from collections import Counter
from pathlib import Path

from judging.program import own_rows, replies
from judging.spans import exact_and_f1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    rows = own_rows("everyday_questions")
    said = Counter()
    found = replies(options.model, [f"@qa {row['question']} || {row['context']}" for row in rows])
    for row, reply in zip(rows, found, strict=True):
        answer, accepted = reply["answer"], row["answers"].split(" | ")
        is_right = answer is not None and any(exact_and_f1(answer, one)[0] for one in accepted)
        said["right" if is_right else "null" if answer is None else "wrong"] += 1
        if not is_right:
            print(f"{row['question']} {answer} {reply['score']:.2f}, not {accepted[0]}")
    print(", ".join(f"{said[word]} {word}" for word in ("right", "null", "wrong")))


if __name__ == "__main__":
    main()
