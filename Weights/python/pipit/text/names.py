"""Words and names as lists see them (Sources/PipitCore/Lists/LISTS.md), by Hugging Face's `tokenizers`."""

from __future__ import annotations

from dataclasses import dataclass

from pipit.text.features import MAXIMUM_SCALARS, NORMALIZER, SPLITTER
from pipit.text.tokenizer import bert_tokenizer

JOINERS = set("-'\u2010\u2011\u2018\u2019")
NO_LETTER = "\0"  # stands for a word that is too long for any name
PLACES = bert_tokenizer(["[UNK]"])


@dataclass
class TextWord:
    """A word in its normal form, and the bytes of the text that it covers."""

    letters: str
    start: int
    end: int


def text_words(text: str) -> list[TextWord]:
    """The words of a text but hyphens and apostrophes; a word of over 100 characters has no letters of a name."""
    normal = [word for word, _ in SPLITTER.pre_tokenize_str(NORMALIZER.normalize_str(text))]
    offsets = PLACES.encode(text).offsets  # each word is one unknown piece
    return [
        TextWord(
            word if len(word) <= MAXIMUM_SCALARS else NO_LETTER, bytes_before(text, start), bytes_before(text, end)
        )
        for word, (start, end) in zip(normal, offsets, strict=True)
        if word not in JOINERS
    ]


def bytes_before(text: str, character: int) -> int:
    """How many bytes a text has before a character."""
    return len(text[:character].encode())


def normal_form(name: str) -> str:
    """The letters of a name's words."""
    return "".join(word.letters for word in text_words(name))
