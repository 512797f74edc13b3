"""Goes only a share of the way from one network to what training has made of it.

    python -m stages.average --start base_quantized.pt --toward contrast.pt --output averaged.pt

What was learnt last is mostly kept at the half of the way, and so is what it displaced. The token table is that of
the later network, which has learnt to stand on its 4-bit grid; a mean of two grids is on none.
"""

import argparse

import torch

from model import shipped
from tasks import data

TABLE = ("encoder.table", "encoder.table_scale")


def checkpoint(name: str) -> dict:
    path = data.WORK / name
    return shipped.checkpoint(path) if path.suffix == ".pipit" else torch.load(path)


def averaged(start: dict, toward: dict, share: float) -> dict:
    """The arrays of `toward`, each that `start` has too but the table at this share of the way to it."""
    before = start["network"]
    network = {
        name: before[name].lerp(value, share) if name in before and name not in TABLE else value
        for name, value in toward["network"].items()
    }
    return {"shape": toward["shape"], "network": network}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--start", required=True, help="a checkpoint in work/, or a shipped file")
    parser.add_argument("--toward", required=True)
    parser.add_argument("--share", type=float, default=0.6)
    parser.add_argument("--output", required=True)
    options = parser.parse_args()
    torch.save(
        averaged(checkpoint(options.start), checkpoint(options.toward), options.share), data.WORK / options.output
    )


if __name__ == "__main__":
    main()
