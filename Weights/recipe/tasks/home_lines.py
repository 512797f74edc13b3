"""Lines that people say to a home, with Home Assistant's intents and slots: what the plain line of home.pipit learns.

    python -m tasks.home_lines work/home        home_slots.tsv (lines with marked slots), home.tsv (these and more)

Most are filled patterns of ours (home/patterns.txt, values in home/words.txt). Beside them stand Home Assistant's own
test sentences, HWU64, CLINC150 and SNIPS where they say the same, and as examples of what is no request to a home the
other lines of these sets, dialogues of Schema-Guided Dialogue, and lines of ours that come near (home/negatives.txt).
Every label is an intent with its domain and verb: `HassTurnOn domain=cover verb=open`.
"""

import argparse
import json
import random
import re
from collections import defaultdict
from pathlib import Path

from tasks import bio, data
from tasks.phrases import AFTER, BEFORE, MARKUP

FOLDER = Path(__file__).parent / "home"
SEED = 16
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
LONGEST = 140
OUTSIDE = "oos"


def in_words(number: int) -> str:
    if number < 20:
        return ONES[number]
    if number == 100:
        return "one hundred"
    return TENS[number // 10 - 2] + (" " + ONES[number % 10] if number % 10 else "")


def a_number(kind: str, draw: random.Random) -> str:
    """A number as somebody says or types it."""
    number = {
        "percent": lambda: draw.choice([5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, draw.randint(1, 99)]),
        "step": lambda: draw.choice([5, 10, 15, 20, 25, 30, 50]),
        "temperature": lambda: draw.choice([*range(15, 28), *range(17, 24), 60, 65, 68, 70, 72, 75]),
        "minutes": lambda: draw.choice([1, 2, 3, 5, 5, 8, 10, 10, 12, 15, 20, 25, 30, 40, 45, 50, draw.randint(2, 90)]),
    }[kind]()
    return in_words(number) if number <= 100 and draw.random() < 0.45 else str(number)


def split_bars(text: str) -> list[str]:
    return [value.strip() for value in text.split("|")]


class Patterns:
    """The patterns of home/patterns.txt, filled with values of home/words.txt."""

    def __init__(self):
        self.values, self.rules, self.patterns = {}, {}, defaultdict(list)
        for line in (FOLDER / "words.txt").read_text().splitlines():
            if line and not line.startswith("#"):
                name, values = line.split(": ", 1)
                self.values[name] = split_bars(values)
        label = ""
        for line in (FOLDER / "patterns.txt").read_text().splitlines():
            if line.startswith("= "):
                intent, *details = line[2:].split()
                label = " ".join([intent, *map("=".join, zip(("domain", "verb"), details))])
            elif line.startswith("% "):
                name, rule = line[2:].split(": ", 1)
                self.rules[name] = rule
            elif line and not line.startswith("#"):
                self.patterns[label].append(line)

    def value(self, name: str, draw: random.Random) -> str:
        value = draw.choice(self.values[name])
        return a_number(value[1:], draw) if value.startswith("#") else value

    def filled(self, pattern: str, draw: random.Random) -> str:
        """One text of a pattern, its slots marked `[slot: value]`."""
        text = re.sub(r"<(\w+)>", lambda match: self.rules[match[1]], pattern)
        while match := re.search(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]", text):
            if match[1] is not None:
                chosen = draw.choice(match[1].split("|"))
            else:
                chosen = draw.choice(match[2].split("|")) if draw.random() < 0.4 else ""
            text = text[: match.start()] + chosen + text[match.end() :]

        def slot(match):
            name, _, values = match[1].partition(":")
            return f"[{name}: {self.value(values or name, draw)}]"

        text = re.sub(r"\{([\w:]+)\}", slot, text)
        return re.sub(r"\] %", "]%", " ".join(text.split()))

    def rows(self, each: int, draw: random.Random):
        """(text, label), up to `each` different texts of a label, its patterns in turn; of no label twice that."""
        for label, patterns in self.patterns.items():
            texts, wanted = {}, 2 * each if label == OUTSIDE else each
            for number in range(8 * wanted):
                text = self.filled(patterns[number % len(patterns)], draw)
                if len(text) <= LONGEST:
                    texts.setdefault(text.lower(), text)
                if len(texts) == wanted:
                    break
            yield from ((text, label) for text in texts.values())


FILLERS = ("uh", "um", "er", "so", "well", "like")
# A word, but the name of a slot.
SPELLED = re.compile(r"(?<![\[_a-z])[a-z]{3,}(?![a-z_]*:)")


def misspelled(text: str, draw: random.Random) -> str:
    """One letter of a word left out, doubled, or exchanged with the next."""
    words = list(SPELLED.finditer(text))
    if not words:
        return text
    # Half of the time the first, which says what is to be done.
    word = draw.choice(words) if draw.random() < 0.5 else words[0]
    at = draw.randrange(word.start() + 1, word.end() - 1) if word.end() - word.start() > 3 else word.end() - 2
    kind = draw.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def as_typed(text: str, draw: random.Random, is_request: bool = True) -> str:
    """The text with what surrounds a wish, fillers, a mistake, a capital, a full stop."""
    if is_request:
        if draw.random() < 0.22:
            text = f"{draw.choice(BEFORE)} {text}"
        if draw.random() < 0.15:
            after = draw.choice(AFTER)
            text = text + after if after in "?!." else f"{text} {after}"
        if draw.random() < 0.05:
            words = text.split(" ")
            at = draw.randrange(len(words) + 1)
            if "[" not in " ".join(words[:at]) or "]" in words[at - 1]:
                words.insert(at, draw.choice(FILLERS))
            text = " ".join(words)
    if draw.random() < 0.04:
        text = misspelled(text, draw)
    if draw.random() < 0.15 and text[0].isalpha():
        text = text[0].upper() + text[1:]
    if draw.random() < 0.08:
        text = re.sub(r"\b(the|a|an|my) ", "", text, count=1)
    return text


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


def normal(text: str) -> str:
    return re.sub(r"\W+", " ", MARKUP.sub(r"\1", text).lower()).strip()


def judged() -> set[str]:
    """Lines that judge the model, which it does not learn from, however common they are."""
    names = [name for name in ("home_dev", "forbidden") if (data.DATA / "own_commands" / f"{name}.tsv").exists()]
    return {normal(row["text"]) for name in names for row in data.read_table("own_commands", name)}


def lines(patterns: int, others: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Lines whose slots are marked, and lines for intents alone; no text twice."""
    draw = random.Random(SEED)
    made = Patterns()
    filled = [(as_typed(t, draw), label) for t, label in made.rows(patterns, draw)]
    with_slots = [row for row in filled if row[1] != OUTSIDE]
    with_slots += list(home_assistant(made))
    more = list(assistant(others, draw)) + list(music(6 * others, draw))
    with_slots += [row for row in more if row[1] != OUTSIDE]
    outside = [row for row in more if row[1] == OUTSIDE] + list(negatives())
    near = [(MARKUP.sub(r"\1", text), label) for text, label in filled if label == OUTSIDE]
    alone = list(many_intents(others, draw)) + list(dialogues(12 * others, draw)) + list(talk(16 * others, draw))
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


HEADER = """# slot brightness number
# slot percentage number
# slot position number
# slot volume_level number
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
# slot item words
# slot search_query words
# slot message words
# slot place words
# slot conversation_command words
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--patterns", type=int, default=70, help="lines of patterns, at most, of a label")
    parser.add_argument("--others", type=int, default=40, help="lines of other sets, at most, of an intent")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    marked_lines, alone = lines(options.patterns, options.others)

    def write(name: str, header: str, rows: list[tuple[str, str]]) -> None:
        (options.output / name).write_text(header + "".join(f"{text}\t{label}\n" for text, label in rows))
        print(f"{name}: {len(rows)} lines, {sum(label == OUTSIDE for _, label in rows)} of them {OUTSIDE}")

    write("home_slots.tsv", HEADER, marked_lines)
    write("home.tsv", "", [(MARKUP.sub(r"\1", text), label) for text, label in marked_lines] + alone)


if __name__ == "__main__":
    main()
