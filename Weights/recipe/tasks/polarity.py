"""What the head sentiment learns from: reviews with their labels, feelings as labels, and everyday lines that are
labelled by their words or filled from patterns.

No set here says of everyday lines that they are neither good nor bad. A word's polarity is how much likelier it is in
positive texts of the labelled sets than in negative ones; a line without such a word is taken for neutral, and one with
strong words of one kind for that.
"""

import itertools
import json
import math
import random
import re
import textwrap
from collections import Counter
from dataclasses import dataclass

from tasks import data, heads
from tasks.act_frames import alternatives

LABELS = ("negative", "positive", "neutral")
NEGATIVE, POSITIVE, NEUTRAL = range(3)
FEELINGS = {"joy": POSITIVE, "love": POSITIVE, "sadness": NEGATIVE, "anger": NEGATIVE, "fear": NEGATIVE}
WORD = re.compile(r"[a-z']+")
MINIMUM_COUNT = 15
STRONG = 1.5
# Of each text: words up to this polarity do not make a line good or bad; lines at most.
NEUTRAL_TEXTS = {
    "tatoeba_en": (0.7, 20_000),
    "sgd_dialogues": (0.8, 8000),
    "topical_chat": (0.8, 4000),
    "wikipedia_paragraphs": (1.0, 6000),
}
POLAR_TEXTS = {"tatoeba_en": 10_000, "sgd_dialogues": 6000, "topical_chat": 6000}
COMMANDS, COMMAND_POLARITY, MAXIMUM_COMMANDS = ("clinc150", "hwu64_slots", "ha_intents"), 1.2, 10_000
REVIEW_PARTS = 12_000
# What all lines of a source count together.
SHARES = {
    "sst2": 0.44,
    "imdb": 0.12,
    "emotion": 0.04,
    "polar": 0.12,
    "opinions": 0.06,
    "neutral": 0.18,
    "commands": 0.10,
}
# What people think of things, by patterns, and what they say of them without thinking so: "love" and "hate" beside a
# lamp are no review, and the sets know lamps from commands alone.
OPINIONS = json.loads((data.RECIPE / "tasks" / "opinions.json").read_text(encoding="utf-8"))
OF_PATTERN = 120


@dataclass
class Line:
    """A text, its label, and where it is from."""

    text: str
    label: int
    source: str


def labelled(split: str) -> list[Line]:
    """SST-2 and emotion."""
    found = [
        Line(row["text"], LABELS.index(heads.POLARITY[row["label"]]), "sst2") for row in data.read_table("sst2", split)
    ]
    rows = data.read_table("emotion", split)
    return found + [Line(row["text"], FEELINGS[row["label"]], "emotion") for row in rows if row["label"] in FEELINGS]


def reviews() -> list[tuple[str, str]]:
    """Parts of reviews of about a window; each has the label of the whole."""
    return [
        (part, heads.POLARITY[row["label"]])
        for row in data.read_table("imdb", "train")
        for part in textwrap.wrap(row["text"], 560)
        if len(part) > 150 or len(row["text"]) < 560
    ]


def review_parts(draw: random.Random) -> list[Line]:
    """Some of them."""
    parts = [Line(part, LABELS.index(label), "imdb") for part, label in reviews()]
    return draw.sample(parts, min(REVIEW_PARTS, len(parts)))


def polarities(lines: list[Line]) -> dict[str, float]:
    """Of each word that is frequent enough: the log of how much likelier it is in positive texts."""
    counts = {label: Counter() for label in (NEGATIVE, POSITIVE)}
    for line in lines:
        counts[line.label].update(set(WORD.findall(line.text.lower())))
    totals = {label: sum(line.label == label for line in lines) for label in counts}

    def share(word: str, label: int) -> float:
        return math.log((counts[label][word] + 2) / (totals[label] + 4))

    words = counts[NEGATIVE] + counts[POSITIVE]
    return {w: share(w, POSITIVE) - share(w, NEGATIVE) for w, count in words.items() if count >= MINIMUM_COUNT}


class Judgement:
    """Labels lines by their words."""

    def __init__(self, lines: list[Line]):
        self.known = polarities(lines)

    def strong(self, line: str, least: float) -> list[float]:
        found = (self.known.get(word, 0.0) for word in WORD.findall(line.lower()))
        return [polarity for polarity in found if abs(polarity) > least]

    def polar(self, line: str) -> int | None:
        """The label that all strong words of a line say, if any."""
        signs = {polarity > 0 for polarity in self.strong(line, STRONG)}
        return (POSITIVE if signs.pop() else NEGATIVE) if len(signs) == 1 else None


def everyday(name: str) -> list[str]:
    """The short sentences of a text, in an order of chance that stays the same."""
    parts = {
        part
        for line in data.pretraining_lines(name)
        for part in (data.END_OF_SENTENCE.split(line) if len(line) > 80 else [line])
        if 3 <= len(part.split()) <= 18
    }
    return random.Random(name).sample(sorted(parts), len(parts))


def opinions(draw: random.Random) -> list[Line]:
    """Filled patterns, each as often as it has different lines, at most OF_PATTERN times."""
    found = {}
    for label in LABELS:
        for pattern in OPINIONS[label]:
            for _ in range(OF_PATTERN):
                text = re.sub(
                    r"\{(\w+)\}", lambda name: draw.choice(OPINIONS["lists"][name[1]]), alternatives(pattern, draw)
                )
                text = " ".join(text.split()).replace("i 'd", "i'd")
                found[text] = LABELS.index(label)
    return [
        Line(text[0].upper() + text[1:] + draw.choice(".!") if draw.random() < 0.5 else text, label, "opinions")
        for text, label in found.items()
    ]


def lines(held: int) -> tuple[list[Line], list[Line]]:
    """What is trained on; and of everyday lines `held` of each text and kind to judge by."""
    draw = random.Random(5)
    found = labelled("train") + review_parts(draw)
    judgement, kept = Judgement(found), []
    for name in dict.fromkeys([*NEUTRAL_TEXTS, *POLAR_TEXTS]):
        own = everyday(name)
        least, count = NEUTRAL_TEXTS[name]
        plain = (Line(t, NEUTRAL, "neutral") for t in own if not judgement.strong(t, least))
        neutral = list(itertools.islice(plain, count))
        polar = [Line(t, label, "polar") for t in own if (label := judgement.polar(t)) is not None]
        for one in (neutral, polar[: POLAR_TEXTS.get(name, 0)]):
            kept += one[:held]
            found += one[held:]
    commands = sorted({text for name in COMMANDS for text in data.training_texts(name)})
    draw.shuffle(commands)
    plain = (Line(t, NEUTRAL, "commands") for t in commands if not judgement.strong(t, COMMAND_POLARITY))
    return found + opinions(draw) + list(itertools.islice(plain, MAXIMUM_COMMANDS)), kept
