"""Lines for the head called act: what is said is a command, or it forbids, asks about or tells of one.

    python -m tasks.acts work/acts.tsv        columns act, text, source, held

Most are filled patterns (act_frames.tsv, act_words.json), with real forms of the verbs, over actions of a home and over
HWU64's commands. Beside them stand HWU64, CLINC150, Home Assistant's sentences and dialogues as they are, and everyday
sentences. A fifth of the patterns is held for validation.
"""

import argparse
import csv
import hashlib
import json
import random
import re
from pathlib import Path

from tasks import data
from tasks.inflection import gerund, participle, past, third_person

ACTS = ("command", "forbidden", "question", "statement")
HELD = 5  # of so many patterns, one is held
SEED = 15

WORDS = json.loads((data.RECIPE / "tasks" / "act_words.json").read_text(encoding="utf-8"))
PRONOUNS = ("it", "them", "that", "this", "everything", "all of them", "both")
FORMS = {"do": str, "did": past, "done": participle, "doing": gerund, "does": third_person}
OF_THINGS = {"thing", "part", "state", "opposite", "is", "isnt", "was", "has", "instant"}


class Action:
    """What may be asked for: a verb with its particle, an object, and what the object then is."""

    def __init__(self, verb: str, thing: str, state: str = "", opposite: str = ""):
        self.verb, self.state, self.opposite = verb, state, opposite
        self.is_plural = thing.endswith("*")
        self.thing = thing.rstrip("*")

    def phrase(self, draw: random.Random) -> str:
        """The verb in its base form with the object, a particle before or behind it; at times a pronoun."""
        thing = draw.choice(PRONOUNS) if draw.random() < 0.15 else self.thing
        verb, _, particle = self.verb.partition(" ")
        if particle in ("for", "to", "after"):
            return f"{self.verb} {thing}"
        if particle and (thing in PRONOUNS or draw.random() < 0.45):
            return f"{verb} {thing} {particle}"
        return f"{self.verb} {thing}"

    def word(self, name: str, draw: random.Random) -> str:
        """What stands for a name of OF_THINGS."""
        forms = {"is": ("is", "are"), "isnt": ("isn't", "aren't"), "was": ("was", "were"), "has": ("has", "have")}
        if name in forms:
            return forms[name][self.is_plural]
        if name == "instant":
            return gerund(self.phrase(draw))
        return {
            "thing": self.thing,
            "part": participle(self.verb),
            "state": self.state,
            "opposite": self.opposite,
        }[name]


def home_actions(draw: random.Random, has_state: bool) -> Action:
    while True:
        kind = draw.choice(WORDS["actions"])
        if has_state and "state" not in kind:
            continue
        thing = draw.choice(WORDS["things"][draw.choice(kind["things"])])
        verb = draw.choice(kind["verbs"])
        return Action(verb, thing, draw.choice(kind.get("state", [""])), draw.choice(kind.get("opposite", [""])))


ASSISTANT = re.compile(
    r"^(?:(?:please|pls|hey|hi|ok|okay|olly|google|alexa|siri|now|just|kindly|can you|could you|would you|will you"
    r"|i want you to|i need you to|i would like you to|i'd like you to)\s+)+"
)
VERBS = {
    verb.split()[0]
    for verb in [*(verb for kind in WORDS["actions"] for verb in kind["verbs"]), *WORDS["phrases"]]
    + """find show list tell give send schedule reply compose rate subscribe purchase resume rewind shuffle
    continue search look mark note put name notify alert inform display erase undo block unblock complain convert
    speak say silence quiet hush adjust increase decrease slow speed discard""".split()
}

# HWU64's labels of lines that ask for something to be done; those of other labels are questions, or talk.
DOING = set(
    """alarm_remove alarm_set audio_volume_down audio_volume_mute audio_volume_up calendar_remove calendar_set
    email_addcontact email_sendemail general_commandstop general_repeat iot_cleaning
    iot_coffee iot_hue_lightchange iot_hue_lightdim iot_hue_lightoff iot_hue_lighton iot_hue_lightup iot_wemo_off
    iot_wemo_on lists_createoradd lists_remove music_settings play_audiobook play_game play_music play_podcasts
    play_radio social_post takeaway_order transport_taxi transport_ticket""".split()
)
TALK = {"general_affirm", "general_negate", "general_dontcare", "general_praise", "general_quirky", "general_confirm"}
CLINC_DOING = set(
    """alarm book_flight book_hotel calendar_update cancel cancel_reservation change_accent change_ai_name
    change_language change_speed change_user_name change_volume find_phone flip_coin freeze_account
    insurance_change make_call new_card next_song order order_checks pay_bill
    pin_change play_music pto_request redeem_rewards reminder_update repeat replacement_card_duration report_fraud
    report_lost_card reset_settings restaurant_reservation roll_dice schedule_maintenance schedule_meeting share_location
    shopping_list_update smart_home sync_device tell_joke text timer todo_list_update transfer translate travel_notification
    uber update_playlist whisper_mode""".split()
)
CLINC_TALK = {"yes", "no", "maybe", "thank_you", "greeting", "goodbye", "oos", "damaged_card", "card_declined"}
ASKING = re.compile(
    r"^(?:(?:hey|hi|ok|okay|olly|alexa|please|so|and|um|google|siri)[ ,]+)*"
    r"(?:what|what's|whats|who|who's|whose|whom|which|when|when's|where|where's|wheres|why|how|how's|hows|is|isn't|are|aren't|was|were"
    r"|do|does|did|didn't|don't you|doesn't|has|have|haven't|hasn't|am|will it|will there|will the|will i|should|would i|would it"
    r"|would the|could it|can it|can the|may i know|any)\b(?!.*\b(?:remind|please (?:play|set|turn)|why don't you)\b)"
)
ASKED_TO = re.compile(r"^(?:how about|what about|why don'?t|why not|do me|have the|have a|do you mind|do you think you could|is there (?:any|a) way you)")

PERMISSION = re.compile(r"^(?:can|could|may) (?:i|we)\b")


def is_asking(text: str) -> bool:
    text = text.lower()
    return bool(ASKING.match(text)) and not ASKED_TO.match(text)


def commands_of_hwu64() -> list[str]:
    """HWU64's lines that start with a verb, bare: `set an alarm for seven`."""
    found = []
    for row in data.read_table("hwu64", "train"):
        text = ASSISTANT.sub("", row["text"].lower().strip(" .?!"))
        text = re.sub(r"\s*\b(?:please|olly)\b\s*", " ", text).strip()
        words = text.split()
        if row["label"] in DOING and 2 <= len(words) <= 10 and words[0] in VERBS and " and " not in text:
            found.append(text)
    return sorted(set(found))


def alternatives(frame: str, draw: random.Random) -> str:
    """A frame with one of each `(this|that)`."""
    while "(" in frame:
        frame = re.sub(r"\(([^()]*)\)", lambda match: draw.choice(match[1].split("|")), frame)
    return frame


def filled(frame: str, hwu64: list[str], draw: random.Random) -> str:
    """A frame with an action and words."""
    text = alternatives(frame, draw)
    names = set(re.findall(r"\{([\w-]+)\}", text))
    of_things = bool(names & OF_THINGS)
    action = home_actions(draw, has_state=bool(names & {"state", "opposite"}))
    drawn = draw.random()
    if of_things or drawn < 0.5:
        phrase = action.phrase(draw)
    else:
        phrase = draw.choice(WORDS["phrases"] if drawn < 0.7 else hwu64)

    def one(match):
        name = match[1]
        if name in FORMS:
            return FORMS[name](phrase)
        if name == "do2":
            return home_actions(draw, False).phrase(draw)
        return action.word(name, draw) if name in OF_THINGS else draw.choice(WORDS["lists"][name])

    return re.sub(r"\s+", " ", re.sub(r"\{([\w-]+)\}", one, text)).strip()


FILLERS = ("uh", "um", "er", "hey", "so", "hmm", "oh", "well", "okay", "right")


def misspelt(word: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(word) - 1)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return draw.choice((swapped, word[:place] + word[place + 1 :], word[:place] + word[place] + word[place:]))

NOT = re.compile(r"\b(do|did|should|must)(?:n't| not)\b")


def typed(text: str, act: str, draw: random.Random) -> str:
    """A line as people type it, or as speech recognition leaves it."""
    if draw.random() < 0.06:
        words = text.split()
        place = draw.randrange(len(words)) if draw.random() < 0.5 else 0
        words.insert(place, draw.choice(FILLERS[: None if place == 0 else 3]))
        text = " ".join(words)
    if draw.random() < 0.06:
        words = text.split()
        place = draw.randrange(len(words))
        if len(words[place]) > 3:
            words[place] = misspelt(words[place], draw)
        text = " ".join(words)
    if draw.random() < 0.03:
        text = NOT.sub(lambda match: draw.choice((match[1] + "nt", match[1] + "n t", match[1][0] + "nt", match[1] + "not")), text)
    if draw.random() < 0.35:
        text = text.replace("'", "")
    if draw.random() < 0.25:
        ends = {"question": ("?", "?", ""), "command": (".", "!", ""), "statement": (".", ""), "forbidden": (".", "!")}
        text = text[:1].upper() + text[1:] + draw.choice(ends[act])
    elif draw.random() < 0.1:
        text += {"question": "?", "command": ".", "statement": ".", "forbidden": "!"}[act]
    return text


def read_frames() -> list[tuple[str, str]]:
    rows = data.lines(data.RECIPE / "tasks" / "act_frames.tsv")
    next(rows)
    return [tuple(row.split("\t")) for row in rows]


def is_held(frame: str) -> bool:
    return hashlib.sha256(frame.encode()).digest()[0] % HELD == 0


def framed(each: int, draw: random.Random):
    hwu64 = commands_of_hwu64()
    for act, frame in read_frames():
        seen = set()
        for _ in range(3 * each):
            text = filled(frame, hwu64, draw)
            if text not in seen and len(seen) < each:
                seen.add(text)
                yield act, typed(text, act, draw), "frames", is_held(frame)


def labelled(name: str, doing: set[str], talk: set[str], source: str):
    for row in data.read_table(name, "train"):
        text, is_doing = row["text"], row["label"] in doing
        if row["label"] in talk or FORBIDS.match(text.lower()):
            continue
        if not is_asking(text):
            if is_doing or not PERMISSION.match(text.lower()):
                yield "command", text, source, False
        elif not is_doing:
            yield "question", text, source, False


def home_assistant():
    for row in data.read_table("ha_intents", "train"):
        if row["label"] not in ("HassNevermind", "HassRespond"):
            yield "question" if is_asking(row["text"]) else "command", row["text"], "ha_intents", False


WISH = re.compile(r"\b(?:want|need|would like|'d like|can you|could you|would you|please|find|book|looking|search)\b", re.I)


def dialogues(count: int, draw: random.Random):
    """Turns that say what is wanted, or ask for something."""
    rows = data.read_table("sgd_slots", "train")
    draw.shuffle(rows)
    left = {"command": count, "question": count // 3}
    for row in rows:
        acts = set(row["acts"].split(","))
        text = re.sub(r"\[\w+: ([^\]]*)\]", r"\1", row["text"])
        if "INFORM_INTENT" in acts and "NEGATE_INTENT" not in acts and WISH.search(text) and len(text) < 90:
            act = "command"
        elif acts == {"REQUEST"} and is_asking(text):
            act = "question"
        else:
            continue
        if left[act]:
            left[act] -= 1
            yield act, text if draw.random() < 0.5 else bare(text), "sgd_slots", False


def bare(text: str) -> str:
    """Lower case without punctuation, apostrophes kept."""
    return " ".join(re.sub(r"[^\w' ]", " ", text.lower()).split())


TOLD = re.compile(
    r"^(?:(?:tom|he|she|they|mary|my \w+|the \w+|his \w+|her \w+|someone|somebody|everybody|nobody) "
    r"|(?:i|we|you) (?:\w+ed|was|were|had|did|didn't|went|saw|told|thought|knew|got|made|said|came|took|left|gave|found|'ve|have \w+ed)\b"
    r"|(?:i've|we've|you've|it was|there was|there were) )"
)
EVERYDAY_ASKED = re.compile(
    r"^(?:did|have|has|had|who|who's|why|when|where|how|is|are|was|were|should|does|do|what|which|whose|am)\b"
)
FORBIDS = re.compile(r"^(?:please )?(?:don't|do not|never|you (?:must not|mustn't|shouldn't|should not|may not|don't have to)|let's not)\b")
NOT_FORBIDS = re.compile(r"forget|hesitate|mind|worry")
IMPERATIVE = re.compile(
    r"^(?:please |let's |come|go |give |take |put |open |close |turn |bring |call |wait|stop|keep |leave |tell |show |help |read |write |play |get |make |look |try |let me)"
)
INDIRECT = re.compile(r"too (?:dark|cold|hot|loud|bright|warm)|so (?:cold|dark|hot)\b|would like|want|need")


def everyday(count: int, draw: random.Random):
    """Tatoeba's sentences by how they begin."""
    rows = [line for line in data.pretraining_lines("tatoeba_en") if 3 <= len(line.split()) <= 12]
    draw.shuffle(rows)
    left = {"statement": count, "question": count, "forbidden": count // 3, "command": count // 2}
    for line in rows:
        low = line.lower()
        if low.endswith("?"):
            act = "question" if EVERYDAY_ASKED.match(low) and is_asking(low) else None
        elif FORBIDS.match(low):
            act = None if NOT_FORBIDS.search(low) else "forbidden"
        elif IMPERATIVE.match(low):
            act = "command"
        elif TOLD.match(low) and not INDIRECT.search(low):
            act = "statement"
        else:
            act = None
        if act and left[act]:
            left[act] -= 1
            yield act, line if draw.random() < 0.3 else bare(line), "tatoeba", False


def rows(each: int = 60, tatoeba: int = 4000, sgd: int = 3000) -> list[tuple[str, str, str, bool]]:
    """All lines: act, text, source, whether it is held for validation; a text once."""
    draw = random.Random(SEED)
    found = {}
    for act, text, source, held in [
        *framed(each, draw),
        *labelled("hwu64", DOING, TALK, "hwu64"),
        *labelled("clinc150", CLINC_DOING, CLINC_TALK, "clinc150"),
        *home_assistant(),
        *dialogues(sgd, draw),
        *everyday(tatoeba, draw),
    ]:
        found.setdefault(text.lower(), (act, text, source, held))
    return list(found.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    output = parser.parse_args().output
    with open(output, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        writer.writerow(("act", "text", "source", "held"))
        writer.writerows((act, text, source, int(held)) for act, text, source, held in rows())


if __name__ == "__main__":
    main()
