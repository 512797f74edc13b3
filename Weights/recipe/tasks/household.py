"""Plain sentences about houses, devices, gardens and people's days, made from patterns.

What the pre-training text lacks: its books know of candles and butlers, hardly of thermostats. For masked words only.
Sentences near one of the ten that the model card asks about (masked_sentences.tsv) are left out, so that none of them
is learnt.
"""

import json
import random
import re

from tasks import data


def model_card_sentences() -> list[str]:
    """The ten sentences (masked_sentences.tsv) with their words, in lower case."""
    rows = [line.split("\t") for line in data.lines(data.RECIPE / "tasks" / "masked_sentences.tsv")][1:]
    return [text.replace("[MASK]", word).lower().rstrip(".") for text, word in rows]


SOURCE = json.loads((data.RECIPE / "tasks" / "household.json").read_text(encoding="utf-8"))
CHOICES, PATTERNS = SOURCE["lists"], SOURCE["patterns"]


def filled(pattern: str, draw: random.Random) -> str:
    """A pattern with something from each list."""

    def one(match):
        value = draw.choice(CHOICES[match.group(1)])
        if match.group(1) == "jobplace":
            job, place = value.split(":")
            where = draw.choice(("at", "in", "at"))
            return f"{job} {where} {draw.choice(('the', 'a', 'the local', 'our', 'the new', 'a small'))} {place}"
        return value

    return re.sub(r"\{(\w+)\}", one, pattern)


MODEL_CARD = model_card_sentences()
MODEL_CARD_WORDS = [set(sentence.split()) for sentence in MODEL_CARD]


def is_near_model_card(sentence: str) -> bool:
    """Whether it shares four fifths of its words with one of the ten."""
    words = set(re.findall(r"[a-z0-9']+", sentence))
    return any(len(words & known) >= 0.8 * min(len(words), len(known)) for known in MODEL_CARD_WORDS)


def sentences(count: int, seed: int) -> list[str]:
    """Different sentences, some with a capital letter and a full stop, none of the ten."""
    draw, found = random.Random(seed), {}
    while len(found) < count:
        sentence = filled(draw.choice(PATTERNS), draw)
        if not is_near_model_card(sentence):
            found[sentence] = None
    return [s[0].upper() + s[1:] + "." if draw.random() < 0.7 else s for s in found]


if __name__ == "__main__":
    print("\n".join(sentences(40, 1)))
