"""Slots inside of a text, as Rasa and Snips write them."""

import json
import re

from pipit.convert.training import ConversionError, Training, one_line, plain, slot

# [value](entity), [value](entity:value of the synonym), [value]{"entity": "name"}
_RASA = re.compile(r"\[([^\[\]]*)\](?:\(([^()]*)\)|(\{[^{}]*\}))")
# [slot:entity](value), [slot](value), and the short [slot:entity]
_SNIPS = re.compile(r"\[([^\[\]():]+)(?::([^\[\]()]+))?\](?:\(([^()]*)\))?")


def rasa_text(text: str, training: Training) -> str:
    """A text with Rasa's slots as a text of a training file; synonyms go into a list of the slot."""
    parts, end = [], 0
    for match in _RASA.finditer(text):
        parts.append(plain(text[end : match.start()]))
        value, entity, options = match.groups()
        synonym = None
        if options is None:
            entity, _, synonym = entity.partition(":")
        else:
            try:
                members = json.loads(options)
                entity, synonym = members["entity"], members.get("value")
            except (ValueError, KeyError, TypeError) as error:
                raise ConversionError(f"{options} behind [{value}] names no entity") from error
            if members.get("role"):
                entity += "." + members["role"]
        if synonym and one_line(synonym).lower() != one_line(value).lower():
            training.add_value(entity, synonym, (value,))
        parts.append(slot(entity, plain(value)))
        end = match.end()
    return "".join(parts) + plain(text[end:])


def snips_text(text: str, values: dict[str, list[str]]) -> tuple[str, set[str]]:
    """A text with Snips's slots as a text of a training file, and the entities whose lists it needs.

    `values` has the entities for which there are lists; a slot without a value takes one from there.
    """
    parts, end, needed = [], 0, set()
    for match in _SNIPS.finditer(text):
        parts.append(plain(text[end : match.start()]))
        name, entity, value = match.groups()
        if value is not None:
            parts.append(slot(name, plain(value)))
        elif (entity or name) in values:
            needed.add(entity or name)
            parts.append(slot(name, "{" + (entity or name) + "}"))
        else:
            raise ConversionError(f"[{match.group()[1:-1]}] has no value in ( ), and its entity has no values")
        end = match.end()
    return "".join(parts) + plain(text[end:]), needed
