"""What a line does, and whether that holds it back from a label (Sources/PipitCore/Model/FORMAT.md), in numpy."""

from __future__ import annotations

import numpy as np

from pipit.format import SEQUENCE, Model, TaskHead
from pipit.reference import numerics

NAME = "act"
MAXIMUM_ACTS = 8


def act_head(model: Model) -> TaskHead | None:
    """The head that tells acts, where a model has one."""
    for head in model.heads:
        if head.name == NAME and head.kind == SEQUENCE and not head.out_of_scope and not head.background:
            return head if 2 <= len(head.labels) <= MAXIMUM_ACTS else None
    return None


def holding_act(head: TaskHead, z: np.ndarray, accepted: int) -> int | None:
    """The act that holds a text with these logits back from a label that takes `accepted`, a bit each; None: none."""
    e = numerics.exp(z - z.max())
    p = e / numerics.lane_sum(e)
    refused = [act for act in range(1, len(p)) if not accepted >> act & 1]
    total = np.float32(0)
    for act in refused:
        total = total + p[act]
    return max(refused, key=lambda act: (p[act], -act)) if refused and total > np.float32(head.threshold) else None
