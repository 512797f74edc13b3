"""What questions are judged by is what the device makes of them."""

import numpy as np
import pytest

from pipit.reference.answers import SpanAnswer
from tasks import answers, text

PIECES = 150


def question(pieces: int) -> answers.Question:
    """A context of words of one letter, every third of them a piece that goes on with the one before."""
    starts = np.array([place % 3 != 2 for place in range(pieces)] + [True])
    context = "a" * pieces
    found = answers.Question(context, "", [(place, place + 1) for place in range(pieces)], starts)
    ids = np.arange(100, 100 + pieces, dtype=np.int32)
    found.windows = answers.windows(np.array([7, 8, 9], np.int32), ids, starts)
    return found


def logits(found: answers.Question, seed: int) -> list[np.ndarray]:
    draw = np.random.default_rng(seed)
    return [draw.normal(size=(len(window.ids), 2)).astype(np.float32) * 3 for window in found.windows]


def test_windows_overlap_by_half_and_start_at_words():
    found = question(PIECES)
    room = answers.LONGEST - 3 - 3
    assert [(w.first, w.count) for w in found.windows] == [(0, room), (61, PIECES - 61)]
    assert found.starts[61]
    assert found.windows[0].ids[found.windows[0].shift] == 100
    assert list(found.windows[1].ids[[0, 4, -1]]) == [text.CLS, text.SEP, text.SEP]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("length_cost", (0, 0.1, 1.5))
def test_the_score_is_that_of_the_reference(seed, length_cost):
    found = question(PIECES)
    z = logits(found, seed)
    reference = SpanAnswer(length_cost)
    for window, own in zip(found.windows, z, strict=True):
        inner = own[window.shift : window.shift + window.count]
        starts = found.starts[window.first : window.first + window.count + 1]
        reference.read(window.first, own[0], inner, list(starts))
    best = answers.best_span(found, z, length_cost)
    begin, first, last = reference.place
    assert len(best.words) == last + 1 - first
    assert best.score(1.0) == pytest.approx(float(reference.score), rel=1e-4)
    assert found.starts[begin + first] and found.starts[begin + last + 1]


def test_what_length_costs_makes_answers_short():
    found = question(40)
    z = np.zeros((len(found.windows[0].ids), 2), np.float32)
    shift = found.windows[0].shift
    z[shift, 0] = 5
    z[[shift, shift + 3, shift + 9], 1] = 3, 4, 5
    # 10 less nine costs, 9 less three, 8.
    lengths = [len(answers.best_span(found, [z], cost).words) for cost in (0, 0.16, 0.17, 0.33, 0.34)]
    assert lengths == [10, 10, 4, 4, 1]


def test_sharper_shares_raise_the_best():
    found = question(40)
    best = answers.best_span(found, logits(found, 5))
    assert best.score(0.5) > best.score(1.0) > best.score(2.0)
