"""Everyday sentences of which one whole word is hidden, as people hide one: a word that says something, more often than
"the"; and any text, of which a seventh is hidden."""

import random
import re
from collections import Counter

import torch
from torch.nn import functional as F

from tasks import data, household, licences, text
from tasks.sets import Pool, typed
from tasks.text import padded

# How many sentences of each text, at most; talk and short statements.
SENTENCES = {
    "tatoeba_en": 171_000,
    "topical_chat": 38_000,
    "taskmaster_dialogues": 15_000,
    "sgd_dialogues": 28_000,
    "recipes": 6_000,
    "onestop_english": 9_500,
    "books": 28_000,
}
# Sentences of Tatoeba that no masks are trained on; short ones. The network before has read Tatoeba.
HELD = 3000
HELD_WORDS = 12
ANY_TEXT = "books wikipedia_articles openstax_textbooks trivia_qa onestop_english topical_chat sgd_dialogues".split()
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


def held_sentences() -> list[str]:
    """Everyday sentences kept from training on masks, the most like what people ask for."""
    usable = sorted({part for line in data.pretraining_lines("tatoeba_en") for part in short(line)})
    random.Random(77).shuffle(usable)
    return [sentence for sentence in usable if len(sentence.split()) <= HELD_WORDS][:HELD]


def sentences(seed: int) -> list[str]:
    """What is trained on; none near the ten of the model card, none of those held back."""
    draw, found, held = random.Random(seed), [], set(held_sentences())
    for name, count in SENTENCES.items():
        usable = sorted({part for line in data.pretraining_lines(name) for part in short(line)} - held)
        found += draw.sample(usable, min(count, len(usable)))
    for name in filter(licences.may_train_on, LABELLED):
        usable = sorted({part for line in data.training_texts(name) for part in short(line)})
        found += draw.sample(usable, min(LABELLED_COUNT, len(usable)))
    found = [sentence for sentence in found if not household.is_near_model_card(sentence.lower())]
    draw.shuffle(found)
    return found + household.sentences(HOUSEHOLD, draw.randrange(1 << 30))


def any_text(seed: int, count: int) -> list[str]:
    """Lines of books, pages and dialogues, of 200 characters at most."""
    usable = sorted({line[:200] for name in ANY_TEXT for line in data.pretraining_lines(name)})
    return random.Random(seed).sample(usable, min(count, len(usable)))


def judged_sentences() -> list[str]:
    """Other lines held back: short ones of the pre-training text, and commands of validation splits."""
    found = [part for line in data.pretraining_lines("valid") for part in short(line)]
    found += [row["text"] for row in data.read_table("ha_intents", "valid")]
    return [sentence for sentence in found if len(sentence.split()) <= JUDGED_WORDS]


class Hideable:
    """The marked ids of sentences with a word that may be hidden, and for each its `choices`: the places of such words,
    and how often each is to be hidden."""

    def __init__(self, lines: list[str], words: range, counts: Counter | None = None):
        """`words`: the ids of pieces that start a word. `counts`: of pieces, where not those of the lines."""
        encodings = text.encode(text.tokenizer(64), lines)[0]
        plain = [(ids & ~text.CAPITAL).tolist() for ids in encodings]
        self.counts = counts or Counter(piece for pieces in plain for piece in pieces)
        found = [choices(pieces, words, self.counts) for pieces in plain]
        self.ids = [ids for ids, (places, _) in zip(encodings, found, strict=True) if places]
        self.choices = [one for one in found if one[0]]


class Masked:
    """Sentences with a mask `ids`, where it is, and the piece behind it."""

    def __init__(self, lines: list[str], words: range, seed: int, counts: Counter | None = None):
        """`words` and `counts` as for Hideable."""
        draw, found = random.Random(seed), Hideable(lines, words, counts)
        self.ids, self.places, self.truths = [], [], []
        for ids, (places, shares) in zip(found.ids, found.choices, strict=True):
            place = draw.choices(places, shares)[0]
            shown = ids.copy()
            shown[place] = text.MASK
            self.ids.append(shown)
            self.places.append(place)
            self.truths.append(int(ids[place] & ~text.CAPITAL))


class EverydaySet:
    """Sentences of which each batch hides one word anew, to be trained on."""

    def __init__(self, lines: list[str], words: range, size: int, seed: int):
        found = Hideable(lines, words)
        self.counts, self.ids, self.choices = found.counts, found.ids, found.choices
        self.draw, self.pool = random.Random(seed), Pool([len(ids) for ids in found.ids], size, seed)

    def __len__(self) -> int:
        return len(self.ids)

    def loss(self, network):
        """`network`: what FillSet asks as well, with a head called fill."""
        picked = self.pool.next()
        shown = padded([self.ids[i] for i in picked])
        places = torch.tensor([self.draw.choices(*self.choices[i])[0] for i in picked])
        row = torch.arange(len(picked))
        truths = shown[row, places] & ~text.CAPITAL
        shown[row, places] = text.MASK
        states = network.encoder(typed(network, shown))[0][row, places]
        return F.cross_entropy(network["fill"](states) @ network.table().t(), truths)


def choices(pieces: list[int], words: range, counts: Counter) -> tuple[list[int], list[float]]:
    """Where whole words of letters stand in a sequence, and how often each is to be hidden: rare ones rather."""
    places = [
        place
        for place in range(1, len(pieces) - 1)
        if pieces[place] in words
        and (pieces[place + 1] in words or pieces[place + 1] == text.SEP)
        and pieces[place] in LETTERS
    ]
    return places, [1 / (20 + counts[pieces[place]]) ** 0.5 for place in places]


def letter_words() -> frozenset[int]:
    """The pieces that are words of letters."""
    return frozenset(
        number for number, piece in enumerate(data.lines(data.VOCABULARY)) if re.fullmatch(r"[a-z']+", piece)
    )


LETTERS = letter_words()
