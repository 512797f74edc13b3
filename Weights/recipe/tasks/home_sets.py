"""What other sets hold of the intents of a home, and of what is no request to one: their lines under the home's labels,
with the home's slots."""

import json
import random
import re
from collections import defaultdict

from tasks import bio, data
from tasks.home_patterns import FOLDER, ONES, OUTSIDE, TENS, Patterns
from tasks.phrases import MARKUP

DOORS = re.compile(r"\b(door|gate|lock|locks|doors)\b")
COVERS = re.compile(
    r"\b(blinds?|curtains?|shutters?|shades?|awnings?|garage|windows?|covers?|skylight|drapes|gate|valve|vent)\b"
)
NAMED_COVER = re.compile(
    r"\b(garage doors?|(?:roller |venetian )?blinds?|curtains?|shutters?|shades?|awnings?|windows?|gates?|doors?)\b",
    re.IGNORECASE,
)
LIGHTS = re.compile(r"\b(lights?|lamps?|lighting|bulbs?|chandelier)\b")


def switched(text: str, intent: str) -> str | None:
    """The domain and verb of a line with HassTurnOn or HassTurnOff."""
    text, is_on = text.lower(), intent == "HassTurnOn"
    if re.search(r"\b(unlock|lock)", text) and DOORS.search(text):
        return "domain=lock verb=" + ("lock" if is_on else "unlock")
    if re.search(r"\b(open|close|shut|raise|lower|lift)\b", text):
        return "domain=cover verb=" + ("open" if is_on else "close") if COVERS.search(text) else None
    verb = " verb=" + ("turn_on" if is_on else "turn_off")
    if re.search(r"\b(scene|script|run|activate)\b", text):
        return "domain=scene verb=activate" if is_on else None
    if re.search(r"\bfans?\b", text):
        return "domain=fan" + verb
    return ("domain=light" if LIGHTS.search(text) else "domain=device") + verb


# What Home Assistant's sentences carry beside the intents whose lines have one domain and verb.
def home_assistant(patterns: Patterns):
    """(text with slots, label) of Home Assistant's test sentences, where the label is sure."""
    single = defaultdict(set)
    for label in patterns.patterns:
        single[label.split()[0]].add(label)
    without_text = {"domain", "device_class", "state", "preferred_area_id"}
    for row in data.read_table("ha_intents", "train"):
        text, intent = row["text"], row["label"]
        labels = single.get(intent, set())
        if len(labels) == 1:
            label = next(iter(labels))
        elif intent in ("HassTurnOn", "HassTurnOff") and (kind := switched(text, intent)):
            label = f"{intent} {kind}"
        elif intent == "HassLightSet":
            slots = json.loads(row["slots_json"])
            verb = "color" if "color" in slots else "brightness"
            label = f"{intent} domain=light verb={verb}"
        elif intent == "HassSetVolumeRelative":
            down = re.search(r"\b(down|decrease|lower|reduce|quieter)\b", text)
            label = f"{intent} domain=media_player verb=" + ("quieter" if down else "louder")
        elif intent == "HassClimateSetTemperature":
            label = f"{intent} domain=climate verb=set"
        elif intent == "HassGetState":
            kind = "lock" if "lock" in text else "cover" if COVERS.search(text) else "device"
            label = f"{intent} domain={kind} verb=state"
        else:
            continue
        if label not in patterns.patterns:
            continue
        slots = json.loads(row["slots_json"])
        spans = []
        if "device_class" in slots:
            # What Home Assistant calls a class of devices is a name here: "the garage door".
            match = NAMED_COVER.search(text)
            if not match or "domain=cover" not in label:
                continue
            spans.append((match.start(), match.end(), "name"))
        for slot, value in slots.items():
            match = re.search(rf"(?<!\w){re.escape(str(value))}(?!\w)", text, re.IGNORECASE)
            if slot in without_text or not match or (slot == "name" and value == "all"):
                continue
            if all(match.end() <= start or match.start() >= end for start, end, _ in spans):
                spans.append((match.start(), match.end(), slot))
        for start, end, slot in sorted(spans, reverse=True):
            text = f"{text[:start]}[{slot}: {text[start:end]}]{text[end:]}"
        yield text, label


MUSIC = dict.fromkeys(
    "song_name artist_name music_genre playlist_name radio_name podcast_name music_album music_descriptor".split(),
    "search_query",
)
PLAYED = dict.fromkeys("artist track album genre playlist music_item".split(), "search_query")
LIGHTED = {"house_place": "area", "color_type": "color"}
HWU64 = {
    "iot_hue_lighton": ("HassTurnOn domain=light verb=turn_on", LIGHTED),
    "iot_hue_lightoff": ("HassTurnOff domain=light verb=turn_off", LIGHTED),
    "iot_hue_lightdim": ("HassLightSet domain=light verb=dim", LIGHTED),
    "iot_hue_lightup": ("HassLightSet domain=light verb=brighten", LIGHTED),
    "iot_wemo_on": ("HassTurnOn domain=device verb=turn_on", LIGHTED | {"device_type": "name"}),
    "iot_wemo_off": ("HassTurnOff domain=device verb=turn_off", LIGHTED | {"device_type": "name"}),
    "iot_coffee": ("HassTurnOn domain=device verb=turn_on", {}),
    "play_music": ("HassMediaSearchAndPlay domain=media_player verb=play", MUSIC),
    "play_radio": ("HassMediaSearchAndPlay domain=media_player verb=play", MUSIC),
    "play_podcasts": ("HassMediaSearchAndPlay domain=media_player verb=play", MUSIC),
    "weather_query": ("HassGetWeather domain=weather verb=forecast", {"place_name": "place", "date": "date"}),
    "audio_volume_mute": ("HassMediaPlayerMute domain=media_player verb=mute", {}),
    "audio_volume_up": ("HassSetVolumeRelative domain=media_player verb=louder", {}),
    "audio_volume_down": ("HassSetVolumeRelative domain=media_player verb=quieter", {}),
}
# Lines of HWU64 that are no request to a home.
HWU64_OUTSIDE = set(
    """alarm_query calendar_query calendar_remove cooking_recipe datetime_convert email_addcontact email_query
    email_querycontact email_sendemail general_affirm general_confirm general_dontcare general_explain general_joke
    general_negate general_praise general_quirky general_repeat lists_query music_likeness music_query news_query
    play_game qa_currency qa_definition qa_factoid qa_maths qa_stock recommendation_events recommendation_locations
    recommendation_movies social_post social_query takeaway_order takeaway_query transport_query transport_taxi
    transport_ticket transport_traffic""".split()
)
SOUND = re.compile(r"\b(volume|sound|music|audio|speaker|tv|louder|quiet|mute|noise|silent|silence)\b")


def marked(words: list[str], tags: list[str], names: dict[str, str]) -> str:
    """The words with their spans as slots of these names; neighbours of one name are one slot."""
    spans = []
    for kind, first, end in bio.spans(tags):
        if kind not in names:
            continue
        name = names[kind]
        if spans and spans[-1][0] == name and spans[-1][2] == first:
            spans[-1] = (name, spans[-1][1], end)
        else:
            spans.append((name, first, end))
    words = list(words)
    for name, first, end in reversed(spans):
        words[first:end] = [f"[{name}: {' '.join(words[first:end])}]"]
    return " ".join(words)


def assistant(each: int, draw: random.Random):
    """(text with slots, label) of HWU64, up to `each` of an intent; lines that may be two things are left out."""
    found = defaultdict(list)
    for row in data.read_table("hwu64_slots", "train"):
        words, tags, intent = row["tokens"].split(" "), row["tags"].split(" "), row["intent"]
        text = row["tokens"]
        if intent in HWU64:
            label, names = HWU64[intent]
            kinds = {kind for kind, _, _ in bio.spans(tags)}
            if "person" in kinds or (intent.startswith("iot_hue") and "change_amount" in kinds):
                continue
            if intent == "weather_query" and "in" in words and "place_name" not in kinds:
                continue
            if intent == "iot_wemo_on" and re.search(r"vacuum|roomba|clean|robot", text):
                continue
            if intent.startswith("audio") and (not SOUND.search(text) or re.search(r"\b(pause|stop|play)", text)):
                continue
            if intent == "iot_wemo_on" and re.search(r"\bfan\b", text):
                label = label.replace("device", "fan")
            found[intent].append((marked(words, tags, names), label))
        elif intent in HWU64_OUTSIDE or (intent == "calendar_set" and "remind" not in text):
            found[intent].append((text, OUTSIDE))
    for intent in sorted(found):
        rows = sorted(set(found[intent]))
        yield from draw.sample(rows, min(each, len(rows)))


CLINC = {
    "timer": "HassStartTimer domain=timer verb=start",
    "weather": "HassGetWeather domain=weather verb=forecast",
    "time": "HassGetCurrentTime domain=time verb=now",
    "date": "HassGetCurrentDate domain=date verb=today",
    "play_music": "HassMediaSearchAndPlay domain=media_player verb=play",
    "next_song": "HassMediaNext domain=media_player verb=next",
    "reminder_update": "HassListAddItem domain=todo verb=add",
    "cancel": "HassNevermind domain=control verb=stop",
}
CLINC_UNCLEAR = {"smart_home", "alarm", "change_volume", "shopping_list", "todo_list", "reminder", "todo_list_update"}
CLINC_UNCLEAR |= {"yes", "no", "sync_device", "reset_settings", "greeting", "thank_you", "goodbye"}
ADDING = re.compile(r"\b(add|put|include|need)\b")
REMOVING = re.compile(r"\b(remove|delete|take|cross|erase|off)\b")


def many_intents(each: int, draw: random.Random):
    """(text, label) of CLINC150, whose slots nobody has marked."""
    found = defaultdict(list)
    for row in data.read_table("clinc150", "train"):
        text, intent = row["text"], row["label"]
        if intent == "shopping_list_update":
            kinds = (bool(ADDING.search(text)), bool(REMOVING.search(text)))
            if kinds[0] != kinds[1]:
                kind = "HassShoppingListAddItem" if kinds[0] else "HassShoppingListCompleteItem"
                found[intent].append((text, f"{kind} domain=shopping_list verb={'add' if kinds[0] else 'complete'}"))
        elif intent in CLINC:
            if intent == "timer" and not re.search(r"\d|minute|second|hour|" + "|".join(ONES[1:] + TENS), text):
                continue
            if intent in ("time", "date") and re.search(r"\b(in|zone)\b|when|next", text):
                continue
            found[intent].append((text, CLINC[intent]))
        elif intent not in CLINC_UNCLEAR:
            found[intent].append((text, OUTSIDE))
    for intent in sorted(found):
        rows = sorted(set(found[intent]))
        count = each if rows[0][1] != OUTSIDE else each // 3
        yield from draw.sample(rows, min(6 * each if intent == "oos" else count, len(rows)))


def music(count: int, draw: random.Random):
    """(text with slots, label) of SNIPS: music is played, other things are not of the home."""
    played, others = [], []
    for row in data.read_table("snips", "train"):
        words, tags = row["tokens"].split(" "), row["tags"].split(" ")
        if row["intent"] == "PlayMusic":
            played.append((marked(words, tags, PLAYED), "HassMediaSearchAndPlay domain=media_player verb=play"))
        elif row["intent"] == "GetWeather":
            names = dict.fromkeys(("city", "state", "country", "geographic_poi"), "place") | {"timeRange": "date"}
            played.append((marked(words, tags, names), "HassGetWeather domain=weather verb=forecast"))
        else:
            others.append((row["tokens"], OUTSIDE))
    yield from draw.sample(sorted(set(played)), count)
    yield from draw.sample(sorted(set(others)), count)


def dialogues(count: int, draw: random.Random):
    """Turns of dialogues about other things."""
    skipped = re.compile(r"Weather|Song|Music|Media|Movie|none")
    rows = sorted(
        {MARKUP.sub(r"\1", r["text"]) for r in data.read_table("sgd_slots", "train") if not skipped.search(r["intent"])}
    )
    yield from ((text, OUTSIDE) for text in draw.sample([r for r in rows if 2 <= len(r.split()) <= 16], count))


def talk(count: int, draw: random.Random):
    """Everyday sentences and chat."""
    for name, share in (("tatoeba_en", 0.6), ("topical_chat", 0.25), ("books", 0.15)):
        short = sorted({t for t in data.pretraining_lines(name) if 2 <= len(t.split()) <= 12})
        yield from ((text, OUTSIDE) for text in draw.sample(short, int(count * share)))


def negatives():
    for line in (FOLDER / "negatives.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            yield line, OUTSIDE
