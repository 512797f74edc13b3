"""Snips NLU's training data: the JSON of `snips-nlu generate-dataset`, and the YAML it is generated from."""

from pipit.convert.markup import snips_text
from pipit.convert.training import ConversionError, Notes, Training, plain, slot


def from_json(document: dict, notes: Notes) -> Training:
    """Converts a data set that has been loaded."""
    training = Training()
    for intent, content in document["intents"].items():
        for utterance in content["utterances"]:
            parts = []
            for chunk in utterance["data"]:
                name = chunk.get("slot_name") or chunk.get("entity")
                parts.append(_spaced_slot(name, chunk["text"]) if name else plain(chunk["text"]))
            training.add("".join(parts), intent)
    for name, entity in (document.get("entities") or {}).items():
        for entry in (entity or {}).get("data") or []:
            training.add_value(name, entry["value"], tuple(entry.get("synonyms") or ()))
        if name.startswith("snips/"):
            notes.add(f"{name} has no values here: its slots are learnt from the examples alone")
    return training


def from_yaml(documents: list[dict], notes: Notes) -> Training:
    """Converts the documents of a YAML file that have been loaded."""
    training = Training()
    values: dict[str, list[str]] = {}
    for document in documents:
        if document.get("type") == "entity":
            for entry in document.get("values") or []:
                value, *synonyms = entry if isinstance(entry, list) else [entry]
                training.add_value(document["name"], str(value), tuple(map(str, synonyms)))
                values.setdefault(document["name"], []).append(str(value))
    for document in documents:
        if document.get("type") == "intent":
            entities = {slot["name"]: slot["entity"] for slot in document.get("slots") or []}
            for utterance in document.get("utterances") or []:
                try:
                    # A slot without its entity has the one that the intent declares.
                    known = values | {name: values[entity] for name, entity in entities.items() if entity in values}
                    text, needed = snips_text(str(utterance), known)
                except ConversionError as error:
                    notes.refuse(f"{document['name']}: {utterance}", error)
                    continue
                for name in needed - set(values):
                    text = text.replace("{" + name + "}", "{" + entities[name] + "}")
                training.add(text, document["name"])
        elif document.get("type") != "entity":
            notes.add(f"a document of the type {document.get('type')} was left out")
    return training


def _spaced_slot(name: str, text: str) -> str:
    """A slot with the blanks around its value outside of it."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return text[:start] + slot(name, plain(text[start:end])) + text[end:]
