"""Tables of texts and labels: CSV, TSV, and JSON with an object an example.

The texts stay as they are: brackets in them are what `forge teach` takes them for.
"""

import csv
import io
import json

from pipit.convert.training import ConversionError, Notes, Training

_TEXT = ("text", "utterance", "sentence", "query", "phrase", "example", "command", "question", "message", "input")
_LABEL = ("label", "intent", "class", "category", "target", "tag")


def from_csv(text: str, notes: Notes) -> Training:
    """Converts a table whose first row names a column of texts and one of labels."""
    try:
        dialect = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error as error:
        raise ConversionError(f"no commas, semicolons or TABs between cells: {error}") from error
    rows = [row for row in csv.reader(io.StringIO(text), dialect, doublequote=True) if any(map(str.strip, row))]
    names = [name.strip().lower() for name in rows[0]]
    text_column, label_column = _column(names, _TEXT), _column(names, _LABEL)
    training = Training()
    for number, row in enumerate(rows[1:], 2):
        if len(row) <= max(text_column, label_column):
            raise ConversionError(f"row {number} has {len(row)} cells; the first row names {len(names)}")
        training.add(row[text_column], row[label_column])
    unused = [name for index, name in enumerate(names) if index not in (text_column, label_column) and name]
    if unused:
        notes.add("columns that were left out: " + ", ".join(unused))
    return training


def from_json(text: str, notes: Notes) -> Training:
    """Converts a list of objects, or an object on each line, with a text and a label each."""
    try:
        loaded = json.loads(text)
        objects = loaded if isinstance(loaded, list) else [loaded]
    except ValueError:
        try:
            objects = [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError as error:
            raise ConversionError(f"no JSON: {error}") from error
    training = Training()
    for number, item in enumerate(objects, 1):
        if not isinstance(item, dict):
            raise ConversionError(f"example {number} is no object with a text and a label")
        names = [name.lower() for name in item]
        values = list(item.values())
        training.add(str(values[_column(names, _TEXT)]), str(values[_column(names, _LABEL)]))
    return training


def _column(names: list[str], choices: tuple[str, ...]) -> int:
    """Where the first of the choices stands."""
    for name in choices:
        if name in names:
            return names.index(name)
    raise ConversionError(f"no {choices[0]} or {choices[1]} among the names {', '.join(names)}")
