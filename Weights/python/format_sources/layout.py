"""Weights/python/pipit/format/layout.py: the numbers and rules for the Python reader and writer."""

from __future__ import annotations

from format_sources.description import Description, Record, clauses_of, element_count, parts, snake, weight_bits

HEADING = '''\
"""The numbers and rules of the file format.

Generated from format.json by Weights/python/generate_format.py: change that file, and run the generator.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

'''
OUTPUTS = {
    "labels": "Kinds with an output for each label.",
    "boundaries": "Kinds with two outputs, start and end.",
    "words": "Kinds with an output for each word piece, or none.",
    "vector": "Kinds with as many outputs as a vector has, or none.",
}
# The clauses of `when` about `c`, a Config, or about `h`, a task head.
NETWORK_CLAUSES = {
    "r != d": "c.token_rank != c.width",
    "p != 0": "c.position_rank != 0",
    "p != d": "c.position_rank != c.width",
    "segments != 0": "c.segments != 0",
    "EmbBERT": "c.block_kind == BlockKind.EMB_BERT",
    "BERT": "c.block_kind == BlockKind.BERT",
    "final norm": "bool(c.flags & ConfigFlag.FINAL_NORM)",
}
HEAD_CLAUSES = {
    "labels != 0": "bool(h.labels)",
    "transform": "h.transform is not None",
    "masked word": "h.kind == HeadKind.MASKED_WORD",
    "output": "h.has_output",
    "sequence": "h.kind == HeadKind.SEQUENCE",
    "token BIO": "h.kind == HeadKind.TOKEN_BIO",
    "transitions": "h.tag_transitions is not None",
}
RULES = '''\
class RoleRule(NamedTuple):
    """What a section of a role looks like, in the names of Config; `own` is as many as there are."""

    formats: tuple[Format, ...]
    rows: str
    columns: str
    index: str
    is_optional: bool


'''


def text(description: Description) -> str:
    named = {
        "blockKinds": "BlockKind",
        "activations": "Activation",
        "poolings": "Pooling",
        "configFlags": "ConfigFlag",
        "headFlags": "HeadFlag",
    }
    constants = [
        f"MAGIC = bytes.fromhex({description.magic.hex(' ').upper()!r})".replace("'", '"'),
        f"VERSION = {description.version}",
    ]
    for item in description.limits + description.vocabulary_limits:
        constants.append(f"{snake(item['name']).upper()} = {item['value']:_}  # {item['text']}")
    for name, record in (
        ("HEADER", description.header),
        ("ENTRY", description.entry),
        ("CONFIG", description.config),
        ("VOCABULARY", description.vocabulary),
        ("HEAD_RECORD", description.head_record),
    ):
        constants.append(f"{name}_BYTES = {record.bytes}")
        constants.append(f'{name}_LAYOUT = "{record.layout}"')
        zeros = [field.offset for field in record.fields if field.name == "reserved"]
        if zeros:
            size = next(field.count for field in record.fields if field.name == "reserved")
            constants.append(f"{name}_RESERVED = slice({zeros[0]}, {zeros[0] + size})")
    name_bytes = next(field.count for field in description.head_record.fields if field.name == "name")
    constants.append(f"MAXIMUM_NAME_BYTES = {name_bytes}")
    width = next(field for field in description.config.fields if field.multiple > 1)
    constants.append(f"{snake(width.name).upper()}_MULTIPLE = {width.multiple}")
    blocks = [
        HEADING + "\n".join(constants) + "\n",
        *(enumeration(name, description.enumerations[key]) for key, name in named.items()),
        enumeration("HeadKind", description.head_kinds),
        aliases("HeadKind", description.head_kinds),
        enumeration("SlotKind", description.slot_kinds),
        enumeration("Format", description.formats),
        aliases("Format", description.formats),
        enumeration("Role", description.roles),
        formats(description),
        RULES.rstrip() + "\n",
        roles(description),
        conditions(description),
        bounds(description),
        head_kinds(description.head_kinds),
    ]
    return "\n\n".join(blocks)


def enumeration(name: str, items: list[dict]) -> str:
    members = "".join(f"    {snake(item['name']).upper()} = {item['number']}\n" for item in items)
    return f"class {name}(IntEnum):\n{members}"


def aliases(name: str, items: list[dict]) -> str:
    """The members by themselves, as most users import them."""
    return "".join(f"{snake(item['name']).upper()} = {name}.{snake(item['name']).upper()}\n" for item in items)


def formats(description: Description) -> str:
    def where(key: str, wanted) -> str:
        return ", ".join(f"Format.{snake(item['name']).upper()}" for item in description.formats if wanted(item))

    body = "# By what an entry's group may be.\n"
    for group in ("optional", "required", "columns"):
        members = where("group", lambda item, group=group: item["group"] == group)
        body += f"GROUP_{group.upper()} = frozenset({{{members}}})\n"
    for bits, name in ((4, "FOUR"), (2, "TWO")):
        members = where("parts", lambda item, bits=bits: weight_bits(item) == bits)
        body += f"{name}_BITS = frozenset({{{members}}})\n"
    body += "\n\n"
    body += "def bytes_before_weights(format: int, rows: int, columns: int, group: int) -> int:\n"
    body += '    """Bytes of scales, biases and a codebook, with the padding behind scales."""\n'
    for item in description.formats:
        if size := before_weights(item):
            body += f"    if format == Format.{snake(item['name']).upper()}:\n        return {size}\n"
    body += "    return 0\n\n\ndef weight_bytes(format: int, count: int) -> int:\n"
    body += '    """Bytes of so many weights, which are the last of a section\'s bytes."""\n'
    body += "    if format in FOUR_BITS:\n        return count // 2\n"
    body += "    if format in TWO_BITS:\n        return count // 4\n"
    body += "    return 4 * count if format == Format.FLOAT32 else count\n\n\n"
    body += "def _scale_bytes(rows: int, columns: int, group: int) -> int:\n"
    body += '    """One f32, or a bf16 for each group."""\n'
    body += "    return 4 if group == 0 else _padded(2 * rows * (columns // group))\n\n\n"
    body += "def _padded(count: int) -> int:\n    return count + -count % SCALE_ALIGNMENT\n"
    return body


def before_weights(format: dict) -> str:
    terms: list[str] = []
    for type, _, shape in parts(format)[:-1]:
        if type == "f32":
            terms.append(f"4 * {shape}")
        elif type == "scales" or shape == "rows, columns/group":
            terms.append("_scale_bytes(rows, columns, group)")
        elif type == "s8":
            terms.append(str(element_count(shape)))
        else:
            terms.append("2" if type == "u16" else "_padded(rows)")
    return " + ".join(terms)


def roles(description: Description) -> str:
    body = "RULES = {\n"
    for role in description.roles:
        formats = tuple_of([snake(name).upper() for name in role["formats"]])
        rows, columns = (snake(description.dimension(role[word])) for word in ("rows", "columns"))
        rule = f'{formats}, "{rows}", "{columns}", "{role.get("index", "none")}", {role.get("optional", False)}'
        body += f"    Role.{snake(role['name']).upper()}: RoleRule({rule}),\n"
    return body + "}\n"


def tuple_of(names: list[str]) -> str:
    return f"({names[0]},)" if len(names) == 1 else f"({', '.join(names)})"


def conditions(description: Description) -> str:
    """The conditions of sections that not every model or head has, each a function of a Config or a TaskHead."""
    body = ""
    for name, letter, wanted, clauses, summary in (
        (
            "NETWORK_CONDITIONS",
            "c",
            ("embedding", "weights"),
            NETWORK_CLAUSES,
            "When a network with the Config `c` has a section (in every layer, where it is a layer's); else always.",
        ),
        ("HEAD_CONDITIONS", "h", ("heads",), HEAD_CLAUSES, "When the task head `h` may have a section; else always."),
    ):
        body += f"# {summary}\n{name} = {{\n"
        for role in description.roles:
            if role["part"] in wanted and role.get("when"):
                condition = " and ".join(clauses_of(role, clauses, "not {}".format))
                body += f"    Role.{snake(role['name']).upper()}: lambda {letter}: {condition},\n"
        body += "}\n"
    return body


def bounds(description: Description) -> str:
    def number(value: float) -> str:
        return repr(value) if isinstance(value, float) and not value.is_integer() else str(int(value))

    def table(record: Record) -> str:
        rows = ""
        for field in record.fields:
            if field.bounds:
                embbert, bert = (f"({number(low)}, {number(high)})" for low, high in field.bounds.values())
                rows += f'    "{snake(field.name)}": {{BlockKind.EMB_BERT: {embbert}, BlockKind.BERT: {bert}}},\n'
        return rows

    record = "".join(
        f'    "{snake(field.name)}": ({number(field.bounds["BERT"][0])}, {number(field.bounds["BERT"][1])}),\n'
        for field in description.head_record.fields
        if field.bounds
    )
    return (
        "# Minimum and maximum of the config's fields, by the kind of block.\nCONFIG_BOUNDS = {\n"
        + table(description.config)
        + "}\n# Minimum and maximum of the head record's fields.\nHEAD_BOUNDS = {\n"
        + record
        + "}\n"
    )


def head_kinds(kinds: list[dict]) -> str:
    body = ""
    for outputs in dict.fromkeys(kind["outputs"] for kind in kinds):
        chosen = [kind for kind in kinds if kind["outputs"] == outputs]
        body += members(f"{outputs.upper()}_KINDS", OUTPUTS[outputs], chosen)
    body += members("LABELLED_KINDS", "Kinds with labels.", [kind for kind in kinds if kind["labels"] != "none"])
    tagged = [kind for kind in kinds if kind["labels"] == "BIO"]
    scoped = [kind for kind in kinds if kind["outOfScope"]]
    body += members("BIO_KINDS", "Kinds whose labels are BIO tags.", tagged)
    return body + members("OUT_OF_SCOPE_KINDS", "Kinds that may have an out-of-scope class.", scoped)


def members(name: str, comment: str, kinds: list[dict]) -> str:
    return f"# {comment}\n{name} = frozenset({{{', '.join(snake(kind['name']).upper() for kind in kinds)}}})\n"
