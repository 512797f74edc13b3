"""The words that a sequence head reads beside hidden states (Sources/PipitCore/Text/FEATURES.md), in numpy."""

from __future__ import annotations

import numpy as np

from pipit.format import TaskHead
from pipit.format.lexicon import Lexicon
from pipit.text.features import keys
from pipit.text.letters import has_letter_or_digit

NOTHING_SAID = np.float32(-100)  # each logit of a text without a letter or digit


def with_words(head: TaskHead, text: str, z: np.ndarray) -> np.ndarray:
    """The logits of a sequence head for a text, from those that it has of the hidden states."""
    if head.background and not has_letter_or_digit(text):
        return np.full_like(z, NOTHING_SAID)
    return z if head.lexicon is None else z + word_logits(Lexicon.unpack(head.lexicon), text)


def word_logits(lexicon: Lexicon, text: str) -> np.ndarray:
    """What the words of a text add to the logits: float32 `[outputs]`."""
    places = {int(key): place for place, key in enumerate(lexicon.keys)}
    found = sorted({places[key] for key in keys(text, has_order=lexicon.has_order) if key in places})
    sums = (lexicon.steps[found][:, None] * lexicon.weights[found]).sum(axis=0)
    if not found:
        return np.zeros(len(sums), np.float32)
    scale = np.float32(lexicon.scale)
    if lexicon.importances is not None:
        scale = scale / np.sqrt(np.float32((lexicon.importances[found] ** 2).sum()))
    return sums.astype(np.float32) * scale
