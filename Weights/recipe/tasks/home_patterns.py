"""The patterns of what people say to a home (home/patterns.txt, with values of home/words.txt), filled, and as somebody
types them."""

import random
import re
from collections import defaultdict
from pathlib import Path

from tasks.phrases import AFTER, BEFORE

FOLDER = Path(__file__).parent / "home"
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
LONGEST = 140
OUTSIDE = "oos"  # the label of what is no request to a home


def in_words(number: int) -> str:
    if number < 20:
        return ONES[number]
    if number == 100:
        return "one hundred"
    return TENS[number // 10 - 2] + (" " + ONES[number % 10] if number % 10 else "")


def a_number(kind: str, draw: random.Random) -> str:
    """A number as somebody says or types it."""
    number = {
        "percent": lambda: draw.choice([5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, draw.randint(1, 99)]),
        "step": lambda: draw.choice([5, 10, 15, 20, 25, 30, 50]),
        "temperature": lambda: draw.choice([*range(15, 28), *range(17, 24), 60, 65, 68, 70, 72, 75]),
        "minutes": lambda: draw.choice([1, 2, 3, 5, 5, 8, 10, 10, 12, 15, 20, 25, 30, 40, 45, 50, draw.randint(2, 90)]),
    }[kind]()
    return in_words(number) if number <= 100 and draw.random() < 0.45 else str(number)


def split_bars(text: str) -> list[str]:
    return [value.strip() for value in text.split("|")]


class Patterns:
    """The patterns of a file of home/, filled with values of home/words.txt; rules are those of patterns.txt."""

    def __init__(self, file: str = "patterns.txt"):
        self.values, self.rules, self.patterns = {}, {}, defaultdict(list)
        for line in (FOLDER / "words.txt").read_text().splitlines():
            if line and not line.startswith("#"):
                name, values = line.split(": ", 1)
                self.values[name] = split_bars(values)
        label = ""
        for line in (FOLDER / "patterns.txt").read_text().splitlines():
            if line.startswith("% "):
                name, rule = line[2:].split(": ", 1)
                self.rules[name] = rule
        for line in (FOLDER / file).read_text().splitlines():
            if line.startswith("= "):
                intent, *details = line[2:].split()
                label = " ".join([intent, *map("=".join, zip(("domain", "verb"), details))])
            elif line and not line.startswith(("#", "% ")):
                self.patterns[label].append(line)

    def value(self, name: str, draw: random.Random) -> str:
        value = draw.choice(self.values[name])
        return a_number(value[1:], draw) if value.startswith("#") else value

    def filled(self, pattern: str, draw: random.Random) -> str:
        """One text of a pattern, its slots marked `[slot: value]`."""
        text = re.sub(r"<(\w+)>", lambda match: self.rules[match[1]], pattern)
        while match := re.search(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]", text):
            if match[1] is not None:
                chosen = draw.choice(match[1].split("|"))
            else:
                chosen = draw.choice(match[2].split("|")) if draw.random() < 0.4 else ""
            text = text[: match.start()] + chosen + text[match.end() :]

        def slot(match):
            name, _, values = match[1].partition(":")
            return f"[{name}: {self.value(values or name, draw)}]"

        text = re.sub(r"\{([\w:]+)\}", slot, text)
        return re.sub(r"\] %", "]%", " ".join(text.split()))

    def rows(self, each: int, draw: random.Random):
        """(text, label), up to `each` different texts of a label, or 8 of a pattern where that is more, its patterns in
        turn; of no label up to twice as many."""
        for label, patterns in self.patterns.items():
            texts, wanted = {}, 2 * each if label == OUTSIDE else max(each, 8 * len(patterns))
            for number in range(8 * wanted):
                text = self.filled(patterns[number % len(patterns)], draw)
                if len(text) <= LONGEST:
                    texts.setdefault(text.lower(), text)
                if len(texts) == wanted:
                    break
            yield from ((text, label) for text in texts.values())


FILLERS = ("uh", "um", "er", "so", "well", "like")
# A word, but the name of a slot.
SPELLED = re.compile(r"(?<![\[_a-z])[a-z]{3,}(?![a-z_]*:)")


def misspelled(text: str, draw: random.Random) -> str:
    """One letter of a word left out, doubled, or exchanged with the next."""
    words = list(SPELLED.finditer(text))
    if not words:
        return text
    # Half of the time the first, which says what is to be done.
    word = draw.choice(words) if draw.random() < 0.5 else words[0]
    at = draw.randrange(word.start() + 1, word.end() - 1) if word.end() - word.start() > 3 else word.end() - 2
    kind = draw.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def as_typed(text: str, draw: random.Random, is_request: bool = True) -> str:
    """The text with what surrounds a wish, fillers, a mistake, a capital, a full stop."""
    if is_request:
        if draw.random() < 0.22:
            text = f"{draw.choice(BEFORE)} {text}"
        if draw.random() < 0.15:
            after = draw.choice(AFTER)
            text = text + after if after in "?!." else f"{text} {after}"
        if draw.random() < 0.05:
            words = text.split(" ")
            at = draw.randrange(len(words) + 1)
            if "[" not in " ".join(words[:at]) or "]" in words[at - 1]:
                words.insert(at, draw.choice(FILLERS))
            text = " ".join(words)
    if draw.random() < 0.04:
        text = misspelled(text, draw)
    if draw.random() < 0.15 and text[0].isalpha():
        text = text[0].upper() + text[1:]
    if draw.random() < 0.08:
        text = re.sub(r"\b(the|a|an|my) ", "", text, count=1)
    return text
