"""What other sets hold of a home, under its labels."""

import pytest

from tasks import home_sets


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
    assert home_sets.switched(text, intent) == expected


def test_neighbouring_spans_of_a_name_are_one_slot():
    words, tags = "play thriller by jackson now".split(), "O B-track O B-artist O".split()
    names = {"track": "search_query", "artist": "search_query"}
    assert home_sets.marked(words, tags, names) == "play [search_query: thriller] by [search_query: jackson] now"
    tags = "O B-track B-artist I-artist O".split()
    assert home_sets.marked(words, tags, names) == "play [search_query: thriller by jackson] now"
