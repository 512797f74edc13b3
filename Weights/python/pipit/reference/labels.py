"""What a head of labels answers to its logits (Sources/PipitCore/Encoder/ARITHMETIC.md, One label), in numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipit.format import TaskHead
from pipit.reference.numerics import exp, lane_sum, sigmoid


@dataclass
class LabelAnswer:
    """The best label, its probability, and that of no label, where a head knows one."""

    label: int
    score: np.float32
    out_of_scope: np.float32 | None
    is_out_of_scope: bool


def label_answer(head: TaskHead, z: np.ndarray) -> LabelAnswer:
    """From logits, float32 `[outputs]`; of labels with probabilities of their own the likeliest."""
    best = int(z[: len(head.labels)].argmax())
    e = exp(z - z.max())
    total = lane_sum(e)
    outside = None
    if head.several_labels:
        return LabelAnswer(best, sigmoid(z[best : best + 1])[0], outside, False)
    if head.background:
        (beside,) = exp(-z[best : best + 1])
        total = total + beside
        (outside,) = sigmoid(-z[best : best + 1])
    elif head.out_of_scope:
        outside = e[-1] / total
    is_outside = outside is not None and bool(outside > np.float32(head.threshold))
    return LabelAnswer(best, e[best] / total, outside, is_outside)
