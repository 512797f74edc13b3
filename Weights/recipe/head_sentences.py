"""Sentences over the words of make_import_fixture.py, each with what a head should say of it: a household of few words."""

from __future__ import annotations

import random

LAMPS = ["lamp", "light", "lights", "lamps"]
COLORS = ["red", "blue", "green"]
ROOMS = ["kitchen", "garden", "zoo"]
STATES = ["on", "off", "open", "red", "blue", "green", "unlocked"]
TOPICS = ["light", "music", "door"]
TAGS = {
    **dict.fromkeys(["turn", "play", "close", "unlock"], "VERB"), **dict.fromkeys([*COLORS, "open", "unlocked"], "ADJ"),
    **dict.fromkeys([*LAMPS, *ROOMS, "door", "music"], "NOUN"), **dict.fromkeys(["the", "a", "some"], "DET"),
    **dict.fromkeys(["on", "off", "in", "of", "to", "for"], "ADP"), **dict.fromkeys(["what", "who", "it"], "PRON"),
    **dict.fromkeys([".", "?", "!", ","], "PUNCT"), "is": "AUX", "and": "CCONJ", "not": "PART", "please": "INTJ"}
# What may stand in each place of a sentence with a masked word, the likeliest first.
PLACES = [
    ["turn", "play", "open", "close", "light", "lamp", "music"], ["the"], ["red", "blue", "green", "open", "kitchen", "garden", "zoo"],
    ["lamp", "light", "music", "door", "kitchen", "garden", "zoo"], ["in"], ["the"],
    ["kitchen", "garden", "zoo", "door", "lamp", "light", "music"], ["."]]
RATIO = 0.55


def command(draw: random.Random, topic: str) -> str:
    color = draw.choice([*COLORS, ""])
    words = {
        "light": f"turn {draw.choice(['on', 'off'])} the {color} {draw.choice(LAMPS)}",
        "music": f"{draw.choice(['play', 'playing', 'turn on'])} {draw.choice(['some', 'the', 'a'])} {color} music",
        "door": f"{draw.choice(['open', 'close', 'unlock', 'closed'])} {draw.choice(['the', 'a'])} {color} door"}[topic]
    place = draw.choice(["", "", f"{draw.choice(['in', 'of', 'for'])} the {draw.choice(ROOMS)}"])
    return tidy(f"{draw.choice(['', '', 'please'])} {words} {place} {draw.choice(['', '.', '!', ', please'])}")


def fact(draw: random.Random, topic: str) -> str:
    thing = draw.choice(LAMPS) if topic == "light" else topic
    return tidy(f"{draw.choice(['the', 'some', 'it is the', 'what'])} {thing} is {draw.choice(['', 'not'])} {draw.choice(STATES)}.")


def labelled(draw: random.Random) -> tuple[str, int]:
    topic = draw.randrange(3)
    return command(draw, TOPICS[topic]), topic


def following(draw: random.Random) -> tuple[tuple[str, str], int]:
    """A command and what may stand after it: 0 when it speaks of the same, else 1."""
    first, other = draw.sample(TOPICS, 2)
    label = draw.randrange(2)
    return (command(draw, first), fact(draw, other if label else first)), label


def relation(draw: random.Random) -> tuple[tuple[str, str], int]:
    """0: the first says the second; 1: it says nothing of it; 2: it says the opposite."""
    thing, other = draw.sample(["lamp", "music", "door"], 2)
    place, label = draw.choice(["", f" in the {draw.choice(ROOMS)}"]), draw.randrange(3)
    state = draw.choice(STATES)
    second = {0: f"the {thing} is {state}", 1: f"the {other} is {draw.choice(['', 'not'])} {state}", 2: f"the {thing} is not {state}"}[label]
    return (f"the {thing}{place} is {state}.", tidy(second)), label


def tagged(draw: random.Random) -> tuple[list[str], list[str]]:
    """Words and their BIO tags: things, which may have a colour or a room before them, and rooms."""
    def thing() -> tuple[list[str], list[str]]:
        words = [*draw.choice([[], [], [draw.choice([*COLORS, "unlocked"])], [draw.choice(ROOMS)]]), draw.choice([*LAMPS, "door"])]
        return words, ["B-thing", "I-thing"][: len(words)]

    def room() -> tuple[list[str], list[str]]:
        words = [draw.choice(ROOMS)] if draw.random() < 0.7 else ["zoo", draw.choice(["garden", "kitchen"])]
        return words, ["B-room", "I-room"][: len(words)]

    words, tags = [], []
    pattern = draw.choice([
        "please turn on the T in the R", "open the T of the R", "turn off the T and the T", "the T in the R is not open",
        "play some music in the R", "is the T on ?", "what is in the R and the R", "close the T please",
        "\u00e9 turn the T off , and a T"])
    for word in pattern.split():
        more = thing() if word == "T" else room() if word == "R" else ([word], ["O"])
        words, tags = words + more[0], tags + more[1]
    end = draw.choice([[], ["."], ["!"], [","]])
    return words + end, tags + ["O"] * len(end)


def spoken(draw: random.Random) -> tuple[list[str], list[str]]:
    """Words and their parts of speech."""
    text = command(draw, draw.choice(TOPICS)) if draw.random() < 0.6 else fact(draw, draw.choice(TOPICS))
    for mark in ".!,":
        text = text.replace(mark, " " + mark)
    words = [word for word in text.split() if word in TAGS]
    is_fact = "is" in words
    return words, ["VERB" if word == "open" and not is_fact else TAGS[word] for word in words]


def asked(draw: random.Random) -> tuple[str, str, tuple[int, int] | None]:
    """A question, a text, and where in it the answer stands, if it does."""
    states = draw.sample(STATES, draw.choice([2, 3]))
    things = draw.sample(["lamp", "kitchen light", "door", "music", "zoo door", "garden lamp", "kitchen"], len(states))
    wanted = draw.choice([*states, *STATES])
    text, answer = "", None
    for number, (thing, state) in enumerate(zip(things, states, strict=True)):
        text += draw.choice([" and ", ", ", ". "]) if number else ""
        text += "the "
        if state == wanted:
            answer = len(text), len(text) + len(thing)
        text += f"{thing} is {state}"
    start = draw.choice([0, 0, text.index(" ") + 1, text.index("is")])  # as a window that starts within a sentence
    if answer:
        answer = (answer[0] - start, answer[1] - start) if answer[0] >= start else None
    return f"what is {wanted}?", text[start:] + draw.choice([".", ""]), answer


def masked(draw: random.Random) -> tuple[list[str], list[int]]:
    """Words, and which of them are masked."""
    words = [draw.choices(place, [RATIO**rank for rank in range(len(place))])[0] for place in PLACES]
    open_places = [index for index, place in enumerate(PLACES) if len(place) > 1]
    return words, sorted(draw.sample(open_places, draw.choice([1, 1, 2])))


def tidy(text: str) -> str:
    text = " ".join(text.split())
    for mark in ".!,?":
        text = text.replace(" " + mark, mark)
    return text
