"""The patterns of what a home is told: that all of them can be filled, and what comes of them."""

import random
import re

import pytest

from tasks import home_lines, home_patterns
from tasks.phrases import MARKUP, SLOT

PATTERNS = home_patterns.Patterns()
FOR_SLOTS = home_patterns.Patterns("slots.txt")


@pytest.mark.parametrize(
    ("patterns", "label"),
    [(patterns, label) for patterns in (PATTERNS, FOR_SLOTS) for label in sorted(patterns.patterns)],
)
def test_every_pattern_can_be_filled(patterns, label):
    assert label in PATTERNS.patterns
    assert label == home_patterns.OUTSIDE or re.fullmatch(r"Hass\w+ domain=[a-z_]+ verb=[a-z_]+", label)
    draw = random.Random(1)
    for pattern in patterns.patterns[label]:
        for _ in range(6):
            text = patterns.filled(pattern, draw)
            assert text and not re.search(r"[<>(){}|]", text), pattern
            bare = MARKUP.sub("", text)
            assert "[" not in bare and "]" not in bare, pattern


def test_numbers_are_said_and_typed():
    draw = random.Random(2)
    numbers = {home_patterns.a_number("percent", draw) for _ in range(200)}
    assert "50" in numbers and "fifty" in numbers
    assert all(home_patterns.in_words(n) for n in range(101))
    assert home_patterns.in_words(47) == "forty seven"


def test_rooms_and_things_get_numbers():
    draw, light = random.Random(4), "HassTurnOn domain=light verb=turn_on"
    rows = [("the [name: lamp] in [area: hall] to [brightness: 20]", light), ("all lights on", light)]
    rows += [("cancel the [name: pasta] timer", "HassCancelTimer domain=timer verb=cancel")]
    kinds = {home_lines.numbered(rows, 1, draw)[0] for _ in range(100)}
    assert {label for _, label in kinds} == {light}
    for text, _ in kinds:
        assert re.fullmatch(r"the \[name: lamp (\d+|[a-z]+)\] in \[area: hall\] to \[brightness: 20\]", text)
    places = {home_lines.numbered([("in [area: hall]", light)], 1, draw)[0][0] for _ in range(100)}
    assert any("room " in text for text in places) and any("hall " in text for text in places)


def test_the_heating_is_a_name():
    cooler, device = "HassClimateSetTemperature domain=climate verb=cooler", "HassTurnOn domain=device verb=turn_on"
    rows = [("turn the heating down", cooler), ("turn [name: heating] on", device), ("the heating on", device)]
    rows += [("turn the [name: kitchen heating] down", cooler)]
    assert [text for text, _ in home_lines.with_names(rows)] == [
        "turn the [name: heating] down",
        "turn [name: heating] on",
        "the heating on",
        "turn the [name: kitchen heating] down",
    ]


def test_a_mistake_leaves_markup_alone():
    draw = random.Random(3)
    for _ in range(300):
        text = home_patterns.misspelled("turn on the [area: kitchen] lights at [time: seven]", draw)
        assert [name for name, _ in SLOT.findall(text)] == ["area", "time"]


def test_what_surrounds_a_wish_leaves_slots_whole():
    draw = random.Random(4)
    for _ in range(500):
        text = home_patterns.as_typed("dim the [name: bedside lamp] to [brightness: forty five] percent", draw)
        assert [name for name, _ in SLOT.findall(text)] == ["name", "brightness"], text


def test_a_label_has_lines_of_each_pattern_and_what_is_no_intent_twice_as_many():
    rows = list(PATTERNS.rows(20, random.Random(1)))
    near = {text.lower() for text, label in rows if label == home_patterns.OUTSIDE}
    assert len(near) == 40
    for label in PATTERNS.patterns.keys() - {home_patterns.OUTSIDE}:
        found = sum(label == other for _, other in rows)
        assert found <= max(20, 8 * len(PATTERNS.patterns[label])), label
    many = max(PATTERNS.patterns.keys() - {home_patterns.OUTSIDE}, key=lambda label: len(PATTERNS.patterns[label]))
    assert sum(many == other for _, other in rows) > 20
