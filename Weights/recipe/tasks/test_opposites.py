"""What the rules of tasks/opposites.py make of texts."""

import random

import pytest

from tasks import opposites


@pytest.fixture
def draw():
    return random.Random(1)


def test_each_pair_of_words_is_for_training_or_for_validation():
    training, held = opposites.word_pairs(False), opposites.word_pairs(True)
    assert "off" in training["on"] and "on" in training["off"]
    pairs = [{(a, b) for a, others in half.items() for b in others} for half in (training, held)]
    assert pairs[0] and pairs[1] and not pairs[0] & pairs[1]


@pytest.mark.parametrize(
    "text, turned",
    [("Open it", "Close it"), ("wake up now", "fall asleep now"), ("nothing here", None), ("reopened", None)],
)
def test_one_word_is_turned_around(text, turned, draw):
    pairs = {"open": ["close"], "wake up": ["fall asleep"]}
    assert opposites.opposite(text, pairs, draw) == turned


@pytest.mark.parametrize(
    "text, denials",
    [
        ("He can swim", {"He can't swim", "He can not swim"}),
        ("It is not raining", {"It is raining"}),
        ("I like tea", {"I do not like tea", "I don’t like tea", "I never like tea"}),
        ("it isn't here", {None}),
        ("a red house", {None}),
    ],
)
def test_texts_are_denied(text, denials, draw):
    assert {opposites.negated(text, draw) for _ in range(40)} <= denials


def test_texts_are_reworded(draw):
    made = {opposites.reworded("It's late, I can't.", draw).lower().rstrip(".") for _ in range(9)}
    assert made == {"it is late, i cannot"}


def test_commands_have_another_way_to_be_said(draw):
    pairs = opposites.word_pairs(False)
    for text, same, opposite in opposites.home_pairs(60, pairs, draw):
        assert "[" not in text + same
        assert opposite != text
