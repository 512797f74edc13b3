"""Opinions of things are filled from patterns, and what judges them is none of them."""

import random
import re

from tasks import data, polarity
from tasks.act_frames import alternatives

LINES = polarity.opinions(random.Random(2))


def bare(line: str) -> str:
    return " ".join(re.findall(r"[a-z']+", line.lower()))


def test_every_name_of_a_pattern_is_a_list():
    patterns = [pattern for label in polarity.LABELS for pattern in polarity.OPINIONS[label]]
    names = {name for pattern in patterns for name in re.findall(r"\{(\w+)\}", pattern)}
    assert names == polarity.OPINIONS["lists"].keys()
    assert not any(set("(|)") & set(alternatives(pattern, random.Random(1))) for pattern in patterns)


def test_a_line_has_one_label_and_each_label_many_lines():
    assert len({bare(line.text) for line in LINES}) == len({(bare(line.text), line.label) for line in LINES})
    counts = [sum(line.label == label for line in LINES) for label in range(len(polarity.LABELS))]
    assert min(counts) > 800
    assert all(not set("{}") & set(line.text) for line in LINES)


def test_no_line_that_judges_is_among_them():
    rows = list(data.lines(data.RECIPE / "judging" / "sentiment_lines.tsv"))[1:]
    assert not {bare(row.split("\t")[0]) for row in rows} & {bare(line.text) for line in LINES}
