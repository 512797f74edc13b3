"""What the head of entities learns from: sentences whose names are marked, as people type them.

Sets with labels (WNUT17, BTC), slots of commands, sentences that a tagger has marked (stages/tag_entities.py), and
templates filled with names that the others hardly have. In a part of the lines all letters are small, in another only
the first one is a capital, so that capitals say something and never all.
"""

import functools
import json
import lzma
import random
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from tasks import bio, data

TYPES = ["creative-work", "location", "organization", "person", "product"]
# What the labels of sets and of the tagger are here; all others are none.
WNUT17 = {kind: kind for kind in TYPES} | {"corporation": "organization", "group": "organization"}
BTC = {"LOC": "location", "ORG": "organization", "PER": "person"}
ONTONOTES = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "location",
    "LOC": "location",
    "FAC": "location",
    "PRODUCT": "product",
    "WORK_OF_ART": "creative-work",
}
HWU64 = {
    "place_name": "location",
    "person": "person",
    "artist_name": "person",
    "audiobook_author": "person",
    "business_name": "organization",
    "transport_agency": "organization",
}
SNIPS = {
    "city": "location",
    "state": "location",
    "country": "location",
    "movie_name": "creative-work",
    "track": "creative-work",
    "album": "creative-work",
    "restaurant_name": "organization",
}
# Slots that may be names of any type, or none.
UNSURE = {
    *("artist", "object_name", "playlist", "location_name", "entity_name", "geographic_poi", "poi", "service"),
    *("party_size_description", "playlist_owner", "served_dish", "cuisine", "genre", "music_item"),
    *("event_name", "media_type", "game_name", "radio_name", "audiobook_name", "song_name", "podcast_name"),
    *("app_name", "playlist_name", "email_address", "movie_name", "music_album", "music_descriptor", "list_name"),
    *("transport_name", "news_topic", "device_type", "food_type"),
}
COMPANY_OR_GROUP = ("company", "group")
# How many lines each template makes.
LINES_OF_TEMPLATE = 50
LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


@dataclass
class Example:
    """A text with its spans in bytes; a span without a type may be anything. Of words outside `hidden` may be names of
    these types that nobody has marked."""

    text: str
    spans: list[tuple[int, int, str | None]]
    hidden: tuple[str, ...] = ()
    share: float = 1.0
    source: str = field(default="", compare=False)


def of_words(words: list[str], tags: list[str], meanings: dict[str, str], **options) -> Example:
    """An example of words with single blanks between them."""
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word.encode()) + 1)
    spans = [
        (starts[first], starts[end] - 1, meanings.get(kind))
        for kind, first, end in bio.spans(tags)
        if kind in meanings or kind in UNSURE
    ]
    return Example(" ".join(words), spans, **options)


def labelled(name: str, split: str, meanings: dict[str, str], **options) -> list[Example]:
    """The rows of a set with tags."""
    return [
        of_words(row["tokens"].split(" "), row["tags"].split(" "), meanings, source=name, **options)
        for row in data.read_table(name, split)
    ]


def wnut17(split: str, share: float = 1.0) -> list[Example]:
    return labelled("wnut17", split, WNUT17, share=share)


def btc(split: str, share: float = 1.0) -> list[Example]:
    """Of this set products and works have no labels."""
    return labelled("btc_ner", split, BTC, hidden=("product", "creative-work"), share=share)


def tagged(share: float) -> list[Example]:
    """What the tagger has marked, in its order."""
    with lzma.open(data.WORK / "tagged.jsonl.xz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Example(text, trimmed(text, spans), share=share, source="tagged") for text, spans in rows]


def trimmed(text: str, spans) -> list[tuple[int, int, str]]:
    """Spans without a leading article, the sign of possession behind them, and quotes around them."""
    raw, found = text.encode(), []
    for start, end, kind in spans:
        if kind not in ONTONOTES:
            continue
        words = raw[start:end]
        inner = re.fullmatch(rb"[\"'\s]*(?:[Tt]he )?[\"'\s]*(.*?)(?:'s|')?[\"'\s.,]*", words, re.DOTALL)
        if inner and inner[1]:
            found.append((start + inner.start(1), start + inner.end(1), ONTONOTES[kind]))
    return found


@functools.cache
def names() -> dict[str, list[str]]:
    """The names of entity_names.txt by their kind."""
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "entity_names.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, words = line.split(": ", 1)
            found.setdefault(kind, []).extend(words.split(", "))
    return found


def drawn(kind: str, draw: random.Random) -> tuple[str, str]:
    """A name for a place of a template, and its type."""
    known = names()
    if kind == "person":
        first, last = draw.choice(known["first"]), draw.choice(known["last"])
        return draw.choice([first, f"{first} {last}", f"{first} {last}", draw.choice(known["person"])]), "person"
    if kind == "last":
        return draw.choice(known["last"]), "person"
    if kind == "org":
        kind = draw.choice(COMPANY_OR_GROUP)
    if kind == "place":
        kind = draw.choice(("country", "city", "place"))
    types = {"company": "organization", "group": "organization", "product": "product", "work": "creative-work"}
    return draw.choice(known[kind]), types.get(kind, "location")


def filled(template: str, draw: random.Random, share: float) -> Example:
    """A template with names in its places, the first letter of the line a capital in half of all."""
    text, spans, end = "", [], 0
    for place in re.finditer(r"\[(\w+)\]", template):
        name, kind = drawn(place[1], draw)
        text += template[end : place.start()]
        start = len(text.encode())
        text += name
        spans.append((start, len(text.encode()), kind))
        end = place.end()
    text += template[end:]
    if draw.random() < 0.5:
        text = text[:1].upper() + text[1:]
    if text[-1] not in "?." and draw.random() < 0.4:
        text += "."
    return Example(text, spans, share=share, source="templates")


def templates(count: int, draw: random.Random, share: float) -> list[Example]:
    lines = (Path(__file__).parent / "entity_templates.txt").read_text(encoding="utf-8").splitlines()
    return [filled(line, draw, share) for line in lines if not line.startswith("#") for _ in range(count)]


def small(example: Example) -> Example:
    """All letters of ASCII small."""
    return replace(example, text=example.text.translate(LOWER))


def retyped(example: Example, draw: random.Random) -> Example:
    """An example as somebody might type it: as it stands, without the capital of its first letter, in small letters, or
    with no capital but the first letter's."""
    chance = draw.random()
    if chance < 0.5:
        first = example.text[:1]
        return replace(example, text=first.translate(LOWER) + example.text[1:]) if chance < 0.1 else example
    other = small(example)
    return replace(other, text=other.text[:1].upper() + other.text[1:]) if chance > 0.87 else other
