"""Answers to questions, as Sources/PipitCore/Encoder/ARITHMETIC.md adds up their spans."""

from dataclasses import dataclass, field

import numpy as np

from pipit.reference.numerics import exp

MAXIMUM_PIECES = 30


def _exp(x: np.float32) -> np.float32:
    return exp(np.array([x], np.float32))[0]


@dataclass
class SpanAnswer:
    """The best span of all that were read, `place` as its window was given and its pieces, and what all are worth.

    `length_cost` is the head's.
    """

    length_cost: float = 0
    margin: np.float32 = field(default=np.float32(-np.inf))
    total: np.float32 = field(default=np.float32(0))
    place: tuple | None = None

    def read(self, name, none: np.ndarray, pieces: np.ndarray, starts: list[bool]) -> None:
        """Takes the spans of a window: logits of position 0 `[2]` and of its pieces `[pieces, 2]`; `starts`, of one
        piece more, says which start a word."""
        nothing = none[0] + none[1]
        for first in range(len(pieces)):
            if not starts[first]:
                continue
            for last in range(first, min(first + MAXIMUM_PIECES, len(pieces))):
                if not starts[last + 1]:
                    continue
                length = np.float32(self.length_cost) * np.float32(last - first)
                margin = ((pieces[first, 0] + pieces[last, 1]) - nothing) - length
                if margin > self.margin:
                    self.total = self.total * _exp(self.margin - margin) + np.float32(1)
                    self.margin, self.place = margin, (name, first, last)
                else:
                    self.total = self.total + _exp(margin - self.margin)

    @property
    def score(self) -> np.float32:
        """The share of the best span among all, and that there is none."""
        return np.float32(1) / (self.total + _exp(-self.margin))

    def is_none(self, threshold: float) -> bool:
        """Whether there is no answer, as a head's threshold has it."""
        return self.place is None or bool(np.float32(1) - self.score > np.float32(threshold))
