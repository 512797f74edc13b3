"""Everyday sentences of which one whole word is hidden, as people hide one: a word that says something, more often than
"the"."""

import random
import re
from collections import Counter

from tasks import data, household, licences, text

# How many sentences of each text, at most; talk and short statements.
SENTENCES = {
    "tatoeba_en": 90_000,
    "topical_chat": 20_000,
    "taskmaster_dialogues": 8_000,
    "sgd_dialogues": 15_000,
    "recipes": 3_000,
    "onestop_english": 5_000,
    "books": 15_000,
}
LABELLED = ["hwu64_slots", "clinc150", "ha_intents", "snli_small", "sick", "limit"]
HOUSEHOLD = 25_000
LABELLED_COUNT = 5000
WORDS = (4, 18)
# Sentences of these words at most judge, as those that are asked are short.
JUDGED_WORDS = 14


def short(line: str):
    """The sentences of a line that have not too few words and not too many."""
    parts = data.END_OF_SENTENCE.split(line) if len(line) > 60 else [line]
    return (part for part in parts if WORDS[0] <= len(part.split()) <= WORDS[1])


def sentences(seed: int) -> list[str]:
    """What is trained on; none near the ten of the model card."""
    draw, found = random.Random(seed), []
    for name, count in SENTENCES.items():
        usable = sorted({part for line in data.pretraining_lines(name) for part in short(line)})
        found += draw.sample(usable, min(count, len(usable)))
    for name in filter(licences.may_train_on, LABELLED):
        usable = sorted({part for line in data.training_texts(name) for part in short(line)})
        found += draw.sample(usable, min(LABELLED_COUNT, len(usable)))
    found = [sentence for sentence in found if not household.is_near_model_card(sentence.lower())]
    draw.shuffle(found)
    return found + household.sentences(HOUSEHOLD, draw.randrange(1 << 30))


def judged_sentences() -> list[str]:
    """Everyday lines held back: short ones of the pre-training text, and commands of validation splits."""
    found = [part for line in data.pretraining_lines("valid") for part in short(line)]
    found += [row["text"] for row in data.read_table("ha_intents", "valid")]
    return [sentence for sentence in found if len(sentence.split()) <= JUDGED_WORDS]


class Masked:
    """Sentences with a mask `ids`, where it is, and the piece behind it."""

    def __init__(self, lines: list[str], words: range, seed: int, counts: Counter | None = None):
        """`words`: the ids of pieces that start a word. `counts`: of pieces, where not those of the lines."""
        draw = random.Random(seed)
        encodings = text.encode(text.tokenizer(64), lines)[0]
        plain = [ids & ~text.CAPITAL for ids in encodings]
        self.counts = counts or Counter(piece for ids in plain for piece in ids.tolist())
        self.ids, self.places, self.truths = [], [], []
        for marked, ids in zip(encodings, plain, strict=True):
            pieces = ids.tolist()
            whole = [
                place
                for place in range(1, len(pieces) - 1)
                if pieces[place] in words
                and (pieces[place + 1] in words or pieces[place + 1] == text.SEP)
                and pieces[place] in LETTERS
            ]
            if not whole:
                continue
            shares = [1 / (20 + self.counts[pieces[place]]) ** 0.5 for place in whole]
            place = draw.choices(whole, shares)[0]
            shown = marked.copy()
            shown[place] = text.MASK
            self.ids.append(shown)
            self.places.append(place)
            self.truths.append(pieces[place])


def letter_words() -> frozenset[int]:
    """The pieces that are words of letters."""
    return frozenset(
        number for number, piece in enumerate(data.lines(data.VOCABULARY)) if re.fullmatch(r"[a-z']+", piece)
    )


LETTERS = letter_words()
