"""The writer and the reader of `.pipit` files: what is written reads back, and what is damaged is refused."""

from __future__ import annotations

import dataclasses
import random

import numpy as np

import fixture_models
import pipit.format
from pipit.format import rules, tensors
from pipit.format.lists import Entry, SlotLists
from pipit.format.tensors import FormatError
from pipit.format.vocabulary import Vocabulary, ordered, pack, unpack
from pipit.random_weights import SPECIALS

MODELS = {spec.name: spec.model() for spec in fixture_models.ALL}


def is_refused(data: bytes) -> bool:
    try:
        pipit.format.read_bytes(data)
    except FormatError:
        return True
    return False


def test_round_trip():
    for name, model in MODELS.items():
        data = pipit.format.to_bytes(model)
        again = pipit.format.read_bytes(data)
        assert pipit.format.to_bytes(again) == data, name
        assert again.vocabulary == model.vocabulary and again.info == model.info, name
        for key, tensor in model.tensors.items():
            assert np.array_equal(tensor.to_float(), again.tensors[key].to_float()), (name, key)


def test_damage():
    """Every cut, and a flipped bit in every byte."""
    data = pipit.format.to_bytes(MODELS["no_layers"])
    assert all(is_refused(data[:count]) for count in range(len(data)))
    assert is_refused(data + bytes(16))
    for place in range(len(data)):
        flipped = bytearray(data)
        flipped[place] ^= 1 << place % 8
        assert is_refused(bytes(flipped)), place


def test_segments():
    """Up to four, or eight of an EmbBERT; a config alone is looked at."""
    for name in ("paper", "bert_erf"):
        config = MODELS[name].config
        for segments in range(10):
            try:
                rules.check_config(dataclasses.replace(config, segments=segments))
                accepted = True
            except FormatError:
                accepted = False
            assert accepted == (segments <= 4 or segments == 8 and name == "paper"), (name, segments)


def test_errors_of_quantization():
    """No value is further from its own than half a step, where no bf16 rounds the step itself."""
    rng = np.random.default_rng(3)
    weight = rng.normal(size=(48, 64)).astype(np.float32)
    weight[5] = 0
    for tensor, step in (
        (tensors.linear8(weight), np.abs(weight).max(1, keepdims=True) / 127),
        (tensors.depthwise8(weight), np.abs(weight).max(0, keepdims=True) / 127),
        (tensors.table8(weight), np.abs(weight).max() / 127),
        (tensors.table4(weight), np.abs(weight).max() / 7),
        # As below, and half a step of the grid of scales off.
        (tensors.stepped4(weight[:5]), np.abs(weight[:5]).max(1, keepdims=True) / 7 * (1 + 4 * 7 / 256)),
        # A bf16 may be 1/256 off: 7 steps of it are another 7/256 of one.
        (tensors.linear4(weight, None, 64), np.abs(weight).max(1, keepdims=True) / 7 * (1 + 2 * 7 / 256)),
    ):
        error = np.abs(tensor.to_float() - weight[: tensor.rows])
        assert (error <= step / 2 + 1e-6).all(), tensor.format


def test_bfloat16():
    exact = np.array([1.0, 1 + 2.0**-7, -3.5, 0.0], np.float32)
    assert np.array_equal(tensors.to_bfloat16(exact), exact)
    ties = np.array([1 + 2.0**-8, 1 + 3 * 2.0**-8], np.float32)
    assert tensors.to_bfloat16(ties).tolist() == [1.0, 1 + 2.0**-6]


def test_order_of_the_vocabulary():
    pieces = ["zoo", "##b", "é", "[CLS]", "a", "##", "##a", "[PAD]", "[UNK]", "[MASK]", "[SEP]", "~"]
    random.Random(1).shuffle(pieces)
    vocabulary, permutation = ordered(pieces, SPECIALS)
    assert vocabulary.pieces() == SPECIALS + ["##", "a", "zoo", "~", "é", "##a", "##b"]
    assert [pieces[i] for i in permutation] == vocabulary.pieces()
    assert unpack(pack(vocabulary)) == vocabulary


def test_long_entries_of_the_vocabulary():
    words = sorted(
        "a" * count + end for count in (0, 1, 14, 15, 16, 17, 80) for end in ("b", "b" * 14, "b" * 15, "b" * 20)
    )
    vocabulary = Vocabulary(SPECIALS, words, ["c" * 15, "c" * 99, "c" * 100])
    assert unpack(pack(vocabulary)) == vocabulary


def test_steps_of_scales():
    """A scale of 0 beside great ones takes steps of more than one; packing and reading back changes nothing."""
    weight = np.diag(np.float32([0, 1e-3, 1, 1000])).repeat(2, axis=1)
    tensor = tensors.stepped4(weight)
    again = tensors.unpack(tensors.STEPPED4, 4, 8, 8, tensors.pack(tensor))
    assert np.array_equal(again.scale, tensor.scale) and np.array_equal(again.weight, tensor.weight)
    assert tensor.scale[0] == 0 and abs(tensor.scale[3, 0] * 7 / 1000 - 1) < 0.3


def test_slot_kinds():
    """A kind for each label, and those of the format alone."""
    model = MODELS["every_head"]
    head = next(head for head in model.heads if head.slot_kinds)
    again = pipit.format.read_bytes(pipit.format.to_bytes(model))
    assert [other.slot_kinds for other in again.heads] == [other.slot_kinds for other in model.heads]
    for kinds in (bytes(4), bytes(6), bytes([0, 13, 0, 0, 0])):
        damaged = dataclasses.replace(head, slot_kinds=kinds)
        try:
            rules.check_head(damaged, model.config)
        except FormatError:
            continue
        raise AssertionError(kinds)
    rules.check_head(dataclasses.replace(head, slot_kinds=None), model.config)


def test_command_words():
    """Lines of a mark and a word."""
    words = b"^on\n:the\n!if\n-not\n>turn\n<vacuum\n+and\n=label_0\n"
    head = dataclasses.replace(MODELS["every_head"].heads[0], command_words=words)
    model = dataclasses.replace(MODELS["every_head"], heads=[head])
    assert pipit.format.read_bytes(pipit.format.to_bytes(model)).heads[0].command_words == head.command_words
    for words in (b"", b"turn\n", b">\n", b">turn"):
        damaged = dataclasses.replace(head, command_words=words)
        try:
            rules.check_head(damaged, model.config)
        except FormatError:
            continue
        raise AssertionError(words)


def test_length_cost():
    """Of a span alone, from 0 to 16."""
    model = MODELS["tasks"]
    head = next(head for head in model.heads if head.kind == pipit.format.SPAN)
    for cost in (0, 0.125, 16):
        costly = dataclasses.replace(model, heads=[dataclasses.replace(head, length_cost=cost)])
        data = pipit.format.to_bytes(costly)
        assert pipit.format.read_bytes(data).heads[0].length_cost == cost
    other = next(head for head in model.heads if head.kind != pipit.format.SPAN)
    bad = [dataclasses.replace(head, length_cost=cost) for cost in (-0.0, -1, 16.01, np.inf, np.nan)]
    for damaged in [*bad, dataclasses.replace(other, length_cost=0.1)]:
        try:
            rules.check_head(damaged, model.config)
        except FormatError:
            continue
        raise AssertionError(damaged.length_cost)


def test_slot_lists():
    """Lines of names, closed lists first."""
    lists = SlotLists([Entry.of("room", "Cook-Room", "kitchen"), Entry.of("pet", " Félix  the cat")], ["room"])
    packed = "room\t\nroom\tCook-Room\tcookroom\tkitchen\npet\tFélix the cat\tfelixthecat\n".encode()
    assert lists.pack() == packed
    assert SlotLists.unpack(packed) == lists
    head = next(head for head in MODELS["every_head"].heads if head.kind == pipit.format.TOKEN_BIO)
    listed = dataclasses.replace(MODELS["every_head"], heads=[dataclasses.replace(head, slot_lists=packed)])
    assert pipit.format.read_bytes(pipit.format.to_bytes(listed)).heads[0].slot_lists == packed
    bad = ["", "a", "a\n", "a\tb\n", "a\tb\t\n", "a\t\tb\n", "\tb\tb\n", "\t\n", "a\tb\tb\na\t\n", "a\tb\tb\n\n"]
    for text in [*bad, "a\tb\x01\tb\n", "a\tb\tb\n" * 10923]:
        try:
            SlotLists.unpack(text.encode())
        except FormatError:
            continue
        raise AssertionError(text[:40])
