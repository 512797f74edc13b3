"""Pairs of texts that say the opposite of each other, and pairs that say the same in other words, made by rule.

A head for similarity learns from them that one word may turn a sentence around: tasks/opposites.txt has such words.
"""

import random
import re
from collections import defaultdict
from pathlib import Path

from tasks.home_patterns import Patterns
from tasks.phrases import AFTER, BEFORE, MARKUP

HELD = 5  # of so many pairs of words, one is held for validation
WORD = re.compile(r"[a-z]+(?: [a-z]+)*")
# What a `not` follows.
AUXILIARY = r"is|are|was|were|can|could|will|would|should|must|has|have|had|does|do|did|may|might|am"
CONTRACTED = {
    "can": "can't",
    "could": "couldn't",
    "do": "don't",
    "does": "doesn't",
    "did": "didn't",
    "is": "isn't",
    "are": "aren't",
    "was": "wasn't",
    "were": "weren't",
    "will": "won't",
    "would": "wouldn't",
    "should": "shouldn't",
    "has": "hasn't",
    "have": "haven't",
    "had": "hadn't",
}
FULL = {short: f"{word} not" for word, short in CONTRACTED.items()} | {"can't": "cannot"}
FULL |= {"i'm": "I am", "it's": "it is", "that's": "that is", "i'll": "I will", "we're": "we are", "you're": "you are"}
SUBJECT = re.compile(r"^(i|you|we|they|the [a-z]+s) ([a-z]+)\b", re.IGNORECASE)
COMMON_VERBS = set(
    "want need like love hate know think have go see play eat live work feel believe use remember".split()
)


def word_pairs(is_held: bool) -> dict[str, list[str]]:
    """Each word, or two, with its opposites: of all pairs of words those held for validation, or the others."""
    found = defaultdict(list)
    for number, line in enumerate((Path(__file__).parent / "opposites.txt").read_text().splitlines()[1:]):
        if (number % HELD == HELD - 1) == is_held:
            one, other = line.split(" | ")
            found[one].append(other)
            found[other].append(one)
    return found


def with_case_of(word: str, new: str) -> str:
    return new[0].upper() + new[1:] if word[0].isupper() else new


def opposite(text: str, pairs: dict[str, list[str]], draw: random.Random) -> str | None:
    """The text with one of its words turned into its opposite; None where it has none."""
    spans = [match.span() for match in re.finditer(r"[A-Za-z]+", text)]
    found = []
    for count in (1, 2):
        for first in range(len(spans) - count + 1):
            start, end = spans[first][0], spans[first + count - 1][1]
            if text[start:end].lower() in pairs:
                found.append((start, end))
    if not found:
        return None
    start, end = draw.choice(found)
    new = draw.choice(pairs[text[start:end].lower()])
    return text[:start] + with_case_of(text[start], new) + text[end:]


def negated(text: str, draw: random.Random) -> str | None:
    """The text denied, or its denial taken back; None where the rules find no place for it."""
    if match := re.search(r"\b(never|not|n't)\b", text, re.IGNORECASE):
        if match[1].lower() == "n't":
            return None
        return " ".join((text[: match.start()] + text[match.end() :]).split())
    if match := re.search(rf"\b({AUXILIARY})\b", text, re.IGNORECASE):
        word = match[1].lower()
        new = CONTRACTED[word] if word in CONTRACTED and draw.random() < 0.6 else f"{match[1]} not"
        return text[: match.start()] + with_case_of(match[1], new) + text[match.end() :]
    if (match := SUBJECT.search(text)) and match[2].lower() in COMMON_VERBS:
        return f"{match[1]} {draw.choice(['do not', 'don’t', 'never'])} {match[2]}{text[match.end() :]}"
    return None


def reworded(text: str, draw: random.Random) -> str:
    """The text with other words that mean nothing: contractions written out, courtesies, case, a missing full stop."""
    for short, full in FULL.items():
        text = re.sub(rf"\b{re.escape(short)}\b", full, text, flags=re.IGNORECASE)
    if draw.random() < 0.5:
        text = text.rstrip(".!")
    if draw.random() < 0.4:
        text = text.lower()
    return text


def home_pairs(count: int, pairs: dict[str, list[str]], draw: random.Random):
    """(command, another way to say it, how to say the opposite or None) of the patterns of a home."""
    made = Patterns()
    labels = [label for label in made.patterns if label != "oos"]
    for _ in range(count):
        label = draw.choice(labels)
        first = made.filled(draw.choice(made.patterns[label]), draw)
        slots = dict(re.findall(r"\[([^\[\]:]*): *([^\[\]]*?) *\]", first))
        others = [
            made.filled(pattern, draw)
            for pattern in draw.sample(made.patterns[label], min(4, len(made.patterns[label])))
        ]
        plain = MARKUP.sub(r"\1", first)
        for other in others:
            names = set(re.findall(r"\[([^\[\]:]*):", other))
            if names == set(slots):
                same = MARKUP.sub(lambda match: slots[match[0][1:].split(":")[0]], other)
                if draw.random() < 0.3:
                    same = f"{draw.choice(BEFORE)} {same}"
                if draw.random() < 0.2:
                    same = f"{same} {draw.choice(AFTER[:5])}"
                yield plain, same, opposite(plain, pairs, draw)
                break


def denied_command(text: str, draw: random.Random) -> str:
    return f"{draw.choice(['do not', 'don’t', 'never', 'please don’t'])} {text}"
