"""What the slots of the default model are, so that replies have them as values (Sources/PipitCore/Values/VALUES.md).

    python -m tasks.slot_kinds ../pipit.pipit      puts the kinds into a finished file; heads not named here stay

Names of people, places and works are words, whatever they are ("Ninety five point five", "The 1975"), and so is how
often something is; what is not listed has a value where it can be nothing else.
"""

import sys
from pathlib import Path

import pipit.format
from pipit.format import SlotKind

NAMES = (
    "app_name artist_name audiobook_author audiobook_name business_name definition_word email_address event_name "
    "game_name general_frequency list_name movie_name music_album person place_name playlist_name podcast_name "
    "radio_name song_name time_zone transport_name"
).split()
NAMES_SNIPS = (
    "album artist city country entity_name geographic_poi location_name movie_name object_name playlist "
    "playlist_owner poi restaurant_name served_dish service state track"
).split()
KINDS = {
    "slots": dict.fromkeys(NAMES, SlotKind.WORDS)
    | {
        "change_amount": SlotKind.PERCENT,
        "color_type": SlotKind.COLOR,
        "date": SlotKind.DATE,
        "time": SlotKind.TIME,
        "timeofday": SlotKind.TIME,
    },
    "slots.snips": dict.fromkeys(NAMES_SNIPS, SlotKind.WORDS)
    | {
        "best_rating": SlotKind.NUMBER,
        "party_size_number": SlotKind.NUMBER,
        "rating_value": SlotKind.NUMBER,
        "timeRange": SlotKind.DATE,
        "year": SlotKind.DATE,
    },
}


def kinds(name: str, labels: list[str]) -> bytes | None:
    """The section of slot kinds of the head with this name; None where nothing is said of its slots."""
    if name not in KINDS:
        return None
    slots = {label[2:] for label in labels if label.startswith("B-")}
    missing = sorted(set(KINDS[name]) - slots)
    if missing:
        raise ValueError(f"head {name} has no slots {', '.join(missing)}")
    return bytes(KINDS[name].get(label[2:], 0) if label.startswith("B-") else 0 for label in labels)


def main(path: Path) -> None:
    model = pipit.format.read(path)
    for head in model.heads:
        if head.name in KINDS:
            head.slot_kinds = kinds(head.name, head.labels)
    print(f"{path}: {pipit.format.write(model, path):,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tasks.slot_kinds MODEL")
    main(Path(sys.argv[1]))
