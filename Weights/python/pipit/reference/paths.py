"""Heads of learnt paths (Sources/PipitCore/Encoder/ARITHMETIC.md), in numpy: the tags of the parts of a text.

text = PartText("wake me at 7:30pm", pieces, rows)    what was read of a text
spans = text.spans(model, head, intent)               (label, start, end) of each, in bytes
"""

from __future__ import annotations

import numpy as np

from pipit.format import SEQUENCE, Model, TaskHead
from pipit.format.paths import OUTPUTS_BEHIND_LABELS, TagFeatures, unpack_slot_mask
from pipit.format.tensors import Tensor
from pipit.reference import engine
from pipit.reference.numerics import Rows, exp, lane_sum, to_float
from pipit.text.features import PartTraits, part_keys
from pipit.text.parts import word_parts

VALUES = "values"
VALUE_TAGS = 16
LIKELY, LIKELIEST = np.float32(0.1), np.float32(0.5)


class PartText:
    """The parts of a text, with the rows that they read."""

    def __init__(self, text: str, pieces: list[tuple[int, int, bool]], rows: Rows, longest: int):
        data = text.encode()
        self.parts = word_parts(data, pieces, longest)
        self.traits = [PartTraits.of(data[part.start : part.end].decode()) for part in self.parts]
        self.rows = rows[[part.piece + 1 for part in self.parts]]  # behind [CLS]

    def spans(self, model: Model, head: TaskHead, intent: int | None) -> list[tuple[str, int, int]]:
        """What the head finds where the head of intents has answered the label of this number, or there is none."""
        if not self.parts:
            return []
        allowed = allowed_tags(head, intent)
        path = best_path(self.scores(model, head), head.tag_transitions, allowed)
        found: list[list] = []
        for tag, part in zip(path, self.parts, strict=True):
            label = head.labels[tag]
            if label[0] == "B":
                found.append([label[2:], part.start, part.end])
            elif label[0] == "I":
                found[-1][2] = part.end
        return [tuple(span) for span in found]

    def scores(self, model: Model, head: TaskHead) -> np.ndarray:
        """z + f of a head, float32 `[parts, labels]`."""
        return self._scores(model, head, self.values(model, head))

    def values(self, model: Model, reader: TaskHead) -> list[set[int]]:
        """What the head of values says of each part: nothing to itself, or where the model has no such head."""
        heads = [head for head in model.heads if head.name == VALUES and head.tag_transitions is not None]
        nothing: list[set[int]] = [set() for _ in self.parts]
        if not heads or heads[0].name == reader.name or not self.parts:
            return nothing
        scores = self._scores(model, heads[0], nothing)
        e = exp(scores - scores.max(axis=1, keepdims=True))
        p = (e / lane_sum(e)[:, None])[:, :VALUE_TAGS]
        return [set(np.flatnonzero(row >= LIKELY)) | set(VALUE_TAGS + np.flatnonzero(row >= LIKELIEST)) for row in p]

    def _scores(self, model: Model, head: TaskHead, values: list[set[int]]) -> np.ndarray:
        z = engine.logits(model, head, self.rows)
        if head.tag_features is None:
            return z
        features = TagFeatures.unpack(head.tag_features, len(head.labels))
        sums = [feature_sums(features, part_keys(self.traits, i, values), len(head.labels)) for i in range(len(z))]
        return z + to_float(with_shared(np.array(sums))) * np.float32(features.scale)


def feature_sums(features: TagFeatures, keys: list[int], labels: int) -> np.ndarray:
    """c, int64 `[labels + 2]`."""
    sums = np.zeros(labels + OUTPUTS_BEHIND_LABELS, np.int64)
    for key in keys:
        entries = slice(*np.searchsorted(features.keys, [key, key + 1]))
        np.add.at(sums, features.outputs[entries], features.weights[entries])
    return sums


def with_shared(sums: np.ndarray) -> np.ndarray:
    """The sums of each label `[parts, labels]`, with those of its slot and of its place in a span."""
    outside, begins, inside = sums[:, :1], sums[:, 1:-2:2], sums[:, 2:-2:2]
    all_begins, all_inside = sums[:, -2:-1], sums[:, -1:]
    pairs = np.stack([begins + all_begins, begins + inside + all_inside], axis=2)
    return np.concatenate([outside, pairs.reshape(len(sums), -1)], axis=1)


def allowed_tags(head: TaskHead, intent: int | None) -> np.ndarray:
    """Bools `[labels]`: the tags of the slots that an intent may have."""
    everything = np.ones(len(head.labels), bool)
    if head.slot_mask is None or intent is None:
        return everything
    mask = unpack_slot_mask(head.slot_mask, len(head.labels))
    return np.concatenate([[True], np.repeat(mask[intent], 2)]) if intent < len(mask) else everything


def best_path(scores: np.ndarray, transitions: Tensor, allowed: np.ndarray) -> list[int]:
    """The tags of the best path through z + f `[parts, labels]`."""
    t = to_float(transitions.weight) * transitions.scale[0]
    never = np.float32(-np.inf)
    tags = np.arange(scores.shape[1])
    is_inside = (tags > 0) & (tags % 2 == 0)
    follows = ~is_inside[None, :] | (tags[:, None] == tags[None, :]) | (tags[:, None] == tags[None, :] - 1)
    best = np.where(allowed & ~is_inside, t[0], never) + scores[0]
    back = []
    for row in scores[1:]:
        candidates = np.where(follows & allowed[None, :], best[:, None] + t[1:], never)
        back.append(candidates.argmax(axis=0))
        best = candidates.max(axis=0) + row
    path = [int(best.argmax())]
    for previous in reversed(back):
        path.append(int(previous[path[-1]]))
    return path[::-1]


def intent_head(model: Model, slots: TaskHead) -> TaskHead | None:
    """The head whose intent says which slots a head may find."""
    if slots.slot_mask is None:
        return None
    for head in model.heads:
        of_intents = slots.name.startswith("slots") and head.name == "intent" + slots.name.removeprefix("slots")
        if head.kind == SEQUENCE and (of_intents or slots.name == head.name + ".slots"):
            return head
    return None
