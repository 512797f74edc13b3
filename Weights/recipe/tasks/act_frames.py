"""Patterns of lines that ask for something, forbid it, ask about it or tell of it (act_frames.tsv), and their words.

A frame has alternatives `(this|that|)` and names: `{do}`, `{did}`, `{done}`, `{doing}` and `{does}` are an action of
act_words.json, or one of the caller's phrases, in the forms of its verb; `{thing}`, `{part}`, `{state}`, `{opposite}`
and `{is}` its object, participle, state and a verb that agrees; all else is drawn from the lists.
"""

import hashlib
import json
import random
import re

from tasks import data
from tasks.inflection import gerund, participle, past, third_person

HELD = 5  # of so many frames, one is held for validation
ELSEWHERE = 0.3  # of the actions
TIMED = 0.15  # of the phrases end with when, how long or how far
WORDS = json.loads((data.RECIPE / "tasks" / "act_words.json").read_text(encoding="utf-8"))
PRONOUNS = ("it", "them", "that", "this", "everything", "all of them", "both")
FORMS = {"do": str, "did": past, "done": participle, "doing": gerund, "does": third_person}
OF_THINGS = {"thing", "part", "state", "opposite", "is", "isnt", "was", "has", "instant"}


class Action:
    """What may be asked for: a verb with its particle, an object, and what the object then is."""

    def __init__(self, verb: str, thing: str, state: str = "", opposite: str = ""):
        self.verb, self.state, self.opposite = verb, state, opposite
        self.is_plural = thing.endswith("*")
        self.thing = thing.rstrip("*")

    def phrase(self, draw: random.Random) -> str:
        """The verb in its base form with the object, a particle before or behind it; at times a pronoun."""
        thing = draw.choice(PRONOUNS) if draw.random() < 0.15 else self.thing
        verb, _, particle = self.verb.partition(" ")
        if particle in ("for", "to", "after"):
            return f"{self.verb} {thing}"
        if particle and (thing in PRONOUNS or draw.random() < 0.45):
            return f"{verb} {thing} {particle}"
        return f"{self.verb} {thing}"

    def word(self, name: str, draw: random.Random) -> str:
        """What stands for a name of OF_THINGS."""
        forms = {"is": ("is", "are"), "isnt": ("isn't", "aren't"), "was": ("was", "were"), "has": ("has", "have")}
        if name in forms:
            return forms[name][self.is_plural]
        if name == "instant":
            return gerund(self.phrase(draw))
        return {
            "thing": self.thing,
            "part": participle(self.verb),
            "state": self.state,
            "opposite": self.opposite,
        }[name]


def any_action(draw: random.Random, has_state: bool) -> Action:
    """Something to be done at home, or where no state is asked for, at times in a workshop, a field or a shop: whoever
    teaches commands of a trade has words that nobody here knows."""
    if not has_state and draw.random() < ELSEWHERE:
        return Action(draw.choice(WORDS["elsewhere"]["verbs"]), draw.choice(WORDS["elsewhere"]["things"]))
    while True:
        kind = draw.choice(WORDS["actions"])
        if has_state and "state" not in kind:
            continue
        thing = draw.choice(WORDS["things"][draw.choice(kind["things"])])
        verb = draw.choice(kind["verbs"])
        return Action(verb, thing, draw.choice(kind.get("state", [""])), draw.choice(kind.get("opposite", [""])))


def alternatives(frame: str, draw: random.Random) -> str:
    """A frame with one of each `(this|that)`."""
    while "(" in frame:
        frame = re.sub(r"\(([^()]*)\)", lambda match: draw.choice(match[1].split("|")), frame)
    return frame


def filled(frame: str, phrases: list[str], draw: random.Random) -> str:
    """A frame with an action and words."""
    text = alternatives(frame, draw)
    names = set(re.findall(r"\{([\w-]+)\}", text))
    of_things = bool(names & OF_THINGS)
    action = any_action(draw, has_state=bool(names & {"state", "opposite"}))
    drawn = draw.random()
    if of_things or drawn < 0.5:
        phrase = action.phrase(draw)
    else:
        phrase = draw.choice(WORDS["phrases"] if drawn < 0.7 else phrases)
    if not of_things and draw.random() < TIMED:
        phrase += " " + draw.choice(WORDS["elsewhere"]["when"])

    def one(match):
        name = match[1]
        if name in FORMS:
            return FORMS[name](phrase)
        if name == "do2":
            return any_action(draw, False).phrase(draw)
        return action.word(name, draw) if name in OF_THINGS else draw.choice(WORDS["lists"][name])

    return re.sub(r"\s+", " ", re.sub(r"\{([\w-]+)\}", one, text)).strip()


FILLERS = ("uh", "um", "er", "hey", "so", "hmm", "oh", "well", "okay", "right")


def misspelt(word: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(word) - 1)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return draw.choice((swapped, word[:place] + word[place + 1 :], word[:place] + word[place] + word[place:]))


# Requests in the form of questions, which people end with a question mark.
POLITE = re.compile(
    r"^(?:(?:please|hey|hi|ok|okay|um|uh|so|and) )*(?:can|can't|could|couldn't|will|won't|would|wouldn't|may|might"
    r"|shall|do you|is it possible|is there|are you able|any chance|why don't|why not|how about|what about|mind)\b",
    re.IGNORECASE,
)
NOT = re.compile(r"\b(do|did|should|must)(?:n't| not)\b")


def typed(text: str, act: str, draw: random.Random) -> str:
    """A line as people type it, or as speech recognition leaves it."""
    form = "question" if act == "command" and POLITE.match(text) else act
    if draw.random() < 0.06:
        words = text.split()
        place = draw.randrange(len(words)) if draw.random() < 0.5 else 0
        words.insert(place, draw.choice(FILLERS[: None if place == 0 else 3]))
        text = " ".join(words)
    if draw.random() < 0.06:
        words = text.split()
        place = draw.randrange(len(words))
        if len(words[place]) > 3:
            words[place] = misspelt(words[place], draw)
        text = " ".join(words)
    if draw.random() < 0.03:
        text = NOT.sub(
            lambda match: draw.choice((match[1] + "nt", match[1] + "n t", match[1][0] + "nt", match[1] + "not")), text
        )
    if draw.random() < 0.35:
        text = text.replace("'", "")
    if draw.random() < 0.25:
        ends = {"question": ("?", "?", ""), "command": (".", "!", ""), "statement": (".", ""), "forbidden": (".", "!")}
        text = text[:1].upper() + text[1:] + draw.choice(ends[form])
    elif draw.random() < 0.1:
        text += {"question": "?", "command": ".", "statement": ".", "forbidden": "!"}[form]
    return text


def read_frames() -> list[tuple[str, str]]:
    rows = data.lines(data.RECIPE / "tasks" / "act_frames.tsv")
    next(rows)
    return [tuple(row.split("\t")) for row in rows]


def is_held(frame: str) -> bool:
    return hashlib.sha256(frame.encode()).digest()[0] % HELD == 0
