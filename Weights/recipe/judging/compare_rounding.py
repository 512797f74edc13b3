"""What rounding costs: a checkpoint's validation scores in float, and through the engine's arithmetic, in PyTorch.

    python -m judging.compare_rounding [headed.pt]

The file that ships is judged by `forge eval`; this tells how much of a score its rounding took.
"""

import argparse

import torch

from judging import judge
from model.network import trained
from tasks import data, heads


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", nargs="?", default="headed.pt")
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    all_heads = heads.all_heads()
    named = {head.name: head for head in all_heads}
    network = trained(options.checkpoint, all_heads)
    plain = judge.judge_everything(network, named)
    network.play_quantized()
    rounded = judge.judge_everything(network, named)
    print(f"{'':28}   float rounded  change")
    for name in plain:
        print(
            f"{name:28} {100 * plain[name]:7.2f} {100 * rounded[name]:7.2f} {100 * (rounded[name] - plain[name]):+7.2f}"
        )


if __name__ == "__main__":
    main()
