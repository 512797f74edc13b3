"""The tables of Sources/PipitCore/Model/FORMAT.md, each between `<!-- format.json: NAME -->` and `<!-- end -->`."""

from __future__ import annotations

import re

from format_sources.description import Description, Field, Record, clauses_of, parts

MARKED = re.compile(r"(<!-- format\.json: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
CLAUSES = {
    "r != d": "r ≠ d",
    "p != 0": "p > 0",
    "p != d": "p ≠ d",
    "segments != 0": "segments > 0",
    "EmbBERT": "EmbBERT",
    "BERT": "BERT",
    "final norm": "the flag is set",
    "labels != 0": "the record has labels",
    "transform": "with a transform",
    "masked word": "of a masked word",
    "output": "with an output",
    "sequence": "of a sequence",
    "token BIO": "of token BIO",
    "transitions": "with tag transitions",
}
OUTPUTS = {
    "labels": "as many as labels",
    "boundaries": "2: start, end",
    "words": "V; or 0: tied to the token table (below)",
    "vector": "any number; or 0 (below)",
}
LABELS = {"free": "1 or more", "BIO": "1 or more, each `O`, `B-name` or `I-name`", "none": "0"}


def filled(page: str, description: Description) -> str:
    """The page with its tables as format.json has them."""
    tables = {
        "header": record(description.header, description),
        "entry": record(description.entry, description),
        "config": record(description.config, description),
        "vocabulary": record(description.vocabulary, description),
        "headRecord": record(description.head_record, description),
        "limits": limits(description.limits),
        "vocabularyLimits": limits(description.vocabulary_limits),
        "formats": formats(description),
        "roles": roles(description),
        "headKinds": head_kinds(description),
        "slotKinds": slot_kinds(description),
    }
    found = {match[2] for match in MARKED.finditer(page)}
    if found != tables.keys():
        raise ValueError(f"FORMAT.md has no place for, or asks for unknown tables: {sorted(found ^ tables.keys())}")
    return MARKED.sub(lambda match: match[1] + tables[match[2]] + match[4], page)


def table(heading: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(heading) + " |", "|" + "---|" * len(heading)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "".join(line + "\n" for line in lines)


def number(value: float) -> str:
    if isinstance(value, float) and not value.is_integer():
        return f"{value:g}".replace("e-0", "e-")
    return f"{int(value):,}"


def allowed(field: Field) -> str:
    """The bounds of a field, by the kind of block where that matters."""
    if field.is_id:
        return "0 … V − 1"
    if field.bounds is None:
        return ""
    words = {}
    for kind, (low, high) in field.bounds.items():
        words[kind] = number(low) if low == high else f"{number(low)} … {number(high)}"
    if len(set(words.values())) == 1:
        return "" if field.values else words["BERT"]
    return "; ".join(f"{kind} {text}" for kind, text in words.items())


def values(field: Field, description: Description) -> str:
    items = description.enumerations.get(field.values, [])
    return ", ".join(f"{item['number']} {item['title']}" for item in items)


def record(record: Record, description: Description) -> str:
    rows = []
    for field in record.fields:
        multiple = f"a multiple of {field.multiple}" if field.multiple > 1 else ""
        facts = [allowed(field), multiple, values(field, description), field.text]
        if field.name == "magic":
            facts.insert(0, f"`{description.magic.hex(' ').upper()}`")
        if field.name == "version":
            facts.insert(0, str(description.version))
        name = field.name + (f" {field.letter}" if field.letter else "")
        type = f"{field.count} bytes" if field.count else field.type
        rows.append([str(field.offset), type, name, "; ".join(fact for fact in facts if fact)])
    return table(["offset", "type", "field", "allowed"], rows)


def limits(items: list[dict]) -> str:
    return table(["limit", "value", "of"], [[item["name"], number(item["value"]), item["text"]] for item in items])


def formats(description: Description) -> str:
    groups = {
        "none": "0",
        "optional": "a divisor, or 0",
        "required": "a divisor",
        "columns": "all columns",
    }
    rows = []
    for format in description.formats:
        shown = ", ".join(
            " ".join(word for word in (type, what, f"`[{shape}]`" if shape else "") if word)
            for type, what, shape in parts(format)
        )
        notes = f". {format['text'][0].upper()}{format['text'][1:]}" if "text" in format else ""
        rows.append([str(format["number"]), format["name"], shown + notes, groups[format["group"]]])
    return table(["no", "name", "bytes, in this order", "group"], rows)


def roles(description: Description) -> str:
    rows = []
    for role in description.roles:
        formats = role["formats"]
        names = " or ".join([", ".join(formats[:-1]), formats[-1]]) if len(formats) > 1 else formats[0]
        facts = (
            [names]
            if "own" in (role["rows"], role["columns"]) and formats == ["bytes"]
            else [f"{names} `[{'…' if role['rows'] == 'own' else role['rows']}, {role['columns']}]`"]
        )
        if "text" in role:
            facts.append(role["text"])
        presence = " and ".join(clauses_of(role, CLAUSES, lambda text: text.replace("with ", "without ")))
        if role.get("optional"):
            presence = f"optional, {presence}" if presence else "optional"
        rows.append([f"0x{role['number']:02X}", role["title"], role.get("index", ""), "; ".join(facts), presence])
    return table(["role", "name", "index", "format, shape", "when"], rows)


def head_kinds(description: Description) -> str:
    rows = []
    for kind in description.head_kinds:
        outputs = OUTPUTS[kind["outputs"]] + (", and one with the out-of-scope class" if kind["outOfScope"] else "")
        rows.append([str(kind["number"]), kind["title"], kind["summary"], LABELS[kind["labels"]], outputs])
    return table(["no", "kind", "answer", "labels", "outputs"], rows)


def slot_kinds(description: Description) -> str:
    rows = [[str(kind["number"]), kind["name"], kind["text"]] for kind in description.slot_kinds]
    return table(["no", "kind", "a slot's value is"], rows)
