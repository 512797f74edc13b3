"""Home Assistant's custom sentences, read by hassil; its sentences become templates of a training file."""

import itertools
from pathlib import Path

from hassil.errors import HassilError
from hassil.expression import Alternative, Expression, Group, ListReference, Permutation, RuleReference, TextChunk
from hassil.intents import IntentData, Intents, RangeSlotList, TextSlotList, WildcardSlotList
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from hassil.sample import sample_expression

from pipit.convert.training import ConversionError, Notes, Training, one_line, plain, slot, slot_name

_MAXIMUM_DEPTH = 24
_MAXIMUM_FORMS = 8  # Ways to say a value that is a template itself.
# What Home Assistant puts into these lists by itself; a user has others.
_HOME = {
    "area": ["kitchen", "living room", "bedroom", "hall", "office", "garage", "bathroom"],
    "floor": ["ground floor", "first floor", "basement", "attic"],
    "name": ["ceiling lamp", "desk lamp", "ceiling fan", "heater", "front door", "blinds", "coffee machine"],
    "timer_name": ["pizza", "tea", "laundry", "workout"],
    "timer_command": ["turn off the lights", "open the garage door", "start the fan"],
    "shopping_list_item": ["milk", "eggs", "olive oil", "toilet paper", "bread and butter"],
    "todo_list_item": ["wash the car", "call grandma", "pay the rent"],
    "message": ["dinner is ready", "we leave in five minutes", "come downstairs"],
    "search_query": ["some jazz", "the beatles", "miles davis", "rock music"],
    "zone": ["home", "work", "school"],
}


def from_yaml(document: dict, notes: Notes, values: dict[str, list[str]] | None = None) -> Training:
    """Converts a file of custom sentences that has been loaded.

    `values` gives the values of lists that the file does not have.
    """
    document = {"language": "en"} | document
    try:
        intents = Intents.from_dict(document)
        writer = _Writer(intents, notes, values or {})
        for intent in intents.intents.values():
            for data in intent.data:
                writer.write(intent.name, data)
    except (HassilError, ParseError, KeyError, TypeError, ValueError) as error:
        raise ConversionError(f"hassil cannot read it: {type(error).__name__}: {error}") from error
    return writer.training


def has_sentences(document: object) -> bool:
    """Whether a loaded file has intents with blocks of sentences."""
    intents = document.get("intents") if isinstance(document, dict) else None
    return isinstance(intents, dict) and any(isinstance(i, dict) and "data" in i for i in intents.values())


def is_custom_sentences(document: object) -> bool:
    """Whether a loaded file is one of Home Assistant's: sentences, or lists and rules for them."""
    return isinstance(document, dict) and bool({"intents", "lists", "expansion_rules"} & set(document))


class _Writer:
    """Writes expressions of hassil as markup of a training file."""

    def __init__(self, intents: Intents, notes: Notes, values: dict[str, list[str]]) -> None:
        self.training = Training()
        self._intents = intents
        self._notes = notes
        self._values = values
        self._labels: dict[str, str] = {}
        self._data: IntentData | None = None
        self._depth = 0

    def write(self, intent: str, data: IntentData) -> None:
        """Writes the sentences of a block of an intent."""
        self._data = data
        if data.requires_context or data.excludes_context:
            self._notes.add("requires_context and excludes_context were left out: a command has no context here")
        label = intent
        for name, value in sorted((data.slots or {}).items()):
            # A detail of the label, as those of home.pipit have it.
            if name == "domain" and isinstance(value, str):
                label += f" domain={value}"
            else:
                self._notes.add(f"slots with fixed values were left out: {name} of {intent}")
        # In the order of the file: hassil sorts its own.
        for text in data.sentence_texts:
            try:
                written = self._text(parse_sentence(text).expression)
                other = self._labels.setdefault(written, label)
                if other == label:
                    self.training.add(written, label)
                else:
                    self._notes.add(f"left out: {label}: {text}: the same stands at {other}, and contexts are left out")
            except (ConversionError, ParseError) as error:
                self._notes.refuse(f"{intent}: {text}", error)

    def _text(self, part: Expression) -> str:
        self._depth += 1
        if self._depth > _MAXIMUM_DEPTH:
            raise ConversionError("expansion rules that stand for themselves")
        try:
            if isinstance(part, TextChunk):
                return plain(part.original_text)
            if isinstance(part, ListReference):
                return (part.prefix or "") + self._list(part) + (part.suffix or "")
            if isinstance(part, RuleReference):
                return self._rule(part.rule_name)
            if isinstance(part, Alternative):
                return self._options(part)
            if isinstance(part, Permutation):
                orders = itertools.permutations([self._text(item).strip() for item in part.items])
                return "(" + "|".join(one_line(" ".join(order)) for order in orders) + ")"
            if isinstance(part, Group):
                return "".join(self._text(item) for item in part.items)
            raise ConversionError(f"{type(part).__name__} is nothing that can be converted")
        finally:
            self._depth -= 1

    def _options(self, part: Alternative) -> str:
        options = [self._text(item) for item in part.items]
        words = [option for option in options if option.strip()]
        if part.is_optional or len(words) < len(options):
            return f"[{'|'.join(words)}]" if words else ""
        return f"({'|'.join(words)})" if len(words) > 1 else words[0]

    def _rule(self, name: str) -> str:
        rule = (self._data.expansion_rules or {}).get(name) or self._intents.expansion_rules.get(name)
        if rule is None:
            raise ConversionError(f"there is no expansion rule <{name}>")
        return self._text(rule.expression)

    def _list(self, part: ListReference) -> str:
        """A reference to a list; a list of another name than its slot stands inside of the slot."""
        if part.is_inline_range:
            low, high, step = part.get_inline_range()
            name = self._declare_numbers(f"numbers_{low}_{high}_{step}", range(low, high + 1, step))
        else:
            name = slot_name(part.list_name)
            if name not in self.training.lists:
                self._declare(part.list_name)
        reference = "{" + name + "}"
        return reference if slot_name(part.slot_name) == name else slot(part.slot_name, reference)

    def _declare(self, name: str) -> None:
        values = (self._data.slot_lists or {}).get(name) or self._intents.slot_lists.get(name)
        given = self._values.get(name)
        if given:
            for value in given:
                self.training.add_value(name, value)
        elif isinstance(values, TextSlotList):
            self._declare_texts(name, values)
        elif isinstance(values, RangeSlotList):
            self._declare_numbers(name, range(values.start, values.stop + 1, values.step))
        elif name not in _HOME:
            kind = "is a wildcard" if isinstance(values, WildcardSlotList) else "is not in the file"
            raise ConversionError(f"the list {name} {kind}; give examples of its values: --list '{name}=one|two|three'")
        else:
            for value in _HOME[name]:
                self.training.add_value(name, value)
            self._notes.add(
                f"Home Assistant fills the list {name} itself: put your own values into its line, or give them with"
                f" --list '{name}=one|two'; a few usual ones stand there now"
            )

    def _declare_texts(self, name: str, values: TextSlotList) -> None:
        for value in values.values:
            forms = sample_expression(value.text_in, self._intents.slot_lists, self._intents.expansion_rules)
            texts = [one_line(text) for text in itertools.islice(forms, _MAXIMUM_FORMS)]
            if value.context:
                self._notes.add(f"the contexts of values of the list {name} were left out")
            first, *others = dict.fromkeys(text for text in texts if text)
            self.training.add_value(name, first, tuple(others))

    def _declare_numbers(self, name: str, numbers: range) -> str:
        name = slot_name(name)
        if name not in self.training.lists:
            if numbers.step == 1:
                self.training.add_value(name, f"{numbers.start}..{numbers.stop - 1}")
            else:
                for number in numbers:
                    self.training.add_value(name, str(number))
        return name


def merge_files(documents: list[tuple[Path, dict]]) -> dict:
    """One document of several files of a folder, as Home Assistant reads them: lists and rules count for all."""
    merged: dict = {}
    for _, document in documents:
        for key, value in document.items():
            if key == "intents":
                for intent, content in (value or {}).items():
                    known = merged.setdefault("intents", {}).setdefault(intent, {"data": []})
                    known["data"] += content["data"]
            elif isinstance(value, dict):
                merged.setdefault(key, {}).update(value)
            else:
                merged.setdefault(key, value)
    return merged
