"""Examples of entities: whose words their spans are, and which paths count as right."""

import random

import pytest

from tasks import entities
from tasks.entities import Example


def words(example: Example) -> list[tuple[str, str | None]]:
    raw = example.text.encode()
    return [(raw[start:end].decode(), kind) for start, end, kind in example.spans]


def test_tags_become_spans_in_bytes():
    example = entities.of_words(
        ["é", "New", "York", "at", "noon"], ["O", "B-city", "I-city", "O", "B-time"], entities.SNIPS
    )
    assert words(example) == [("New York", "location")]
    unsure = entities.of_words(["play", "Abba"], ["O", "B-artist"], entities.SNIPS)
    assert words(unsure) == [("Abba", None)]


def test_articles_possession_and_quotes_are_no_part_of_a_name():
    text = 'The "Beatles" met the Smiths\'s dog on May 3'
    spans = [(0, 13, "ORG"), (18, 30, "PERSON"), (38, 43, "DATE")]
    assert words(Example(text, entities.trimmed(text, spans))) == [("Beatles", "organization"), ("Smiths", "person")]


def test_templates_mark_the_names_that_fill_them():
    draw = random.Random(1)
    for _ in range(50):
        example = entities.filled("[person] of [company] sold [product] in [city]", draw, 1)
        assert [kind for _, kind in words(example)] == ["person", "organization", "product", "location"]
        assert all(name == name.strip() and name for name, _ in words(example))


def test_every_place_of_a_template_has_names():
    for example in entities.templates(1, random.Random(2), 1):
        assert "[" not in example.text and all(kind in entities.TYPES for _, kind in words(example))


def test_retyping_keeps_all_bytes_in_place():
    example, draw = Example("Ünlü Anna met BOB", [(7, 11, "person"), (16, 19, "person")]), random.Random(3)
    seen = {entities.retyped(example, draw).text for _ in range(60)}
    assert {"Ünlü Anna met BOB", "Ünlü anna met bob"} <= seen
    assert all(len(text.encode()) == len(example.text.encode()) for text in seen)


def test_allowed_paths():
    pytest.importorskip("torch")
    from pipit.text.parts import Part
    from tasks.entity_lines import LABELS, allowed_tags

    parts = [Part(0, 0, 2), Part(1, 3, 7), Part(2, 8, 12)]
    example = Example("Hi Anna Smit", [(3, 12, "person")], hidden=("product",))
    allowed = allowed_tags(example, parts)
    names = [[LABELS[i] for i in row.nonzero()[0]] for row in allowed]
    assert names == [["O", "B-product", "I-product"], ["B-person"], ["I-person"]]
    assert allowed_tags(Example("Hi Anna Smit", [(3, 6, "person")]), parts) is None


def all_paths(rows, steps):
    """Every path of a line, and its score."""
    import itertools

    for path in itertools.product(range(rows.shape[1]), repeat=len(rows)):
        before = [0, *(tag + 1 for tag in path)]
        yield path, sum(rows[i, tag] + steps[before[i], tag] for i, tag in enumerate(path))


def test_all_paths_are_summed():
    torch = pytest.importorskip("torch")
    import numpy as np

    from model.path_head import PathHead, path_loss
    from tasks.entity_lines import LABELS

    torch.manual_seed(1)
    head = PathHead(np.array([1, 2]), 8, 0, len(LABELS))
    head.transitions.data.normal_()
    labels, counts = len(LABELS), np.array([3, 1])
    scores, allowed = torch.randn(4, labels), torch.ones(4, labels, dtype=bool)
    allowed[1] = torch.arange(labels) == 3
    lost = path_loss(head, scores, allowed, counts)
    steps = head.steps().detach()

    def total(rows, right):
        found = [score for path, score in all_paths(rows, steps) if all(right[i, tag] for i, tag in enumerate(path))]
        return torch.stack(found).logsumexp(0)

    expected = [
        total(scores[a:b], torch.ones(b - a, labels)) - total(scores[a:b], allowed[a:b]) for a, b in ((0, 3), (3, 4))
    ]
    assert torch.allclose(lost, torch.stack(expected), atol=1e-4)


def test_a_teacher_says_how_often_tags_and_steps_are_right():
    torch = pytest.importorskip("torch")
    import numpy as np

    from model.path_head import PathHead, distilled_loss, shares_of_paths

    torch.manual_seed(2)
    teacher, pupil = (PathHead(np.array([1, 2]), 8, 0, 5) for _ in range(2))
    for head in (teacher, pupil):
        head.transitions.data.normal_()
    counts, scores, own = np.array([3, 1]), torch.randn(4, 5), torch.randn(4, 5)
    tags, taken = shares_of_paths(teacher, scores, counts)
    lost = distilled_loss(pupil, own, tags, taken, counts)
    for line, (a, b) in enumerate(((0, 3), (3, 4))):
        paths, sums = zip(*all_paths(scores[a:b], teacher.steps().detach()), strict=True)
        shares = torch.stack(sums).softmax(0)
        wanted_tags, wanted_steps = torch.zeros(b - a, 5), torch.zeros(b - a, 6, 5)
        for path, share in zip(paths, shares, strict=True):
            for i, tag in enumerate(path):
                wanted_tags[i, tag] += share
                wanted_steps[i, path[i - 1] + 1 if i else 0, tag] += share
        assert torch.allclose(tags[a:b], wanted_tags, atol=1e-5)
        assert torch.allclose(taken[a:b], wanted_steps, atol=1e-5)
        said = torch.stack([score for _, score in all_paths(own[a:b], pupil.steps().detach())]).log_softmax(0)
        assert torch.allclose(lost[line], -(shares * said)[shares > 0].sum(), atol=1e-4)


def test_a_teacher_reads_each_part_where_it_begins():
    pytest.importorskip("torch")
    from types import SimpleNamespace

    from model.entities_teacher import places_of

    # [CLS] é tre s 's [SEP]; the last part is cut off.
    encoding = SimpleNamespace(
        offsets=[(0, 0), (0, 1), (2, 5), (5, 6), (6, 8), (0, 0)], special_tokens_mask=[1, 0, 0, 0, 0, 1]
    )
    text = "\u00e9 tres's end"
    assert places_of(encoding, text, [(0, 2), (3, 7), (7, 9), (10, 13)]).tolist() == [1, 2, 4, 4]
