"""Lines that people say to a home, with Home Assistant's intents and slots: what the plain line of home.pipit learns.

    python -m tasks.home_lines work/home        home_slots.tsv (lines with marked slots), home.tsv (these and more)

Most are filled patterns of ours (home/patterns.txt, values in home/words.txt). Beside them stand Home Assistant's own
test sentences, HWU64, CLINC150 and SNIPS where they say the same, and as examples of what is no request to a home the
other lines of these sets, dialogues of Schema-Guided Dialogue, and lines of ours that come near (home/negatives.txt).
Every label is an intent with its domain and verb: `HassTurnOn domain=cover verb=open`.
Lines that were written one by one stand behind them: home/lines.tsv with their slots, and home/outside.txt, which ask
nothing of a home. Lines whose rooms and things have numbers, and those of home/slots.txt, stand in home_slots.tsv
alone: they say nothing new of the intents.
"""

import argparse
import random
import re
from pathlib import Path

from tasks import data, home_sets
from tasks.home_patterns import FOLDER, OUTSIDE, Patterns, as_typed
from tasks.phrases import MARKUP

SEED = 16
NUMBERED = 200
# How often a written line that asks nothing stands there, as it is and as others would type it: what is near to a
# command is rarer than commands.
OUTSIDE_COPIES = 3


def normal(text: str) -> str:
    return re.sub(r"\W+", " ", MARKUP.sub(r"\1", text).lower()).strip()


def judged() -> set[str]:
    """Lines that judge the model, which it does not learn from, however common they are."""
    names = [name for name in ("home_dev", "forbidden") if (data.DATA / "own_commands" / f"{name}.tsv").exists()]
    texts = [row["text"] for name in names for row in data.read_table("own_commands", name)]
    texts += [line.split("\t")[1] for line in data.lines(data.RECIPE / "judging" / "home.tsv")]
    return {normal(text) for text in texts}


NAMED = re.compile(r"\[(area|name|search_query): ([a-z' ]*[a-z])\]")
NUMBERS = ("one", "two", "three", "four", "five", "six", *map(str, range(1, 13)))
# What goes by a number alone, beside whatever else the lines have.
NUMBERED_KINDS = {"area": ("room", "zone", "meeting room"), "search_query": ("radio", "channel")}
# What patterns of "warmer" and "cooler" leave without a mark, and elsewhere is a name.
HEATING = re.compile(r"\b(heating|ac|aircon)\b(?![^\[]*\])")
WITHOUT_NUMBERS = re.compile("domain=(timer|scene|todo)")


def numbered(rows: list[tuple[str, str]], count: int, draw: random.Random) -> list[tuple[str, str]]:
    """Copies of lines of which a room, a thing or a station has a number: "the lamp in [area: bedroom 2]"."""

    def with_number(found: re.Match) -> str:
        kinds = NUMBERED_KINDS.get(found[1], ())
        value = found[2]
        if kinds and (found[1] == "search_query" or draw.random() < 0.5):
            value = draw.choice(kinds)
        return f"[{found[1]}: {value} {draw.choice(NUMBERS)}]"

    named = [row for row in rows if NAMED.search(row[0]) and not WITHOUT_NUMBERS.search(row[1])]
    return [(NAMED.sub(with_number, text, count=1), label) for text, label in draw.sample(named, count)]


def with_names(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Lines in which the heating is marked as a name wherever it is turned up or down."""
    return [(HEATING.sub(r"[name: \1]", t) if "domain=climate" in label else t, label) for t, label in rows]


def written(known: set[str]) -> list[tuple[str, str]]:
    """The written lines with their slots and labels, but those that are known already."""
    rows = [line.split("\t") for line in (FOLDER / "lines.tsv").read_text().splitlines() if not line.startswith("#")]
    return [(text, label) for text, label in rows if normal(text) not in known]


def written_outside(known: set[str], draw: random.Random) -> list[tuple[str, str]]:
    """The written lines that ask nothing of a home, but those that are known already."""
    lines = (FOLDER / "outside.txt").read_text().splitlines()
    texts = [line for line in lines if not line.startswith("#") and normal(line) not in known]
    found = dict.fromkeys(texts)
    for _ in range(1, OUTSIDE_COPIES):
        found |= dict.fromkeys(as_typed(text, draw, is_request=False) for text in texts)
    return [(text, OUTSIDE) for text in found]


def lines(patterns: int, others: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Lines whose slots are marked, and lines for intents alone; no text twice."""
    draw = random.Random(SEED)
    made = Patterns()
    filled = [(as_typed(t, draw), label) for t, label in made.rows(patterns, draw)]
    with_slots = [row for row in filled if row[1] != OUTSIDE]
    with_slots += list(home_sets.home_assistant(made))
    more = list(home_sets.assistant(others, draw)) + list(home_sets.music(6 * others, draw))
    with_slots += [row for row in more if row[1] != OUTSIDE]
    outside = [row for row in more if row[1] == OUTSIDE] + list(home_sets.negatives())
    near = [(MARKUP.sub(r"\1", text), label) for text, label in filled if label == OUTSIDE]
    alone = (
        list(home_sets.many_intents(others, draw))
        + list(home_sets.dialogues(12 * others, draw))
        + list(home_sets.talk(16 * others, draw))
    )
    alone += near + [(as_typed(text, draw, is_request=False), label) for text, label in outside]
    seen, found = judged(), ([], [])
    for number, rows in enumerate((with_slots, alone)):
        for text, label in rows:
            text = " ".join(text.split())
            bare = normal(text)
            if bare and bare not in seen and not (label == OUTSIDE and number == 0):
                seen.add(bare)
                found[number].append((text, label))
    return found


def training(patterns: int, others: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """All lines for the slots, marked, and all for the intents."""
    marked, alone = lines(patterns, others)
    # Lines for the slots alone, with a draw of their own, so that all others stay as they are.
    named, draw = with_names(marked), random.Random(SEED)
    more = [(as_typed(text, draw), label) for text, label in Patterns("slots.txt").rows(30, draw)]
    more += numbered(named, NUMBERED, draw)
    left_out = judged()
    free = written(left_out | {normal(text) for text, _ in named + more})
    bare = [(MARKUP.sub(r"\1", text), label) for text, label in marked + free]
    return named + more + free, bare + alone + written_outside(left_out, random.Random(SEED))


HEADER = """# slot brightness percent
# slot percentage percent
# slot position percent
# slot volume_level percent
# slot volume_step number
# slot temperature number
# slot temperature_step number
# slot hours number
# slot minutes number
# slot seconds number
# slot color color
# slot date date
# slot time time
# slot area words
# slot floor words
# slot name words
# slot item quote
# slot search_query quote
# slot message quote
# slot place words
# slot conversation_command command
"""

# What is added may be of a time, and timers are called by theirs; both are done at once.
TIMES = """# times HassCancelTimer domain=timer verb=cancel
# times HassCancelAllTimers domain=timer verb=cancel_all
# times HassPauseTimer domain=timer verb=pause
# times HassUnpauseTimer domain=timer verb=resume
# times HassListAddItem domain=todo verb=add
# times HassListCompleteItem domain=todo verb=complete
# times HassShoppingListAddItem domain=shopping_list verb=add
# times HassShoppingListCompleteItem domain=shopping_list verb=complete
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--patterns", type=int, default=70, help="lines of patterns, at most, of a label")
    parser.add_argument("--others", type=int, default=40, help="lines of other sets, at most, of an intent")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    for_slots, for_intents = training(options.patterns, options.others)

    def write(name: str, header: str, rows: list[tuple[str, str]]) -> None:
        (options.output / name).write_text(header + "".join(f"{text}\t{label}\n" for text, label in rows))
        print(f"{name}: {len(rows)} lines, {sum(label == OUTSIDE for _, label in rows)} of them {OUTSIDE}")

    write("home_slots.tsv", HEADER, for_slots)
    write("home.tsv", TIMES, for_intents)


if __name__ == "__main__":
    main()
