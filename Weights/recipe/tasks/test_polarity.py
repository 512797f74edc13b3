"""Lines are labelled by the words that reviews and feelings are labelled with."""

from tasks.polarity import NEGATIVE, POSITIVE, Judgement, Line


def judgement() -> Judgement:
    good = [Line(f"a lovely film {i}", POSITIVE, "sst2") for i in range(40)]
    bad = [Line(f"an awful film {i}", NEGATIVE, "sst2") for i in range(40)]
    return Judgement(good + bad)


def test_lines_with_strong_words_of_one_kind_are_polar():
    judge = judgement()
    assert judge.polar("What a lovely day!") == POSITIVE
    assert judge.polar("Awful, just awful.") == NEGATIVE
    assert judge.polar("A lovely start and an awful end.") is None
    assert judge.polar("The train leaves at nine.") is None


def test_words_of_both_kinds_say_nothing():
    judge = judgement()
    assert not judge.strong("the film", 0.3)
    assert judge.strong("lovely", 0.3)
