"""Last stage: heads of a finished file in fewer bytes, into that file.

    python -m stages.shrink_heads ../pipit.pipit --four-bits ner similar --without intent.home

A matrix in 4 bits has in each group the scale that loses least, not that of its peak: of the head ner, which nothing is
fitted for afterwards, the peak's costs 0.8 points of WNUT17 and this one nothing. All other heads keep their bits.
"""

import argparse
from pathlib import Path

import numpy as np

import pipit.format
from pipit.format import tensors

GROUP = 48
SHARES = np.linspace(0.7, 1.0, 16, dtype=np.float32)  # of the peak of a group


def four_bits(matrix: tensors.Tensor) -> tensors.Tensor:
    """An 8-bit matrix `[outputs, inputs]` in 4 bits: of some scales of each group the one with the least squares."""
    weight = matrix.to_float()
    groups = weight.reshape(len(weight), -1, GROUP)
    peak = np.abs(groups).max(axis=2, keepdims=True) / np.float32(tensors.MAXIMUM_INT4)
    scales = tensors.to_bfloat16(SHARES[:, None, None, None] * peak)  # [shares, outputs, groups, 1]
    whole = np.rint(np.divide(groups, scales, out=np.zeros((*scales.shape[:-1], GROUP), np.float32), where=scales > 0))
    whole = whole.clip(-tensors.MAXIMUM_INT4, tensors.MAXIMUM_INT4)
    best = np.square(whole * scales - groups).sum(axis=3).argmin(axis=0)[None, :, :, None]
    made = tensors.linear4(weight, matrix.bias, GROUP)
    made.weight = np.take_along_axis(whole, best, 0)[0].reshape(weight.shape).astype(np.int8)
    made.scale = np.take_along_axis(scales, best, 0)[0, :, :, 0].copy()
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--four-bits", nargs="*", default=[], metavar="HEAD", help="whose transform, or else output")
    parser.add_argument("--without", nargs="*", default=[], metavar="HEAD", help="heads that go")
    options = parser.parse_args()
    model = pipit.format.read(options.model)
    for name in options.four_bits:
        head = model.head(name)
        part = "transform" if head.transform else "output"
        if not getattr(head, part).group:
            setattr(head, part, four_bits(getattr(head, part)))
    model.heads = [head for head in model.heads if head.name not in options.without]
    print(f"{options.model}: {pipit.format.write(model, options.model):,} bytes")


if __name__ == "__main__":
    main()
