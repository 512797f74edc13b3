"""The rules of FORMAT.md that tie the config to the sections: which must stand there, in which format and shape."""

from __future__ import annotations

import string

import numpy as np

from pipit.format.layout import (
    BIO_KINDS,
    BOUNDARIES_KINDS,
    BYTES,
    CONFIG_BOUNDS,
    HEAD_BOUNDS,
    HEAD_CONDITIONS,
    LABELLED_KINDS,
    LABELS_KINDS,
    MAXIMUM_HEAD_INPUTS,
    MAXIMUM_NAME_BYTES,
    MAXIMUM_PATH_LABELS,
    MAXIMUM_VECTOR_OUTPUTS,
    NETWORK_CONDITIONS,
    OUT_OF_SCOPE_KINDS,
    RULES,
    SEGMENTS_WITH_CAPITALS,
    VECTOR_KINDS,
    WIDTH_MULTIPLE,
    WORDS_KINDS,
    BlockKind,
    HeadFlag,
    HeadKind,
    Role,
    SlotKind,
)
from pipit.format.lexicon import Lexicon
from pipit.format.lists import SlotLists
from pipit.format.paths import TagFeatures, unpack_slot_mask
from pipit.format.tensors import Tensor, require

NAME_LETTERS = set(string.ascii_lowercase + string.digits + "_.")


def check(model) -> None:
    """Raises FormatError for what FORMAT.md forbids in a Model."""
    check_config(model.config)
    check_info(model.info)
    vocabulary = model.vocabulary
    require(
        len(vocabulary) == model.config.vocabulary_size,
        f"{len(vocabulary)} pieces in the vocabulary, the config says {model.config.vocabulary_size}",
    )
    needed = shapes(model.config)
    for key, (formats, rows, columns) in needed.items():
        require(key in model.tensors, f"no section of role 0x{key[0]:02x}, index {key[1]}")
        _check_shape(f"role 0x{key[0]:02x}, index {key[1]}", model.tensors[key], formats, rows, columns)
    for key in model.tensors:
        require(key in needed, f"a section that the config does not ask for: role 0x{key[0]:02x}, index {key[1]}")
    for head in model.heads:
        check_head(head, model.config)
    if model.general is not None:
        width = model.general.states.shape[1]
        require(width == model.config.width, f"general states of width {width}, the config says {model.config.width}")
    names = [head.name for head in model.heads]
    require(len(set(names)) == len(names), "two heads have one name")


def _check_shape(where: str, tensor: Tensor, formats, rows: int, columns: int) -> None:
    require(tensor.format in formats, f"{where}: format {tensor.format}, one of {formats} needed")
    require(
        (tensor.rows, tensor.columns) == (rows, columns),
        f"{where}: {tensor.rows} x {tensor.columns}, {rows} x {columns} needed",
    )


def _within(name: str, value, low, high) -> None:
    require(low <= value <= high, f"{name} {value}, {low} ... {high} are allowed")


def check_config(c) -> None:
    """Raises FormatError for a config that FORMAT.md forbids."""
    _within("block_kind", c.block_kind, *CONFIG_BOUNDS["block_kind"][BlockKind.BERT])
    is_bert = c.block_kind == BlockKind.BERT
    for name, bounds in CONFIG_BOUNDS.items():
        has_capitals = name == "segments" and c.segments == SEGMENTS_WITH_CAPITALS and not is_bert
        if not has_capitals:
            _within(name, *(np.float32(number) for number in (getattr(c, name), *bounds[c.block_kind])))
    require(c.width % WIDTH_MULTIPLE == 0, f"width {c.width} is no multiple of {WIDTH_MULTIPLE}")
    require(c.width % c.attention_heads == 0, f"{c.attention_heads} attention heads do not divide the width {c.width}")
    require(is_bert or c.causal or c.kernel_size % 2 == 1, f"a centred kernel of size {c.kernel_size} is not odd")
    require(c.mask_layers <= c.layers, f"{c.mask_layers} layers of masked words, at most {c.layers} are allowed")
    ids = (c.pad_id, c.unknown_id, c.cls_id, c.mask_id, c.sep_id)
    require(len(set(ids)) == 5, f"two of the special ids {ids} are equal")
    require(max(ids) < c.vocabulary_size, f"a special id of {ids} is not below {c.vocabulary_size}")


def check_info(info: dict[str, str]) -> None:
    """Raises FormatError where the name or the licence is missing, or a line is not plain."""
    for key in ("name", "license"):
        require(key in info, f"no {key} in info")
    for key, value in info.items():
        require(key != "" and is_plain(key + value), f"info key {key!r} is empty or has controls")


def is_plain(text: str) -> bool:
    """Whether there are no control characters below the space."""
    return min(text, default=" ") >= " "


def shapes(c) -> dict[tuple[int, int], tuple[tuple[int, ...], int, int]]:
    """(role, layer) → allowed formats, rows, columns: every matrix a model of this config has outside its heads."""
    return {
        (role, index): (rule.formats, _length(rule.rows, c), _length(rule.columns, c))
        for role, rule in RULES.items()
        if Role.TOKEN_TABLE <= role <= Role.FINAL_NORM and NETWORK_CONDITIONS.get(role, _always)(c)
        for index in range(c.layers + c.mask_layers if rule.index == "layer" else 1)
    }


def _always(_) -> bool:
    return True


def _length(name: str, config, **others: int) -> int:
    """The number that the rows or columns of a rule stand for."""
    known = {"one": 1, "two": 2, **others}
    return known[name] if name in known else getattr(config, name)


def check_head(head, config) -> None:
    """Raises FormatError for what FORMAT.md forbids in a task head."""
    where = f"head {head.name!r}"
    for name, bounds in HEAD_BOUNDS.items():
        value = {"labels": len(head.labels), "flags": head.flags}.get(name, getattr(head, name, None))
        _within(f"{where}: {name}", value, *bounds)
    require(head.flags in (0, *HeadFlag), f"{where}: more than one of the flags")
    require(not np.signbit([head.threshold, head.length_cost]).any(), f"{where}: threshold or length cost -0")
    require(
        1 <= len(head.name) <= MAXIMUM_NAME_BYTES and set(head.name) <= NAME_LETTERS, f"{where}: no name of a request"
    )
    require(
        all(label != "" and is_plain(label) for label in head.labels), f"{where}: a label that is empty or has controls"
    )
    width = config.width
    for role, part in head.parts().items():
        name, rule = f"{where}: {role.name.lower()}", RULES[role]
        require(HEAD_CONDITIONS.get(role, _always)(head), f"{name} in a head that may have none")
        if isinstance(part, bytes):
            require(rule.formats == (BYTES,), f"{name} is no matrix")
            continue
        rows = _length(rule.rows, config, own=part.rows)
        columns = _length(rule.columns, config, own=part.columns, head_inputs=width)
        _check_shape(name, part, rule.formats, rows, columns)
        if role == Role.HEAD_TRANSFORM:
            _within(f"{name}: rows", part.rows, 1, MAXIMUM_HEAD_INPUTS)
            width = part.rows
    _check_kind(where, head, config, width)
    _check_words(where, head)
    if head.tag_transitions is not None:
        _check_paths(f"{where}: learnt paths", head)


def _check_paths(name: str, head) -> None:
    """The shape of tag transitions, the order of the labels of learnt paths, and what is beside them."""
    count, table = len(head.labels), head.tag_transitions
    require(count <= MAXIMUM_PATH_LABELS, f"{name}: {count} labels, {MAXIMUM_PATH_LABELS} are allowed")
    shape = (table.rows, table.columns, table.group)
    require(shape == (count + 1, count, 0), f"{name}: rows, columns, group {shape}")
    pairs = [label[1:] for label in head.labels[1::2]], [label[1:] for label in head.labels[2::2]]
    is_ordered = count % 2 == 1 and head.labels[0] == "O" and pairs[0] == pairs[1]
    is_ordered = is_ordered and all(label[0] == "IB"[index % 2] for index, label in enumerate(head.labels) if index)
    require(is_ordered, f"{name}: the labels are not O, then B-name and I-name in pairs")
    if head.tag_features is not None:
        TagFeatures.unpack(head.tag_features, count)
    if head.slot_mask is not None:
        unpack_slot_mask(head.slot_mask, count)


def _check_kind(where: str, head, config, width: int) -> None:
    """What the kind asks of labels and outputs; `width` is what comes into the output."""
    rows = 0 if head.output is None else head.output.rows
    is_labelled = head.kind in LABELLED_KINDS
    require(is_labelled == bool(head.labels), f"{where}: {len(head.labels)} labels in a head of kind {head.kind}")
    require(
        not head.out_of_scope or head.kind in OUT_OF_SCOPE_KINDS,
        f"{where}: an out-of-scope class in a head of kind {head.kind}",
    )
    if head.kind in LABELS_KINDS:
        needed = len(head.labels) + head.out_of_scope
        require(rows == needed, f"{where}: {rows} outputs, {needed} needed")
    if head.kind in BIO_KINDS:
        good = all(label == "O" or (label[:2] in ("B-", "I-") and len(label) > 2) for label in head.labels)
        require(good, f"{where}: a tag other than O, B-name, I-name")
        _check_slot_kinds(where, head)
        if head.slot_lists is not None:
            SlotLists.unpack(head.slot_lists)
    if head.kind in BOUNDARIES_KINDS:
        require(rows == 2, f"{where}: {rows} outputs, 2 needed")
    else:
        require(head.length_cost == 0, f"{where}: a length cost in a head of kind {head.kind}")
    if head.kind in WORDS_KINDS:
        require(rows in (0, config.vocabulary_size), f"{where}: {rows} outputs, {config.vocabulary_size} or 0 needed")
        require(
            rows > 0 or width == config.token_rank,
            f"{where}: {width} columns for a token table of rank {config.token_rank}",
        )
    if head.kind in VECTOR_KINDS:
        _within(f"{where}: outputs", rows, 0, MAXIMUM_VECTOR_OUTPUTS)


def _check_words(where: str, head) -> None:
    """What a background, a lexicon and label acts ask of a head."""
    is_sequence = head.kind == HeadKind.SEQUENCE
    require(not head.background or is_sequence, f"{where}: a background in a head of kind {head.kind}")
    require(not head.free_tags or head.kind in BIO_KINDS, f"{where}: free tags in a head of kind {head.kind}")
    require(
        not head.several_labels or (head.kind in OUT_OF_SCOPE_KINDS and head.label_acts is None),
        f"{where}: several labels in a head of kind {head.kind}, or with acts",
    )
    if head.lexicon is not None:
        columns = Lexicon.unpack(head.lexicon).weights.shape[1]
        require(is_sequence, f"{where}: a lexicon in a head of kind {head.kind}")
        require(columns == head.outputs, f"{where}: {columns} columns of the lexicon, {head.outputs} needed")
    if head.label_acts is not None:
        count = len(head.label_acts)
        require(count == len(head.labels), f"{where}: {count} bytes of label acts, {len(head.labels)} needed")
    if head.command_words is not None:
        lines = head.command_words.decode().split("\n")
        right = lines.pop() == "" and bool(lines)
        right &= all(len(line.encode()) >= 2 and line[0] in "><+|~^:!-=?" for line in lines)
        require(right, f"{where}: lines of command words that are no mark and word")


def _check_slot_kinds(where: str, head) -> None:
    """A kind for each label."""
    if head.slot_kinds is None:
        return
    count = len(head.slot_kinds)
    require(count == len(head.labels), f"{where}: {count} slot kinds for {len(head.labels)} labels")
    for label, kind in zip(head.labels, head.slot_kinds, strict=True):
        require(kind in set(SlotKind), f"{where}: the slot kind {kind} of the label {label}")
