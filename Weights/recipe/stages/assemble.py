"""Puts heads that were taught on one encoder, each in a file of its own, into one model.

    python -m stages.assemble ../home.pipit --base work/home_base.pipit --without fill \\
        --take work/home_intents.pipit intent --take work/home_slots.pipit slots --name pipit-home --license …

A head that is taken replaces that of its name; `OLD=NEW` gives it another name.
"""

import argparse
from pathlib import Path

import numpy as np

import pipit.format


def same_encoder(one: pipit.format.Model, other: pipit.format.Model) -> bool:
    """Whether two models have the same matrices outside of their heads."""
    return (
        one.config == other.config
        and one.tensors.keys() == other.tensors.keys()
        and all(np.array_equal(one.tensors[key].weight, other.tensors[key].weight) for key in one.tensors)
    )


def taken(path: Path, names: list[str], base: pipit.format.Model) -> list[pipit.format.TaskHead]:
    """These heads of a file, under their new names."""
    model = pipit.format.read(path)
    if not same_encoder(model, base):
        raise SystemExit(f"{path} has another encoder than the base")
    known = {head.name: head for head in model.heads}
    heads = []
    for name in names:
        old, _, new = name.partition("=")
        if old not in known:
            raise SystemExit(f"{path} has no head {old}; it has: {', '.join(known)}")
        known[old].name = new or old
        heads.append(known[old])
    return heads


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--base", type=Path, required=True, help="the model that the others were taught on")
    parser.add_argument("--take", nargs="+", action="append", default=[], metavar=("FILE", "HEAD"))
    parser.add_argument("--without", nargs="*", default=[], metavar="HEAD", help="heads of the base that are left out")
    parser.add_argument("--rename", nargs="*", default=[], metavar="OLD=NEW", help="heads of the base")
    parser.add_argument("--threshold", nargs="*", default=[], metavar="HEAD=VALUE", help="above which none is right")
    parser.add_argument("--name", required=True)
    parser.add_argument("--license", required=True)
    options = parser.parse_args()
    model = pipit.format.read(options.base)
    names = dict(pair.split("=") for pair in options.rename)
    for head in model.heads:
        head.name = names.get(head.name, head.name)
    more = [head for file, *heads in options.take for head in taken(Path(file), heads, model)]
    replaced = {head.name for head in more} | set(options.without)
    # What plain lines ask comes first: it is what a reader of the list of tasks looks for.
    order = {"intent": 0, "slots": 1}
    model.heads = sorted(
        more + [head for head in model.heads if head.name not in replaced], key=lambda head: order.get(head.name, 2)
    )
    thresholds = dict(pair.split("=") for pair in options.threshold)
    for head in model.heads:
        head.threshold = float(thresholds.get(head.name, head.threshold))
    model.info |= {
        "name": options.name,
        "license": options.license,
        "heads": ", ".join(head.name for head in model.heads),
    }
    pipit.format.write(model, options.output)
    print(f"{options.output}: {options.output.stat().st_size:,} bytes; {model.info['heads']}")


if __name__ == "__main__":
    main()
