"""Rasa's training data: YAML, and the JSON and Markdown of earlier versions."""

import re

from pipit.convert.markup import rasa_text
from pipit.convert.training import ConversionError, Notes, Training, one_line, plain, slot

_HEADING = re.compile(r"##\s*(intent|synonym|regex|lookup)\s*:\s*(.*?)\s*$")
_ITEM = re.compile(r"\s*[-*+]\s+(.*?)\s*$")


def from_yaml(document: dict, notes: Notes) -> Training:
    """Converts an `nlu.yml` that has been loaded."""
    training, synonyms = Training(), []
    for block in document.get("nlu") or []:
        if "intent" in block:
            for example in _examples(block.get("examples"), f"the intent {block['intent']}"):
                _add(training, example, block["intent"], notes)
        elif "synonym" in block:
            synonyms.append((block["synonym"], _examples(block.get("examples"), "a synonym")))
        elif "lookup" in block:
            for value in _examples(block.get("examples"), "a lookup table"):
                training.add_value(block["lookup"], value)
        elif "regex" in block:
            notes.add(f"the regular expression {block['regex']} was left out")
        else:
            raise ConversionError(f"a block of nlu that is no intent, synonym, lookup or regex: {sorted(block)}")
    _add_synonyms(training, synonyms, notes)
    for key in sorted(set(document) - {"version", "nlu"}):
        notes.add(f"{key} was left out: only nlu is training data of intents")
    return training


def from_json(document: dict, notes: Notes) -> Training:
    """Converts an `nlu.json` that has been loaded."""
    training = Training()
    data = document["rasa_nlu_data"]
    for number, example in enumerate(data.get("common_examples") or [], 1):
        text, end, parts = example["text"], 0, []
        for entity in sorted(example.get("entities") or [], key=lambda entity: entity["start"]):
            if entity["start"] < end or entity["end"] > len(text):
                raise ConversionError(f"example {number}: the entity {entity['entity']} does not stand in {text!r}")
            name = entity["entity"] + ("." + entity["role"] if entity.get("role") else "")
            value = text[entity["start"] : entity["end"]]
            parts += [plain(text[end : entity["start"]]), slot(name, plain(value))]
            end = entity["end"]
            synonym = entity.get("value")
            if isinstance(synonym, str) and one_line(synonym).lower() != one_line(value).lower():
                training.add_value(name, synonym, (value,))
        training.add("".join(parts) + plain(text[end:]), example["intent"])
    for table in data.get("lookup_tables") or []:
        if isinstance(table.get("elements"), list):
            for value in table["elements"]:
                training.add_value(table["name"], value)
        else:
            notes.add(f"the lookup table {table.get('name')} is a file of its own and was left out")
    synonyms = [(entry["value"], entry["synonyms"]) for entry in data.get("entity_synonyms") or []]
    _add_synonyms(training, synonyms, notes)
    for expression in data.get("regex_features") or []:
        notes.add(f"the regular expression {expression.get('name')} was left out")
    return training


def from_markdown(text: str, notes: Notes) -> Training:
    """Converts an `nlu.md`."""
    training, synonyms = Training(), []
    kind = name = None
    for number, line in enumerate(text.splitlines(), 1):
        if heading := _HEADING.match(line):
            kind, name = heading.groups()
            if kind == "regex":
                notes.add(f"the regular expression {name} was left out")
        elif item := _ITEM.match(line):
            if kind == "intent":
                _add(training, item[1], name, notes)
            elif kind == "synonym":
                synonyms.append((name, [item[1]]))
            elif kind == "lookup":
                training.add_value(name, item[1])
            elif kind is None:
                raise ConversionError(f"line {number}: an example before the first heading such as ## intent:name")
    _add_synonyms(training, synonyms, notes)
    return training


def _add(training: Training, example: str, intent: str, notes: Notes) -> None:
    try:
        training.add(rasa_text(example, training), intent)
    except ConversionError as error:
        notes.refuse(f"{intent}: {example}", error)


def _examples(examples: object, place: str) -> list[str]:
    """The examples of a block: a text with a dash on each line, or a list of texts or of objects with a text."""
    if isinstance(examples, str):
        lines = [line for line in examples.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        items = [_ITEM.match(line) for line in lines]
        if wrong := next((line for line, item in zip(lines, items, strict=True) if not item), None):
            raise ConversionError(f"{place}: an example without a dash before it: {wrong.strip()}")
        return [item[1] for item in items]
    if isinstance(examples, list):
        return [one_line(str(item["text"] if isinstance(item, dict) else item)) for item in examples]
    raise ConversionError(f"{place} has no examples")


def _add_synonyms(training: Training, synonyms: list[tuple[str, list[str]]], notes: Notes) -> None:
    """Adds each synonym to the lists of the slots that had its value or one of its other names."""
    used: dict[str, set[str]] = {name: _words(values) for name, values in training.lists.items()}
    for text, _ in training.lines:
        for name, value in re.findall(r"\[([\w./-]+): ([^\[\]]*)\]", text):
            used.setdefault(name, set()).add(value.lower())
    for value, others in synonyms:
        words = {one_line(word).lower() for word in (value, *others)}
        names = [name for name, known in used.items() if known & words]
        for name in names:
            training.add_value(name, value, tuple(others))
        if not names:
            notes.add(f"the synonyms of {value} were left out: no slot has it as a value")


def _words(values: dict[str, list[str]]) -> set[str]:
    """The values of a list and their synonyms, lower case."""
    return {word.lower() for value, others in values.items() for word in (value, *others)}
