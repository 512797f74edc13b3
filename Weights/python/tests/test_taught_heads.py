"""Lexicons, backgrounds and learnt paths: what FORMAT.md and FEATURES.md forbid, and the best of all paths."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

import fixture_models
from pipit.format import rules, tensors
from pipit.format.lexicon import Lexicon, smallest
from pipit.format.paths import TagFeatures, pack_slot_mask, unpack_slot_mask
from pipit.format.tensors import FormatError
from pipit.reference.labels import label_answer
from pipit.reference.paths import best_path, with_shared
from pipit.reference.words import with_words, word_logits
from pipit.text import features

MODEL = next(spec for spec in fixture_models.ALL if spec.name == "taught").model()
HEADS = {head.name: head for head in MODEL.heads}
TAGS = 5  # O and two slots


def lexicon(columns: int = 3) -> Lexicon:
    """Four features, three of them with keys of one block."""
    keys = np.array([0x200001, 0xC00001, 0xC00002, 0xC0FFFF])
    weights = np.tile(np.arange(columns) % 15 - 7, (4, 1))
    return Lexicon(keys, np.full(4, 3), weights, 0.5, np.array([1, 2, 3, 255]))


def tag_features() -> TagFeatures:
    """Two weights of one key and one of another in the first run, one in the third."""
    return TagFeatures(np.array([1, 1, 4, 0x020009]), np.array([0, 6, 2, 3]), np.array([5, 9, 7, -1]), 0.0625)


def test_sections_read_back():
    again = Lexicon.unpack(lexicon().pack())
    assert again.pack() == lexicon().pack() and (again.keys == lexicon().keys).all()
    features = TagFeatures.unpack(tag_features().pack(), TAGS)
    assert features.pack() == tag_features().pack() and (features.weights == [5, 9, 7, -1]).all()
    assert tag_features().pack()[520:] == bytes.fromhex("010002 0005 0609  040001 0207  090001 03ff")
    nothing = TagFeatures(*[np.zeros(0, np.int64)] * 3, 0.0).pack()
    assert len(nothing) == 520 and len(TagFeatures.unpack(nothing, TAGS).keys) == 0
    allowed = np.array([[True] * 9, [False, True] + [False] * 7])
    assert pack_slot_mask(allowed) == bytes([255, 1, 2, 0])
    assert (unpack_slot_mask(bytes([255, 1, 2, 0]), 19) == allowed).all()


@pytest.mark.parametrize(
    ("place", "data", "reason"),
    [
        (0, bytes(4), "0 features"),
        (0, b"\0\0\1\0", "65536 features"),
        (4, b"\2", "bytes of a lexicon"),
        (4, bytes(4), "without columns"),
        (8, b"\0\0\x80\xbf", "scale"),
        (8, b"\0\0\0\x80", "scale"),
        (8, b"\0\0\xc0\x7f", "scale"),
        (12, b"\x08", "flags"),
        (12, b"\5", "bytes of a lexicon"),
        (16 + 2 * 200, b"\1", "blocks"),
        (16 + 2 * 255, b"\5", "blocks"),
        (530, b"\1\0\1\0", "key"),
        (536 + 4 + 1, b"\0", "importance"),
        (544, b"\x08", "-8"),
        (544, b"\x80", "-8"),
        (545, b"\x10", "half a byte"),
    ],
)
def test_damaged_lexicons(place: int, data: bytes, reason: str):
    packed = bytearray(lexicon().pack())
    packed[place : place + len(data)] = data
    with pytest.raises(FormatError, match=reason):
        Lexicon.unpack(bytes(packed))


def sparse_lexicon() -> Lexicon:
    """Rows of 0 to 3 of 12 weights."""
    weights = np.zeros((4, 12), np.int64)
    weights[0, 11], weights[2, [1, 4, 8]], weights[3, [0, 2]] = 5, [-1, 7, -7], [2, 3]
    return dataclasses.replace(lexicon(12), weights=weights)


def test_sparse_rows_by_hand():
    packed = sparse_lexicon().pack(is_sparse=True)
    starts = np.frombuffer(packed, "<u2", 256, 528)
    assert starts.tolist() == [0] * 33 + [3] * 160 + [12] * 63
    assert packed[528 + 512 + 4 * 4 :].hex(" ") == "00 08 05 00 00 12 01 7f 09 05 00 32"


@pytest.mark.parametrize("columns", [1, 7, 8, 9, 57, 64, 65])
@pytest.mark.parametrize("share", [0, 0.3, 1])
def test_sparse_rows_read_back(columns: int, share: float):
    rng = np.random.default_rng(columns)
    keys = np.unique(rng.integers(0, 2**24, 300))
    weights = rng.choice([-7, -1, 1, 7], (len(keys), columns)) * (rng.random((len(keys), columns)) < share)
    table = Lexicon(keys, rng.integers(0, 256, len(keys)), weights, 0.5, None, True)
    dense, sparse = table.pack(is_sparse=False), table.pack(is_sparse=True)
    assert table.pack() == smallest(dense) == smallest(sparse) == min(dense, sparse, key=len)
    for packed in (dense, sparse):
        again = Lexicon.unpack(packed)
        assert (again.weights == weights).all() and (again.keys == keys).all() and (again.steps == table.steps).all()
        assert again.has_order and again.importances is None and again.pack(is_sparse=False) == dense


def test_rows_that_start_too_late_for_16_bits():
    keys = np.arange(70) << 16
    table = Lexicon(keys, np.ones(70), np.tile([1, 0, 0, 0, 0, 0], (70, 1000)), 1.0)
    assert len(table.pack()) == len(table.pack(is_sparse=False)) > 70 * 1250


@pytest.mark.parametrize(
    ("place", "data", "reason"),
    [
        (12, b"\1", "bytes of a lexicon"),
        (528 + 2 * 32, b"\1", "starts"),
        (528 + 2 * 200, b"\0", "starts"),
        (528 + 2 * 255, b"\x0d", "starts"),
        (1056 + 1, b"\x18", "a bit behind"),
        (1056 + 2, b"\x15", "half a byte"),
        (1056 + 2, b"\0", "0 among"),
        (1056 + 2, b"\x08", "-8"),
        (1056 + 7, b"\x0f", "0 among"),
        (1056 + 7, b"\x8f", "-8"),
        (1056 + 9, b"\7", "bytes of"),
        (1056 + 9, b"\0", "bytes of"),
    ],
)
def test_damaged_sparse_lexicons(place: int, data: bytes, reason: str):
    packed = bytearray(sparse_lexicon().pack(is_sparse=True))
    Lexicon.unpack(bytes(packed))
    packed[place : place + len(data)] = data
    with pytest.raises(FormatError, match=reason):
        Lexicon.unpack(bytes(packed))


@pytest.mark.parametrize(
    ("place", "data", "reason"),
    [
        (0, b"\0\0\x80\x7f", "scale"),
        (0, b"\0\0\0\x80", "scale"),
        (4, b"\1", "runs"),
        (8, b"\1", "runs"),
        (4 + 2 * 256, b"\4", "bytes of tag features"),
        (518, b"\1", "padding"),
        (6, b"\x0e", "cut off"),
        (522, b"\0", "weights of a key"),
        (522, b"\5", "weights of a key"),
        (525, b"\7", "output"),
        (526, b"\x80", "-128"),
        (527, b"\1", "not above"),
    ],
)
def test_damaged_tag_features(place: int, data: bytes, reason: str):
    packed = bytearray(tag_features().pack())
    packed[place : place + len(data)] = data
    with pytest.raises(FormatError, match=reason):
        TagFeatures.unpack(bytes(packed), TAGS)


def test_lengths_of_sections():
    for packed, unpack in (
        (lexicon().pack(), Lexicon.unpack),
        (sparse_lexicon().pack(is_sparse=True), Lexicon.unpack),
        (tag_features().pack(), lambda data: TagFeatures.unpack(data, TAGS)),
    ):
        for data in (*(packed[:count] for count in range(len(packed))), packed + b"\0"):
            with pytest.raises(FormatError):
                unpack(data)
    for data, labels in ((bytes(3), 19), (bytes(1), 1)):
        with pytest.raises(FormatError, match="slot mask"):
            unpack_slot_mask(data, labels)


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("dates", dict(background=True), "background"),
        ("dates", dict(lexicon=lexicon().pack()), "lexicon"),
        ("dates", dict(tag_features=tag_features().pack()), "tag_features"),
        ("dates", dict(slot_mask=b"\1"), "slot_mask"),
        ("home", dict(tag_transitions=HEADS["ner"].tag_transitions), "tag_transitions"),
        ("home", dict(lexicon=lexicon(4).pack()), "4 columns of the lexicon, 3 needed"),
        ("intent", dict(out_of_scope=True), "flags"),
        ("ner", dict(labels=["O", "B-a", "B-b", "I-a", "I-b"]), "pairs"),
        ("ner", dict(labels=["O", "B-a", "I-b", "B-b", "I-a"]), "pairs"),
        ("ner", dict(labels=["B-b", "B-a", "I-a", "B-c", "I-c"]), "pairs"),
        ("ner", dict(tag_transitions=tensors.table8(np.ones((5, 5)))), "rows, columns, group"),
        ("ner", dict(tag_transitions=tensors.table8(np.ones((6, 4)))), "rows, columns, group"),
        ("ner", dict(tag_transitions=tensors.table8(np.ones((6, 5)), group=5)), "rows, columns, group"),
        ("ner", dict(tag_transitions=tensors.table4(np.ones((6, 6)))), "format"),
        ("home.slots", dict(slot_mask=bytes(3)), "slot mask"),
    ],
)
def test_heads_that_may_not_be(name: str, change: dict, reason: str):
    rules.check_head(HEADS[name], MODEL.config)
    with pytest.raises(FormatError, match=reason):
        rules.check_head(dataclasses.replace(HEADS[name], **change), MODEL.config)


def test_words_are_added_once_each():
    words = [features.key(features.WORDS, text) for text in ("go", "up", "go up")]
    order = np.argsort(words)
    table = Lexicon(
        np.array(words)[order],
        np.array([3, 10, 100])[order],
        np.array([[1, -2], [7, 7], [-7, 0]])[order],
        0.5,
        np.array([3, 4, 12])[order],
    )
    assert word_logits(table, "go UP, go up") == pytest.approx([(3 + 70 - 700) / 26, (70 - 6) / 26], rel=1e-6)
    assert word_logits(table, "go, up") == pytest.approx([73 / 10, 64 / 10], rel=1e-6)
    assert word_logits(table, "stay").tolist() == [0, 0]
    plain = dataclasses.replace(table, importances=None)
    assert word_logits(plain, "GO").tolist() == [1.5, -3]


def test_backgrounds():
    head, z = HEADS["mood"], np.float32([0.5, 1.5, -2])
    answer = label_answer(head, z)
    e = np.exp(z.astype(float))
    assert answer.label == 1 and abs(answer.score - e[1] / (e.sum() + 1)) < 1e-6
    assert abs(answer.out_of_scope - 1 / (1 + e[1])) < 1e-6 and not answer.is_out_of_scope
    silent = label_answer(head, with_words(head, "?! \u2014 \U0001f44d", z))
    assert silent.label == 0 and silent.out_of_scope == 1 and silent.is_out_of_scope
    assert (with_words(head, "?! \u00e9", z) == z).all()


def test_shared_sums():
    sums = np.array([[1, 20, 300, 4000, 50000, 600000, 7000000]])
    assert with_shared(sums).tolist() == [[1, 600020, 7000320, 604000, 7054000]]


@pytest.mark.parametrize("parts", [1, 2, 4])
def test_the_best_of_all_paths(parts: int):
    """Whole numbers are summed without rounding, so that scores of all paths can be compared."""
    rng = np.random.default_rng(parts)
    for _ in range(40):
        scores = rng.integers(-6, 7, (parts, TAGS)).astype(np.float32)
        transitions = dataclasses.replace(tensors.table8(np.ones((TAGS + 1, TAGS))), scale=np.float32([1]))
        transitions.weight = rng.integers(-6, 7, (TAGS + 1, TAGS)).astype(np.int8)
        allowed = np.array([True, *np.repeat(rng.random(2) < 0.7, 2)])

        def score(path):
            total, before = 0, None
            for part, tag in enumerate(path):
                is_inside = tag > 0 and tag % 2 == 0
                if not allowed[tag] or (is_inside and before not in (tag, tag - 1)):
                    return -np.inf
                total += transitions.weight[0 if before is None else before + 1, tag] + scores[part, tag]
                before = tag
            return total

        found = best_path(scores, transitions, allowed)
        best = max(score(path) for path in itertools.product(range(TAGS), repeat=parts))
        assert len(found) == parts and score(found) == best
