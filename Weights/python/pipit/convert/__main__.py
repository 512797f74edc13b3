"""`python -m pipit.convert FILE… -o commands.tsv`."""

import argparse
import sys
from pathlib import Path

from pipit.convert.files import convert
from pipit.convert.training import ConversionError, Notes


def main(words: list[str] | None = None) -> int:
    """Runs the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m pipit.convert",
        description="Makes a training file of forge teach from files of Rasa, Snips, Rhasspy, Home Assistant, CSV or "
        "JSON; each file is recognized by its content.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("-o", "--output", type=Path, metavar="commands.tsv", help="standard output unless given")
    parser.add_argument(
        "--list", action="append", default=[], metavar="'NAME=A|B'", help="values of a list that Home Assistant fills"
    )
    parser.add_argument("--slots", type=Path, metavar="FOLDER", help="Rhasspy's slots (beside the file unless given)")
    parser.add_argument("--skip-bad", action="store_true", help="leave out examples that cannot be converted")
    arguments = parser.parse_args(words)
    notes = Notes(skips_bad=arguments.skip_bad)
    try:
        values = dict(_list(written) for written in arguments.list)
        training = convert(arguments.files, notes, values, arguments.slots)
    except ConversionError as error:
        print(f"pipit.convert: {error}", file=sys.stderr)
        return 1
    for line in notes.lines:
        print(f"pipit.convert: {line}", file=sys.stderr)
    text = training.text()
    if arguments.output:
        arguments.output.write_text(text, encoding="utf-8", newline="\n")
        labels = len({intent for _, intent in training.lines})
        print(f"{arguments.output}: {len(training.lines)} lines, {labels} labels, {len(training.lists)} lists")
    else:
        sys.stdout.write(text)
    return 0


def _list(written: str) -> tuple[str, list[str]]:
    name, sign, values = written.partition("=")
    items = [value.strip() for value in values.split("|") if value.strip()]
    if not (name.strip() and sign and items):
        raise ConversionError(f"--list {written}: NAME=one|two is expected")
    return name.strip(), items


if __name__ == "__main__":
    sys.exit(main())
