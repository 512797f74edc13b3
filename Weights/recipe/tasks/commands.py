"""The command task: HWU64's intents and slots, and sentences that are none of its business."""

import random

from tasks import augment, bio, data, licences

# CLINC150 intents about things for which HWU64 has no intent at all: banking, credit cards, work and cars.
FOREIGN_DOMAINS = {"banking", "credit_cards", "work", "auto_and_commute"}
NEAR_HWU64 = {"traffic", "directions", "distance", "meeting_schedule", "schedule_meeting", "uber", "exchange_rate"}


def examples(split: str):
    """(words, tags, intent) of each row of HWU64."""
    return [
        (row["tokens"].split(" "), row["tags"].split(" "), row["intent"])
        for row in data.read_table("hwu64_slots", split)
    ]


def labels() -> tuple[list[str], list[str]]:
    """The intents, and the tags O, B-x, I-x in order of the slots' names."""
    rows = examples("train")
    slots = sorted({tag[2:] for _, tags, _ in rows for tag in tags if tag != "O"})
    return sorted({intent for _, _, intent in rows}), ["O"] + [f"{kind}-{slot}" for slot in slots for kind in "BI"]


def snips_examples():
    """SNIPS's training rows: words, tags, intent."""
    return [
        (row["tokens"].split(" "), row["tags"].split(" "), row["intent"]) for row in data.read_table("snips", "train")
    ]


def out_of_scope(split: str) -> list[str]:
    """CLINC150's out-of-scope sentences."""
    return [row["text"] for row in data.read_table("clinc150", split) if row["label"] == "oos"]


def foreign(seed: int, queries: int, statements: int) -> list[str]:
    """More training text out of scope: queries of foreign domains, and statements told by nobody to a device."""
    draw = random.Random(seed)
    queried = [
        row["text"]
        for row in data.read_table("clinc150", "train")
        if row["domain"] in FOREIGN_DOMAINS and row["label"] not in NEAR_HWU64
    ]
    queried += [row["text"] for row in data.read_table("banking77", "train")]
    told = [
        line
        for name in ("tatoeba_en", "books", "wikipedia_paragraphs", "onestop_english")
        for line in data.pretraining_lines(name)
        if line.endswith(".") and 15 <= len(line) <= 90 and line.split()[0] in STATEMENT_STARTS
    ]
    return draw.sample(sorted(set(queried)), queries) + draw.sample(sorted(set(told)), statements)


STATEMENT_STARTS = set("He She They Tom Mary The His Her Their A An In On At After Before Most Many Some All".split())

# HWU64's slots of open kinds, and the slots or entities of other training sets that hold such names.
NAMES = {
    "place_name": [
        "snips.city",
        "snips.country",
        "snips.state",
        "atis.toloc.city_name",
        "btc_ner.LOC",
        "wnut17.location",
    ],
    "person": ["wnut17.person", "btc_ner.PER"],
    "artist_name": ["snips.artist"],
    "song_name": ["snips.track", "snips.album"],
    "playlist_name": ["snips.playlist"],
    "movie_name": ["snips.movie_name"],
    "audiobook_name": ["snips.object_name"],
    "audiobook_author": ["wnut17.person"],
    "food_type": ["snips.served_dish", "snips.cuisine"],
    "music_genre": ["snips.genre"],
    "app_name": ["snips.service"],
    "business_name": ["snips.restaurant_name", "snips.location_name", "wnut17.corporation", "btc_ner.ORG"],
}


def names_from_elsewhere() -> dict[str, list[list[str]]]:
    """For each slot of NAMES the values found elsewhere: at most four words of letters, in lower case."""
    found = {}
    named = {source.split(".", 1)[0] for sources in NAMES.values() for source in sources}
    for source in sorted(filter(licences.may_train_on, named)):
        for row in data.read_table(source, "train"):
            words = row["tokens"].lower().split(" ")
            for kind, start, end in bio.spans(row["tags"].split(" ")):
                value = tuple(words[start:end])
                if (
                    len(value) <= 4
                    and all(word.isascii() and word.isalpha() for word in value)
                    and len(" ".join(value)) > 2
                ):
                    found.setdefault(f"{source}.{kind}", set()).add(value)
    return {
        slot: [list(value) for source in sources for value in sorted(found.get(source, ()))]
        for slot, sources in NAMES.items()
    }


def slot_values(rows) -> augment.SlotValues:
    """The values of these rows, and names from elsewhere."""
    return augment.SlotValues(rows, names_from_elsewhere())
