"""Texts whose values are marked by what they are, for the head called values: `forge spans` fits it.

    python -m tasks.value_spans work/values.tsv
    forge spans work/values.tsv --name values --entries 3000 --base ../base.pipit -o ../base.pipit

Slots of many domains become seven classes, so that the head knows a value in a domain that it has not seen. Sets: user
turns of the Schema-Guided Dialogue corpus, HWU64 and Home Assistant's test sentences; none of SNIPS, on which taught
slots are judged. Half of the lines lose their capitals.
"""

import argparse
import json
import random
import re
from pathlib import Path

from tasks import bio, data

CLASSES = {
    "place": """city location destination origin origin_city destination_city city_of_event pickup_city area
        from_location to_location where_to event_location pickup_location place_name""",
    "time": """date departure_date appointment_time time check_in_date appointment_date pickup_time dropoff_date
        event_date pickup_date check_out_date return_date show_date visit_date leaving_date event_time departure_time
        leaving_time outbound_departure_time inbound_departure_time timeofday general_frequency""",
    "number": """number_of_days rating amount change_amount brightness temperature percentage volume_level position
        hours minutes seconds start_hours start_minutes start_seconds""",
    "person": """directed_by artist recipient_account_name dentist_name doctor_name stylist_name person artist_name
        audiobook_author relation""",
    "title": """event_name movie_name title theater_name restaurant_name album hotel_name song_name business_name
        definition_word list_name game_name radio_name audiobook_name podcast_name playlist_name news_topic app_name
        email_folder""",
    "thing": """house_place device_type name item food_type ingredient coffee_type drink_type meal_type
        transport_type floor""",
}
CLASS = {slot: name for name, slots in CLASSES.items() for slot in slots.split()}
OTHER = "kind"
# Slots of Home Assistant's sentences whose values do not stand in them as they are.
WITHOUT_TEXT = {"domain", "device_class", "state"}
DIALOGUE_TURNS = 8000
PLAIN_SHARE = 6  # of so many dialogue turns with values, one without
SEED = 14


def marked(text: str, spans: list[tuple[int, int, str]]) -> str:
    """The text with brackets around its spans (start, end, slot), which are sorted and do not overlap."""
    parts, last = [], 0
    for start, end, slot in spans:
        parts += [text[last:start], f"[{CLASS.get(slot, OTHER)}: {text[start:end]}]"]
        last = end
    return "".join(parts) + text[last:]


def dialogue_turns(rng: random.Random) -> list[str]:
    """User turns, no more than a few hundred with the same slots."""
    rows = [row["text"] for row in data.read_table("sgd_slots", "train")]
    rng.shuffle(rows)
    counts: dict[tuple, int] = {}
    found, plain = [], []
    for text in rows:
        slots = tuple(sorted(re.findall(r"\[(\w+):", text)))
        if not slots:
            plain.append(text)
        elif counts.get(slots, 0) < DIALOGUE_TURNS // 40:
            counts[slots] = counts.get(slots, 0) + 1
            found.append(re.sub(r"\[(\w+):", lambda match: f"[{CLASS.get(match[1], OTHER)}:", text))
    return found[:DIALOGUE_TURNS] + plain[: DIALOGUE_TURNS // PLAIN_SHARE]


def commands() -> list[str]:
    """HWU64's lines."""
    found = []
    for row in data.read_table("hwu64_slots", "train"):
        words = row["tokens"].split(" ")
        for slot, first, end in reversed(bio.spans(row["tags"].split(" "))):
            words[first:end] = [f"[{CLASS.get(slot, OTHER)}: {' '.join(words[first:end])}]"]
        found.append(" ".join(words))
    return found


def home_sentences() -> list[str]:
    """Home Assistant's lines, with those slots whose values stand there word for word."""
    found = []
    for row in data.read_table("ha_intents", "train"):
        text, spans = row["text"], []
        for slot, value in json.loads(row["slots_json"]).items():
            match = re.search(rf"(?<!\w){re.escape(str(value))}(?!\w)", text, re.IGNORECASE)
            if slot in WITHOUT_TEXT or not match:
                continue
            if all(match.end() <= start or match.start() >= end for start, end, _ in spans):
                spans.append((match.start(), match.end(), slot))
        found.append(marked(text, sorted(spans)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    output = parser.parse_args().output
    rng = random.Random(SEED)
    lines = dialogue_turns(rng) + commands() + home_sentences()
    lines = [line.lower() if rng.random() < 0.5 else line for line in lines]
    # A text counts once, with the spans that it had first.
    found: dict[str, str] = {}
    for line in lines:
        if re.fullmatch(r"[^\[\]]*(\[\w+: [^\[\]]+\][^\[\]]*)*", line):
            found.setdefault(" ".join(re.sub(r"\[\w+: ([^\]]*)\]", r"\1", line).split()), line)
    output.write_text("".join(f"{line}\tany\n" for line in found.values()), encoding="utf-8")
    print(f"{output}: {len(found)} lines")


if __name__ == "__main__":
    main()
