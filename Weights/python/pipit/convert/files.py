"""Reads files of other programs, whichever they are."""

import json
import re
from pathlib import Path

import yaml

from pipit.convert import home_assistant, rasa, rhasspy, snips, tables
from pipit.convert.training import ConversionError, Notes, Training

_HEADING = re.compile(r"^##\s*(intent|synonym|lookup|regex)\s*:", re.MULTILINE)
_SECTION = re.compile(r"^\[[^\]\n:]+\]\s*$", re.MULTILINE)


def read_text(path: Path) -> str:
    """The text of a file, in UTF-8, or in UTF-16 with its mark."""
    data = path.read_bytes()
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConversionError(f"not UTF-8: {error}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def convert(
    paths: list[Path], notes: Notes, values: dict[str, list[str]] | None = None, slots: Path | None = None
) -> Training:
    """Converts files, each of its own kind; those of Home Assistant are taken together, as it takes them itself.

    `values` gives values of lists that Home Assistant's files do not have, `slots` is Rhasspy's folder of that name.
    """
    training = Training()
    sentences: list[tuple[Path, dict]] = []
    for path in paths:
        try:
            converted = _convert(path, read_text(path), notes, sentences, slots)
        except ConversionError as error:
            raise ConversionError(f"{path}: {error}") from error
        except OSError as error:
            raise ConversionError(f"{path} cannot be read: {error.strerror}") from error
        except (KeyError, TypeError, AttributeError) as error:
            raise ConversionError(f"{path}: not as it should be: {type(error).__name__}: {error}") from error
        if converted is not None:
            training.merge(converted)
    if sentences:
        try:
            training.merge(home_assistant.from_yaml(home_assistant.merge_files(sentences), notes, values))
        except ConversionError as error:
            names = ", ".join(str(path) for path, _ in sentences)
            raise ConversionError(f"{names}: {error}") from error
    if not training.lines:
        raise ConversionError(f"no examples in {', '.join(map(str, paths))}")
    return training


def _convert(
    path: Path, text: str, notes: Notes, sentences: list[tuple[Path, dict]], slots: Path | None
) -> Training | None:
    """What one file says; None where it is put to Home Assistant's sentences."""
    if path.suffix == ".json" or text.lstrip()[:1] == "{" or re.match(r"\s*\[\s*\{", text):
        return _from_json(path, text, notes, sentences)
    if _HEADING.search(text):
        return rasa.from_markdown(text, notes)
    if path.suffix == ".ini" or _SECTION.match(text.lstrip()):
        return rhasspy.from_ini(text, notes, slots or path.parent / "slots")
    if path.suffix in (".csv", ".tsv", ".txt"):
        return tables.from_csv(text, notes)
    try:
        documents = [document for document in yaml.safe_load_all(text) if document is not None]
    except yaml.YAMLError as error:
        raise ConversionError(f"no format that is known, and no YAML: {error}") from error
    if not all(isinstance(document, dict) for document in documents):
        return tables.from_csv(text, notes)
    if len(documents) == 1 and "nlu" in documents[0]:
        return rasa.from_yaml(documents[0], notes)
    if documents and all("type" in document for document in documents):
        return snips.from_yaml(documents, notes)
    if len(documents) == 1 and home_assistant.is_custom_sentences(documents[0]):
        sentences.append((path, documents[0]))
        return None
    raise ConversionError("YAML, but not of Rasa (nlu), Snips (type: intent) or Home Assistant (intents)")


def _from_json(path: Path, text: str, notes: Notes, sentences: list[tuple[Path, dict]]) -> Training | None:
    try:
        document = json.loads(text)
    except ValueError:
        return tables.from_json(text, notes)
    # The package home-assistant-intents has its sentences so.
    if home_assistant.has_sentences(document):
        sentences.append((path, document))
        return None
    if isinstance(document, dict) and "rasa_nlu_data" in document:
        return rasa.from_json(document, notes)
    if isinstance(document, dict) and "intents" in document:
        return snips.from_json(document, notes)
    return tables.from_json(text, notes)
