"""Which acts a label takes is said by its own lines, and by whether it does anything."""

from stages.fit_acts import label_acts
from tasks.acts import ACTS

FORBIDDEN, QUESTION, STATEMENT = (1 << ACTS.index(name) for name in ("forbidden", "question", "statement"))


def acts_of(lines: list[tuple[str, str]], name: str, does_nothing: set[str]) -> int:
    found = [ACTS.index(act) for act, _ in lines]
    return label_acts(found, [label for _, label in lines], [name], does_nothing)[0]


def test_a_label_that_does_something_takes_what_a_tenth_of_its_lines_do():
    lines = [("command", "play")] * 18 + [("question", "play")] * 2
    assert acts_of(lines, "play", set()) == QUESTION
    assert acts_of(lines + [("command", "play")], "play", set()) == 0


def test_one_line_of_many_is_not_enough():
    assert acts_of([("command", "play")] * 8 + [("statement", "play")], "play", set()) == 0


def test_forbidding_takes_a_third():
    lines = [("command", "mute")] * 8 + [("forbidden", "mute")] * 3
    assert acts_of(lines, "mute", set()) == 0
    assert acts_of(lines + [("forbidden", "mute")], "mute", set()) == FORBIDDEN


def test_a_label_that_does_nothing_may_be_asked_and_told_and_not_forbidden():
    assert acts_of([("command", "weather")] * 9, "weather", {"weather"}) == QUESTION | STATEMENT


def test_talk_takes_every_act():
    assert acts_of([("command", "general_praise")], "general_praise", set()) == FORBIDDEN | QUESTION | STATEMENT
