"""Of everyday sentences whole words are hidden, one each."""

from tasks import data, text
from tasks.masked import Masked, short

PIECES = list(data.lines(data.VOCABULARY))
WORDS = range(5, 5 + sum(not piece.startswith("##") for piece in PIECES[5:]))
SENTENCES = ["The train leaves at nine.", "Please close the kitchen window.", "12 : 30 !"]


def test_one_word_of_letters_is_hidden():
    masked = Masked(SENTENCES, WORDS, 1)
    assert len(masked.ids) == 2
    for ids, place, truth in zip(masked.ids, masked.places, masked.truths, strict=True):
        assert ids[place] == text.MASK and (ids == text.MASK).sum() == 1
        assert PIECES[truth].isalpha()


def test_sentences_are_neither_short_nor_long():
    line = "No. " + "The lamp stands in the corner of the room by the window. " + "Word " * 30
    assert list(short(line)) == ["The lamp stands in the corner of the room by the window."]
