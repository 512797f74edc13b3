"""Of everyday sentences whole words are hidden, one each."""

import pytest

from tasks import data, text
from tasks.masked import EverydaySet, Masked, short

torch = pytest.importorskip("torch")

PIECES = list(data.lines(data.VOCABULARY))
WORDS = range(5, 5 + sum(not piece.startswith("##") for piece in PIECES[5:]))
SENTENCES = ["The train leaves at nine.", "Please close the kitchen window.", "12 : 30 !"]


def test_one_word_of_letters_is_hidden():
    masked = Masked(SENTENCES, WORDS, 1)
    assert len(masked.ids) == 2
    for ids, place, truth in zip(masked.ids, masked.places, masked.truths, strict=True):
        assert ids[place] == text.MASK and (ids == text.MASK).sum() == 1
        assert PIECES[truth].isalpha()


class Watched:
    """Keeps what it is asked; knows nothing."""

    training = False

    def encoder(self, ids):
        self.ids = ids
        return torch.zeros(*ids.shape, 4), None

    def __getitem__(self, name):
        return lambda states: states

    def table(self):
        return torch.zeros(len(PIECES), 4)


def test_each_batch_hides_another_word():
    everyday, network, hidden = EverydaySet(SENTENCES * 4, WORDS, 8, 1), Watched(), set()
    assert len(everyday) == 8
    for _ in range(6):
        everyday.loss(network)
        assert ((network.ids == text.MASK).sum(1) == 1).all()
        hidden |= set((network.ids == text.MASK).nonzero()[:, 1].tolist())
    assert len(hidden) > 2


def test_sentences_are_neither_short_nor_long():
    line = "No. " + "The lamp stands in the corner of the room by the window. " + "Word " * 30
    assert list(short(line)) == ["The lamp stands in the corner of the room by the window."]
