"""The patterns of what a home is told: that all of them can be filled, and what comes of them."""

import random
import re

import pytest

from tasks import home_lines
from tasks.phrases import MARKUP

PATTERNS = home_lines.Patterns()
SLOT = re.compile(r"\[(\w+): ([^\[\]]+)\]")


@pytest.mark.parametrize("label", sorted(PATTERNS.patterns))
def test_every_pattern_can_be_filled(label):
    assert label == home_lines.OUTSIDE or re.fullmatch(r"Hass\w+ domain=[a-z_]+ verb=[a-z_]+", label)
    draw = random.Random(1)
    for pattern in PATTERNS.patterns[label]:
        for _ in range(6):
            text = PATTERNS.filled(pattern, draw)
            assert text and not re.search(r"[<>(){}|]", text), pattern
            bare = MARKUP.sub("", text)
            assert "[" not in bare and "]" not in bare, pattern


def test_numbers_are_said_and_typed():
    draw = random.Random(2)
    numbers = {home_lines.a_number("percent", draw) for _ in range(200)}
    assert "50" in numbers and "fifty" in numbers
    assert all(home_lines.in_words(n) for n in range(101))
    assert home_lines.in_words(47) == "forty seven"


def test_a_mistake_leaves_markup_alone():
    draw = random.Random(3)
    for _ in range(300):
        text = home_lines.misspelled("turn on the [area: kitchen] lights at [time: seven]", draw)
        assert [name for name, _ in SLOT.findall(text)] == ["area", "time"]


def test_what_surrounds_a_wish_leaves_slots_whole():
    draw = random.Random(4)
    for _ in range(500):
        text = home_lines.as_typed("dim the [name: bedside lamp] to [brightness: forty five] percent", draw)
        assert [name for name, _ in SLOT.findall(text)] == ["name", "brightness"], text


@pytest.mark.parametrize(
    ("text", "intent", "expected"),
    [
        ("Unlock the front door", "HassTurnOff", "domain=lock verb=unlock"),
        ("open the garage door", "HassTurnOn", "domain=cover verb=open"),
        ("turn on the fan", "HassTurnOn", "domain=fan verb=turn_on"),
        ("turn off all lamps", "HassTurnOff", "domain=light verb=turn_off"),
        ("open the jar", "HassTurnOn", None),
    ],
)
def test_switches_have_a_domain(text, intent, expected):
    assert home_lines.switched(text, intent) == expected


def test_neighbouring_spans_of_a_name_are_one_slot():
    words, tags = "play thriller by jackson now".split(), "O B-track O B-artist O".split()
    names = {"track": "search_query", "artist": "search_query"}
    assert home_lines.marked(words, tags, names) == "play [search_query: thriller] by [search_query: jackson] now"
    tags = "O B-track B-artist I-artist O".split()
    assert home_lines.marked(words, tags, names) == "play [search_query: thriller by jackson] now"


def test_of_no_intent_there_are_twice_as_many_lines():
    rows = list(PATTERNS.rows(3, random.Random(1)))
    near = {text.lower() for text, label in rows if label == home_lines.OUTSIDE}
    assert len(near) == 6
    assert max(sum(label == other for _, label in rows) for other in PATTERNS.patterns if other != "oos") == 3
