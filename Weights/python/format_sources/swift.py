"""Sources/PipitCore/Model/FileFormat.swift: numbers and rules as enums, without arrays, as a device needs them."""

from __future__ import annotations

import textwrap

from format_sources.description import Description, Field, Record, clauses_of, element_count, parts, weight_bits

HEADING = """\
// Generated from format.json by Weights/python/generate_format.py: change that file, and run the generator.
"""
WIDTH = 110
# The clauses of `when` in Swift: of a network's section about its config, of a head's section about `HeadShape`.
NETWORK_CLAUSES = {
    "r != d": "tokenRank != width",
    "p != 0": "positionRank != 0",
    "p != d": "positionRank != width",
    "segments != 0": "segments != 0",
    "EmbBERT": "blockKind == .embBERT",
    "BERT": "blockKind == .bert",
    "final norm": "hasFinalNorm",
}
HEAD_CLAUSES = {
    "labels != 0": "hasLabels",
    "transform": "hasTransform",
    "masked word": "kind == .maskedWord",
    "output": "hasOutput",
    "sequence": "kind == .sequence",
    "token BIO": "kind == .tokenBIO",
    "transitions": "hasTransitions",
}
GROUPS = {
    "none": "There are no groups.",
    "optional": "Any divisor of the columns, or 0: one scale for the whole section.",
    "required": "A divisor of the columns, and a multiple of `FileFormat.groupMultiple`.",
    "columns": "All columns of a row.",
}
OUTPUTS = {
    "labels": "One for each label, and one more for what is out of scope where that is a class.",
    "boundaries": "Start and end of an answer.",
    "words": "One for each word piece, or none: the token table stands in.",
    "vector": "As many as the vector has, or none.",
}


def text(description: Description) -> str:
    blocks = [
        HEADING,
        *limits(description),
        *(
            fields(name, record, summary)
            for name, record, summary in (
                ("HeaderField", description.header, "A field of the file's header"),
                ("EntryField", description.entry, "A field of a section table's entry"),
                ("VocabularyField", description.vocabulary, "A field in front of the vocabulary's blocks"),
                ("ConfigField", description.config, "A field of the config section"),
                ("HeadField", description.head_record, "A field of a head record"),
            )
        ),
        config_bounds(description.config),
        head_bounds(description.head_record),
        formats(description),
        roles(description),
        requirements(description),
        *enumerations(description),
    ]
    return "\n".join(blocks)


def comment(text: str, indent: int = 0) -> str:
    """A doc comment: one sentence, broken where it is too long."""
    sentence = text[0].upper() + text[1:]
    sentence = sentence if sentence.endswith(".") else sentence + "."
    lines = textwrap.wrap(sentence, WIDTH - indent - 4, break_long_words=False)
    return "".join(f"{' ' * indent}/// {line}\n" for line in lines)


def grouped(value: int) -> str:
    return f"{value:_}" if value >= 10_000 else str(value)


def constant(item: dict) -> str:
    """A limit as a static property, and its rule as a message."""
    value, name = item["value"], item["name"]
    kind, shown = ("Float", str(value)) if isinstance(value, float) else ("Int", grouped(value))
    found = comment(item["text"], 4) + f"    package static var {name}: {kind} {{ {shown} }}\n"
    if "rule" in item:
        found += f"    /// `{name}` in the words of an error.\n"
        found += f'    static var {name}Rule: Literal {{ "{item["rule"].format(value)}" }}\n'
    return found


def limits(description: Description) -> list[str]:
    magic = int.from_bytes(description.magic, "little")
    frame = "/// The numbers of the file format that belong to no single field.\npackage enum FileFormat {\n"
    frame += comment("the version that the header names", 4)
    frame += f"    package static var version: UInt32 {{ {description.version} }}\n"
    frame += comment("the first eight bytes of a file, the lowest first", 4)
    digits = f"{magic:016X}"
    shown = "_".join(digits[i : i + 4] for i in range(0, 16, 4))
    frame += f"    package static var magic: UInt64 {{ 0x{shown} }}\n"
    frame += "".join(constant(item) for item in description.limits) + "}\n"
    words = "extension VocabularyField {\n" + "".join(constant(item) for item in description.vocabulary_limits) + "}\n"
    return [frame, words]


def fields(name: str, record: Record, summary: str) -> str:
    lines = f"/// {summary}; its raw value is its offset.\npackage enum {name}: Int, FileField, CaseIterable {{\n"
    for field in record.fields:
        shown = f" ({field.letter})" if field.letter else ""
        lines += f"    /// `{field.name}`{shown}, {field.type}.\n    case {field.name} = {field.offset}\n"
    lines += "\n    /// Bytes of all fields together.\n"
    return lines + f"    package static var byteCount: Int {{ {record.bytes} }}\n}}\n"


def switch(cases: list[tuple[list[str], str]], fallback: str | None = None, indent: int = 8) -> str:
    """A switch over self that gives a value; cases with the same value become one."""
    merged: dict[str, list[str]] = {}
    for names, value in cases:
        if value != fallback:
            merged.setdefault(value, []).extend(names)
    lines = f"{' ' * indent}switch self {{\n"
    for value, names in merged.items():
        lines += case(names, value, indent)
    if fallback is not None:
        lines += f"{' ' * indent}default: {fallback}\n"
    return lines + f"{' ' * indent}}}\n"


def case(names: list[str], value: str, indent: int) -> str:
    """One case of a switch, its names over as many lines as they need."""
    line = ", ".join(f".{name}" for name in names)
    if len(f"case {line}: {value}") + indent <= WIDTH:
        return f"{' ' * indent}case {line}: {value}\n"
    wrapped = textwrap.wrap(line, WIDTH - indent - 6, break_on_hyphens=False)
    joined = f"\n{' ' * (indent + 4)}".join(wrapped)
    return f"{' ' * indent}case {joined}:\n{' ' * (indent + 4)}{value}\n"


def bound(field: Field, place: int) -> str:
    """A bound of a field, by the kind of block where that matters."""
    numbers = {kind: grouped(field.bits(bounds[place])) for kind, bounds in field.bounds.items()}
    if len(set(numbers.values())) == 1:
        return numbers["BERT"]
    return f"kind == .bert ? {numbers['BERT']} : {numbers['EmbBERT']}"


def method(header: str, summary: str, body: str, access: str = "package ") -> str:
    return comment(summary, 4) + f"    {access}{header} {{\n{body}    }}\n"


def config_bounds(config: Record) -> str:
    bounded = [field for field in config.fields if field.bounds]

    def name(field: Field) -> str:
        return f"{field.name}, as bits" if field.is_float else field.name

    body = "extension ConfigField {\n" + method(
        "var name: Literal",
        "the name that errors give, which is that of FORMAT.md",
        switch([([field.name], f'"{name(field)}"') for field in bounded], '"reserved bytes"'),
        "",
    )
    for place, word in enumerate(("minimum", "maximum")):
        body += "\n" + method(
            f"func {word}(_ kind: ModelConfig.BlockKind) -> UInt32",
            f"the {word} that a network of this kind may have; of a float its bits",
            switch([([field.name], bound(field, place)) for field in bounded], "0"),
        )
    for field in config.fields:
        if field.multiple > 1:
            body += f"\n    /// `{field.name}` is a multiple of this.\n"
            body += f"    package static var {field.name}Multiple: Int {{ {field.multiple} }}\n"
            body += f"    /// `{field.name}Multiple` in the words of an error.\n"
            body += f'    static var {field.name}Rule: Literal {{ "{field.name}, a multiple of {field.multiple}" }}\n'
    return body + "}\n"


def head_bounds(record: Record) -> str:
    bounded = [field for field in record.fields if field.bounds]

    def name(field: Field) -> str:
        if not field.bounds:
            return f'"{field.name}"'
        low, high = field.bounds["BERT"]
        return f'"{field.name}, {low:g} to {high:g}{", as bits" if field.is_float else ""}"'

    body = "extension HeadField {\n" + method(
        "var name: Literal",
        "the name that errors give, with what is allowed",
        switch([([field.name], name(field)) for field in record.fields]),
        "",
    )
    for place, word in enumerate(("minimum", "maximum")):
        body += "\n" + method(
            f"var {word}: UInt32",
            f"the {word} that the field may have; of a float its bits",
            switch([([field.name], bound(field, place)) for field in bounded], "0"),
        )
    size = next(field.count for field in record.fields if field.name == "name")
    body += f"\n    /// Bytes of the longest name.\n    package static var maximumNameBytes: Int {{ {size} }}\n"
    return body + "}\n"


def sizes(format: dict) -> str:
    """The bytes before the weights, as an expression."""
    floats = {"rows": 0, "columns": 0}
    fixed, terms = 0, []
    for type, _, shape in parts(format)[:-1]:
        if type == "f32":
            floats[shape] += 4
        elif type == "scales" or shape == "rows, columns/group":
            terms.append("scaleBytes(rows, columns, group)")
        elif type == "u16":
            fixed += 2
        elif type == "s8":
            fixed += element_count(shape)
        else:
            terms.append("padded(rows)")
    terms = [f"{count} &* {name}" for name, count in floats.items() if count] + terms
    if fixed:
        terms.insert(0, grouped(fixed))
    return " &+ ".join(terms) or "0"


def formats(description: Description) -> str:
    names = [format["name"] for format in description.formats]
    last = description.formats[-1]["number"]
    body = "/// How the bytes of a section are to be read.\npackage enum SectionFormat: UInt16, CaseIterable {\n"
    for format in description.formats:
        body += comment(f"`{format['name']}`: {', '.join(format['parts'])}", 4)
        body += f"    case {format['name']} = {format['number']}\n"
    body += "\n    /// The numbers in the words of an error.\n"
    body += f'    static var rule: Literal {{ "format, 0 to {last}" }}\n'
    body += f"    /// The last number.\n    static var maximum: UInt32 {{ {last} }}\n\n"
    body += method("var name: Literal", "the name in FORMAT.md", switch([([name], f'"{name}"') for name in names]))
    body += "\n    /// What an entry's `group` may be.\n    package enum Grouping {\n"
    for name, words in GROUPS.items():
        body += f"        /// {words}\n        case {name}\n"
    body += "    }\n\n" + method(
        "var grouping: Grouping",
        "what the section's groups may be",
        switch([([format["name"]], f".{format['group']}") for format in description.formats], ".none"),
    )
    body += "\n" + method(
        "var weightBits: Int",
        "bits of a weight; the weights are the last of the section's bytes",
        switch([([format["name"]], str(weight_bits(format))) for format in description.formats], "8"),
    )
    body += "\n" + method(
        "func bytesBeforeWeights(rows: Int, columns: Int, group: Int) -> Int",
        "bytes of what stands before the weights: scales, biases and a codebook",
        switch([([format["name"]], sizes(format)) for format in description.formats], "0"),
    )
    return (
        body
        + """
    /// Bytes of the scales of a format with groups: one f32, or a bf16 for each group.
    private func scaleBytes(_ rows: Int, _ columns: Int, _ group: Int) -> Int {
        group == 0 ? 4 : padded(2 &* rows &* (columns / group))
    }

    /// Bytes with the zeros that follow scales.
    private func padded(_ bytes: Int) -> Int {
        aligned(bytes, to: FileFormat.scaleAlignment)
    }
}
"""
    )


def roles(description: Description) -> str:
    body = "/// What a section holds, by the number that stands in the section table.\n"
    body += "package enum SectionRole: UInt16, CaseIterable {\n"
    for role in description.roles:
        body += f"    case {role['name']} = 0x{role['number']:02X}\n"
    body += "\n" + method(
        "var name: Literal",
        "the name that people read in an error or a listing",
        switch([([role["name"]], f'"{role["title"]}"') for role in description.roles]),
    )
    heads = [role for role in description.roles if role.get("index") == "head"]
    network = [role for role in description.roles if role["part"] in ("embedding", "weights")]
    for name, list, what in (("networkNumbers", network, "the network"), ("headNumbers", heads, "task heads")):
        body += f"\n    /// The lowest and the highest number of a section of {what}; some between have no role.\n"
        body += f"    package static var {name}: ClosedRange<UInt16> "
        body += f"{{ 0x{list[0]['number']:02X}...0x{list[-1]['number']:02X} }}\n"
    body += "\n    /// What an entry's `index` counts.\n    package enum Index {\n"
    body += "        /// Nothing: it is 0.\n        case none\n        /// The layers of the network.\n"
    body += "        case layer\n        /// The task heads.\n        case head\n    }\n\n"
    body += method(
        "var index: Index",
        "what the index of a section with this role counts",
        switch([([role["name"]], f".{role.get('index', 'none')}") for role in description.roles], ".none"),
    )
    body += "\n    /// What of a model a section belongs to.\n    package enum Part: CaseIterable {\n"
    for part in description.parts:
        body += comment(part["text"], 8) + f"        case {part['name']}\n"
    body += "    }\n\n" + method(
        "var part: Part",
        "what the section belongs to",
        switch([([role["name"]], f".{role['part']}") for role in description.roles]),
    )
    return body + "}\n"


def requirements(description: Description) -> str:
    body = "/// A number of rows or columns that the shape of a section is made of.\npackage enum Dimension: UInt8 {\n"
    for letter, name in description.letters.items():
        if any(letter in (role["rows"], role["columns"]) for role in description.roles):
            body += (
                f"    /// {letter} in FORMAT.md.\n    case {name}\n"
                if letter != "own"
                else ("    /// As many as the section has: only the text beside the role says more.\n    case own\n")
            )
    body += "}\n\nextension SectionRole {\n"
    body += method(
        "var formats: SectionFormats",
        "the formats that a section of this role may have",
        switch(
            [
                ([role["name"]], "SectionFormats(" + ", ".join(f".{name}" for name in role["formats"]) + ")")
                for role in description.roles
            ]
        ),
    )
    for word in ("rows", "columns"):
        body += "\n" + method(
            f"var {word}: Dimension",
            f"what the {word} of a section of this role are",
            switch([([role["name"]], f".{description.dimension(role[word])}") for role in description.roles]),
        )
    body += "\n" + method(
        "var isOptional: Bool",
        "whether a section that may be there may be missing as well",
        switch([([role["name"]], "true") for role in description.roles if role.get("optional")], "false"),
    )
    body += (
        "}\n\n"
        + "extension ModelConfig {\n"
        + method(
            "func hasSection(_ role: SectionRole) -> Bool",
            "whether a network of this config has a section of this role, in every layer where it is a layer's",
            conditions(description, ("embedding", "weights"), NETWORK_CLAUSES),
        )
    )
    used = [role[word] for role in description.roles for word in ("rows", "columns")]
    lengths = [
        ([name], {"one": "1", "two": "2", "own": "own", "headInputs": "headInputs"}.get(name, name))
        for letter, name in description.letters.items()
        if letter in used
    ]
    body += "\n" + comment(
        "the number that a dimension stands for; `own` is the section's, `headInputs` what comes into a head's output",
        4,
    )
    body += "    package func length(_ dimension: Dimension, own: Int, headInputs: Int) -> Int {\n"
    body += switch(lengths).replace("switch self", "switch dimension") + "    }\n}\n\n"
    body += "extension HeadShape {\n" + method(
        "func hasSection(_ role: SectionRole) -> Bool",
        "whether a head of this shape may have a section of this role",
        conditions(description, ("heads",), HEAD_CLAUSES),
        "",
    )
    return body + "}\n"


def conditions(description: Description, wanted: tuple[str, ...], clauses: dict[str, str]) -> str:
    cases = [
        ([role["name"]], " && ".join(clauses_of(role, clauses, "!{}".format)) or "true")
        for role in description.roles
        if role["part"] in wanted
    ]
    return switch(cases, "true").replace("switch self", "switch role")


def enumerations(description: Description) -> list[str]:
    named = {
        "blockKinds": ("ModelConfig", "BlockKind", "The two families of transformer block."),
        "activations": (
            "ModelConfig",
            "Activation",
            "What stands between the two halves of a feed-forward layer, or after a head's transform.",
        ),
        "poolings": ("ModelConfig", "Pooling", "How the hidden states of a text become the pooled state."),
    }
    found = []
    for key, (owner, name, summary) in named.items():
        body = f"extension {owner} {{\n    /// {summary}\n    public enum {name}: UInt32 {{\n"
        for item in description.enumerations[key]:
            body += comment(item["title"], 8) + f"        case {item['name']} = {item['number']}\n"
        found.append(body + "    }\n}\n")
    for key, name, summary in (
        ("configFlags", "ConfigFlag", "A bit of the config's flags."),
        ("headFlags", "HeadFlag", "A bit of a head record's flags."),
    ):
        body = f"/// {summary}\npackage enum {name}: UInt32, CaseIterable {{\n"
        for item in description.enumerations[key]:
            body += comment(item["title"], 4) + f"    case {item['name']} = {item['number']}\n"
        found.append(body + "}\n")
    return found + [slot_kinds(description.slot_kinds), head_kinds(description.head_kinds)]


def slot_kinds(kinds: list[dict]) -> str:
    body = "/// What a slot's value is, by the number that stands in a section of slot kinds.\n"
    body += "public enum SlotKind: UInt8, CaseIterable, Sendable {\n"
    for kind in kinds:
        body += comment(kind["text"], 4) + f"    case {kind['name']} = {kind['number']}\n"
    return body + "}\n"


def head_kinds(kinds: list[dict]) -> str:
    body = "extension TaskHead {\n    /// What a head answers.\n    public enum Kind: UInt32 {\n"
    for kind in kinds:
        body += f"        /// {kind['summary']}\n        case {kind['name']} = {kind['number']}\n"
    body += "    }\n}\n\nextension TaskHead.Kind {\n    /// What the rows of a head's output stand for.\n"
    body += "    package enum Outputs {\n"
    for name, words in OUTPUTS.items():
        body += f"        /// {words}\n        case {name}\n"
    body += "    }\n\n" + method(
        "var outputs: Outputs",
        "what the rows of the head output stand for",
        switch([([kind["name"]], f".{kind['outputs']}") for kind in kinds]),
    )
    body += "\n" + method(
        "var hasLabels: Bool",
        "whether the answers of this kind have names",
        switch([([kind["name"]], "false" if kind["labels"] == "none" else "true") for kind in kinds], "true"),
    )
    body += "\n" + method(
        "var hasBIOLabels: Bool",
        "whether each label is a BIO tag",
        switch([([kind["name"]], "true" if kind["labels"] == "BIO" else "false") for kind in kinds], "false"),
    )
    body += "\n" + method(
        "var mayHaveOutOfScope: Bool",
        "whether the last output may be the out-of-scope class",
        switch([([kind["name"]], "true" if kind["outOfScope"] else "false") for kind in kinds], "false"),
    )
    return body + "}\n"
