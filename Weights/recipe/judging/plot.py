"""Draws what the logs of the stages say: losses and validation scores by step.

python -m judging.plot [everything ...] -o training.svg      work/STAGE.log -> one picture, a row for each stage
"""

import argparse
import re
from pathlib import Path

from matplotlib import pyplot

from tasks import data

# multitask.py: "step 2500, 130 s: fill 3.1, …" has the losses, "step 2500 valid: stsb 0.81, …" the scores.
LINE = re.compile(r"step (\d+)(?:, \d+ s| (valid)): (.*)")
NOT_SCORES = {"hwu64.threshold", "fill.loss"}


def curves(log: Path) -> tuple[dict, dict]:
    """Losses and scores by name, each `[(step, value)]`; where a stage was stopped and taken up, the later line
    counts."""
    found = ({}, {})
    for part in re.split(r"[\r\n]", log.read_text(errors="replace")):
        match = LINE.search(part)
        if not match:
            continue
        step, is_score, values = int(match[1]), bool(match[2]), match[3]
        for item in values.split(", "):
            name, _, value = item.rpartition(" ")
            if name not in NOT_SCORES:
                found[is_score].setdefault(name, {})[step] = float(value)
    return tuple({name: sorted(points.items()) for name, points in kind.items()} for kind in found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stages", nargs="*", default=["base", "everything", "second", "finish", "polish"])
    parser.add_argument("-o", "--output", type=Path, default=data.WORK / "training.svg")
    options = parser.parse_args()
    pyplot.rcParams |= {"svg.hashsalt": "pipit", "svg.fonttype": "none"}
    figure, rows = pyplot.subplots(len(options.stages), 2, figsize=(13, 5 * len(options.stages)), squeeze=False)
    for row, stage in zip(rows, options.stages, strict=True):
        for axes, what, found in zip(
            row, ("running loss", "validation score"), curves(data.WORK / f"{stage}.log"), strict=True
        ):
            for number, (name, points) in enumerate(sorted(found.items())):
                axes.plot(
                    *zip(*points),
                    label=name,
                    linewidth=1,
                    marker=".",
                    color=pyplot.cm.tab20(number % 20),
                    linestyle="--" if number >= 20 else "-",
                )
            axes.set(title=f"{stage}: {what}", xlabel="step")
            axes.legend(fontsize=6, ncols=2)
            axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(options.output, metadata={"Date": None})
    print(f"{options.output}: {', '.join(options.stages)}")


if __name__ == "__main__":
    main()
