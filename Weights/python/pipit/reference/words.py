"""The words that a sequence head reads beside hidden states (Sources/PipitCore/Text/FEATURES.md), in numpy."""

from __future__ import annotations

import numpy as np

from pipit.format.lexicon import Lexicon
from pipit.text.features import keys


def word_logits(lexicon: Lexicon, text: str) -> np.ndarray:
    """What the words of a text add to the logits: float32 `[outputs]`."""
    places = {int(key): place for place, key in enumerate(lexicon.keys)}
    found = sorted({places[key] for key in keys(text) if key in places})
    sums = (lexicon.steps[found][:, None] * lexicon.weights[found]).sum(axis=0)
    if not found:
        return np.zeros(len(sums), np.float32)
    scale = np.float32(lexicon.scale)
    if lexicon.importances is not None:
        scale = scale / np.sqrt(np.float32((lexicon.importances[found] ** 2).sum()))
    return sums.astype(np.float32) * scale
