"""Other ways to type the same command: slot values exchanged, final punctuation, politeness, contractions, digits.

An example is a list of white-space words and a list of their BIO tags; every function returns new lists.
"""

import random
from collections import defaultdict

from tasks import bio

UNITS = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen "
        "fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
SHORTER = {
    ("what", "is"): "what's",
    ("i", "am"): "i'm",
    ("do", "not"): "don't",
    ("it", "is"): "it's",
    ("that", "is"): "that's",
    ("i", "will"): "i'll",
    ("can", "not"): "can't",
    ("who", "is"): "who's",
    ("where", "is"): "where's",
    ("how", "is"): "how's",
    ("i", "have"): "i've",
    ("let", "us"): "let's",
}
LONGER = {short: pair for pair, short in SHORTER.items()}
BARE = {"what's": "whats", "don't": "dont", "i'm": "im", "can't": "cant", "it's": "its", "who's": "whos"}


class SlotValues:
    """The values seen for each slot, by intent, and names from other sets.

    A value is exchanged for one that stood in the same intent, or in any, or for a name of the kind from elsewhere.
    """

    def __init__(self, rows, elsewhere: dict[str, list[list[str]]]):
        self.by_slot, self.by_intent, self.elsewhere = defaultdict(list), defaultdict(list), elsewhere
        for words, tags, intent in rows:
            for slot, start, end in bio.spans(tags):
                self.by_slot[slot].append(words[start:end])
                self.by_intent[slot, intent].append(words[start:end])

    def exchange(self, words, tags, intent, draw: random.Random, share: float = 0.7):
        out_words, out_tags, done = [], [], 0
        for slot, start, end in bio.spans(tags):
            out_words += words[done:start]
            out_tags += tags[done:start]
            value = words[start:end]
            if draw.random() < share:
                if slot in self.elsewhere and draw.random() < 0.4:
                    value = draw.choice(self.elsewhere[slot])
                else:
                    known = self.by_intent[slot, intent] if draw.random() < 0.7 else self.by_slot[slot]
                    value = draw.choice(known or self.by_slot[slot] or [value])
            out_words += value
            out_tags += ["B-" + slot] + ["I-" + slot] * (len(value) - 1)
            done = end
        return out_words + words[done:], out_tags + tags[done:]


def merge(words, tags, start, end, replacement):
    """Words start ..< end become one word with the first one's tag."""
    return words[:start] + [replacement] + words[end:], tags[:start] + [tags[start]] + tags[end:]


def with_digits(words, tags):
    """Spelled numbers below 100 as digits; an hour followed by minutes as h:mm."""
    index = 0
    while index < len(words):
        word, after = words[index], words[index + 1] if index + 1 < len(words) else ""
        same = (
            index + 1 < len(words) and tags[index + 1][2:] == tags[index][2:] and not tags[index + 1].startswith("B-")
        )
        if word in TENS and after in UNITS and 0 < UNITS[after] < 10 and same:
            words, tags = merge(words, tags, index, index + 2, str(TENS[word] + UNITS[after]))
        elif word in TENS or (word in UNITS and (word != "one" or tags[index] != "O")):
            words, tags = merge(words, tags, index, index + 1, str(TENS.get(word, UNITS.get(word))))
        index += 1
    for index in range(len(words) - 1):
        hour, minutes = words[index], words[index + 1]
        if (
            tags[index].endswith("-time")
            and tags[index + 1] == "I-time"
            and hour.isdigit()
            and minutes.isdigit()
            and 1 <= int(hour) <= 12
            and 10 <= int(minutes) < 60
        ):
            return merge(words, tags, index, index + 2, f"{hour}:{minutes}")
    return words, tags


def contracted(words, tags, draw: random.Random):
    """One pair of words shortened, or one contraction written out or without its apostrophe."""
    for index, word in enumerate(words):
        pair = tuple(words[index : index + 2])
        if pair in SHORTER and tags[index] == tags[index + 1] == "O":
            return merge(words, tags, index, index + 2, SHORTER[pair])
        if word in LONGER and tags[index] == "O":
            if word in BARE and draw.random() < 0.5:
                return merge(words, tags, index, index + 1, BARE[word])
            first, second = LONGER[word]
            return words[:index] + [first, second] + words[index + 1 :], tags[:index] + ["O", "O"] + tags[index + 1 :]
    return words, tags


QUESTION = {
    "what",
    "what's",
    "who",
    "who's",
    "when",
    "where",
    "where's",
    "why",
    "how",
    "how's",
    "is",
    "are",
    "do",
    "does",
    "did",
    "can",
    "could",
    "will",
    "would",
    "which",
    "any",
    "whats",
}


def punctuated(words, tags, draw: random.Random):
    """Final punctuation put on, or taken off where there is some."""
    last = words[-1]
    if last[-1] in ".,!?;:":
        return (words[:-1] + [last.rstrip(".,!?;:")], tags) if len(last) > 2 else (words, tags)
    if words[0] in QUESTION and draw.random() < 0.85:
        return words[:-1] + [last + "?"], tags
    return words[:-1] + [last + draw.choice("...!")], tags


def polite(words, tags, draw: random.Random):
    """A "please" in front or behind."""
    if any(word.startswith("please") for word in words):
        return words, tags
    if draw.random() < 0.5:
        return ["please"] + words, ["O"] + tags
    comma = "," if draw.random() < 0.3 else ""
    return words[:-1] + [words[-1].rstrip(".,!?;:") + comma, "please"], tags + ["O"]


def restyled(words, tags, draw: random.Random, requests: bool = True):
    """A light mixture of all that leaves the meaning alone; `requests` false keeps "please" away."""
    words, tags = list(words), list(tags)
    if draw.random() < 0.35:
        words, tags = with_digits(words, tags)
    if draw.random() < 0.2:
        words, tags = contracted(words, tags, draw)
    if requests and draw.random() < 0.06:
        words, tags = polite(words, tags, draw)
    if draw.random() < 0.35:
        words, tags = punctuated(words, tags, draw)
    return words, tags
