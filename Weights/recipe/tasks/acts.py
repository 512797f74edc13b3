"""Lines for the head called act: what is said is a command, or it forbids, asks about or tells of one.

    python -m tasks.acts work/acts.tsv        columns act, text, source, held

Most are filled patterns (tasks/act_frames.py) over actions of a home and HWU64's commands. Beside them stand lines
that were written one by one (act_texts.tsv, and the commands of home/lines.tsv), HWU64, CLINC150, Home Assistant's
sentences and dialogues as they are, and everyday sentences, by how they begin. A fifth of the patterns is held for
validation.
"""

import argparse
import random
import re
from collections.abc import Iterator
from pathlib import Path

from tasks import data, home_lines
from tasks.act_frames import POLITE, WORDS, filled, is_held, read_frames, typed
from tasks.phrases import MARKUP

ACTS = ("command", "forbidden", "question", "statement")
SEED = 15
# Act, text, source, whether it is held for validation.
Row = tuple[str, str, str, bool]

# Labels of HWU64 and CLINC150 whose lines ask for something to be done; those of other labels are questions, or talk.
DOING = set(
    """alarm_remove alarm_set audio_volume_down audio_volume_mute audio_volume_up calendar_remove calendar_set
    email_addcontact email_sendemail general_commandstop general_repeat iot_cleaning iot_coffee iot_hue_lightchange
    iot_hue_lightdim iot_hue_lightoff iot_hue_lighton iot_hue_lightup iot_wemo_off iot_wemo_on lists_createoradd
    lists_remove music_settings play_audiobook play_game play_music play_podcasts play_radio social_post takeaway_order
    transport_taxi transport_ticket
    alarm book_flight book_hotel calendar_update cancel cancel_reservation change_accent change_ai_name change_language
    change_speed change_user_name change_volume find_phone flip_coin freeze_account insurance_change make_call new_card
    next_song order order_checks pay_bill pin_change pto_request redeem_rewards reminder_update repeat
    replacement_card_duration report_fraud report_lost_card reset_settings restaurant_reservation roll_dice
    schedule_maintenance schedule_meeting share_location shopping_list_update smart_home sync_device tell_joke text
    timer todo_list_update transfer translate travel_notification uber update_playlist whisper_mode""".split()
)
TALK = set(
    """general_affirm general_confirm general_dontcare general_negate general_praise general_quirky
    yes no maybe thank_you greeting goodbye oos damaged_card card_declined""".split()
)

ASSISTANT = re.compile(
    r"^(?:(?:please|pls|hey|hi|ok|okay|olly|google|alexa|siri|now|just|kindly|can you|could you|would you|will you"
    r"|i want you to|i need you to|i would like you to|i'd like you to)\s+)+"
)
# What a bare command of HWU64 starts with.
VERBS = {verb.split()[0] for kind in WORDS["actions"] for verb in kind["verbs"]}
VERBS |= {phrase.split()[0] for phrase in WORDS["phrases"]}
VERBS |= set(
    """adjust alert block complain compose continue convert decrease discard display erase find give hush increase
    inform list look mark name note notify purchase put quiet rate reply resume rewind say schedule search send show
    shuffle silence slow speak speed subscribe tell unblock undo""".split()
)

CALLS = r"(?:(?:hey|hi|ok|okay|olly|alexa|please|so|and|um|google|siri)[ ,]+)*"
WH = "what|what's|whats|who|who's|whose|whom|which|when|when's|where|where's|wheres|why|how|how's|hows"
INVERTED = (
    "is|isn't|are|aren't|am|was|were|do|does|doesn't|did|didn't|don't you|has|hasn't|have|haven't|should|will it"
    "|will there|will the|will i|would i|would it|would the|could it|can it|can the|may i know|any"
)
ASKING = re.compile(rf"^{CALLS}(?:{WH}|{INVERTED})\b(?!.*\b(?:remind|please (?:play|set|turn)|why don't you)\b)")
# Questions in form that are requests.
ASKED_TO = re.compile(
    r"^(?:how about|what about|why don'?t|why not|do me|have the|have a|do you mind|do you think you could"
    r"|is there (?:any|a) way you)"
)
PERMISSION = re.compile(r"^(?:can|could|may) (?:i|we)\b")
FORBIDDING = re.compile(
    r"^(?:please )?(?:don't|do not|never|let's not"
    r"|you (?:must not|mustn't|shouldn't|should not|may not|don't have to))\b"
)
MILD = re.compile(r"forget|hesitate|mind|worry")  # don't …


def is_asking(text: str) -> bool:
    """Whether a line has the form of a question, and is no request."""
    text = text.lower()
    return bool(ASKING.match(text)) and not ASKED_TO.match(text)


def bare(text: str) -> str:
    """Lower case without punctuation, apostrophes kept."""
    return " ".join(re.sub(r"[^\w' ]", " ", text.lower()).split())


def bare_commands() -> list[str]:
    """HWU64's lines that start with a verb: `set an alarm for seven`."""
    found = set()
    for row in data.read_table("hwu64", "train"):
        text = ASSISTANT.sub("", row["text"].lower().strip(" .?!"))
        text = re.sub(r"\s*\b(?:please|olly)\b\s*", " ", text).strip()
        words = text.split()
        if row["label"] in DOING and 2 <= len(words) <= 10 and words[0] in VERBS and " and " not in text:
            found.add(text)
    return sorted(found)


def framed(each: int, draw: random.Random) -> Iterator[Row]:
    """Up to `each` lines of every pattern."""
    phrases = bare_commands()
    for act, frame in read_frames():
        texts = dict.fromkeys(filled(frame, phrases, draw) for _ in range(3 * each))
        for text in list(texts)[:each]:
            yield act, typed(text, act, draw), "frames", is_held(frame)


def labelled(name: str) -> Iterator[Row]:
    """A set of intents, without lines that are neither plain commands nor plain questions."""
    for row in data.read_table(name, "train"):
        text, is_doing = row["text"], row["label"] in DOING
        if row["label"] in TALK or FORBIDDING.match(text.lower()):
            continue
        if not is_asking(text):
            if is_doing or not PERMISSION.match(text.lower()):
                yield "command", text, name, False
        elif not is_doing:
            yield "question", text, name, False


def home_assistant() -> Iterator[Row]:
    for row in data.read_table("ha_intents", "train"):
        if row["label"] not in ("HassNevermind", "HassRespond"):
            yield "question" if is_asking(row["text"]) else "command", row["text"], "ha_intents", False


WISH = re.compile(
    r"\b(?:want|need|would like|'d like|can you|could you|would you|please|find|book|looking|search)\b", re.IGNORECASE
)


def dialogues(count: int, draw: random.Random) -> Iterator[Row]:
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


TELLERS = r"tom|he|she|they|mary|my \w+|the \w+|his \w+|her \w+|someone|somebody|everybody|nobody|it was|there w\w+"
DID = "was|were|had|did|didn't|went|saw|told|thought|knew|got|made|said|came|took|left|gave|found|'ve"
TELLING = re.compile(rf"^(?:(?:{TELLERS}|i've|we've|you've) |(?:i|we|you) (?:\w+ed|{DID}|have \w+ed)\b)")
# Told, and meant as a request.
INDIRECT = re.compile(r"too (?:dark|cold|hot|loud|bright|warm)|so (?:cold|dark|hot)\b|would like|want|need")
EVERYDAY_QUESTION = re.compile(
    r"^(?:did|have|has|had|who|who's|why|when|where|how|is|are|was|were|should|does|do|what|which|whose|am)\b"
)
IMPERATIVE = re.compile(
    r"^(?:please|let's|let me|bring|call|close|come|get|give|go|help|keep|leave|look|make|open|play|put|read|show|stop"
    r"|take|tell|try|turn|wait|write)\b"
)


def everyday_act(line: str) -> str | None:
    """What an everyday sentence does, by how it begins; None where that does not tell."""
    text = line.lower()
    if text.endswith("?"):
        return "question" if EVERYDAY_QUESTION.match(text) and is_asking(text) else None
    if FORBIDDING.match(text):
        return None if MILD.search(text) else "forbidden"
    if IMPERATIVE.match(text):
        return "command"
    return "statement" if TELLING.match(text) and not INDIRECT.search(text) else None


def everyday(count: int, draw: random.Random) -> Iterator[Row]:
    """Tatoeba's sentences."""
    rows = [line for line in data.pretraining_lines("tatoeba_en") if 3 <= len(line.split()) <= 12]
    draw.shuffle(rows)
    left = {"statement": count, "question": count, "forbidden": count // 3, "command": count // 2, None: 0}
    for line in rows:
        act = everyday_act(line)
        if act and left[act]:
            left[act] -= 1
            yield act, line if draw.random() < 0.3 else bare(line), "tatoeba", False


# Labels of a home that may be asked for in any words.
ASKED_FOR = re.compile(r"HassGet|HassClimateGet|HassTimerStatus|HassRespond|HassNevermind")


def written() -> Iterator[Row]:
    """Lines that were written one by one, but those that judge."""
    tasks = data.RECIPE / "tasks"
    left_out = {bare(line.split("\t")[0]) for line in data.lines(tasks / "act_lines.tsv")}
    found = [tuple(line.split("\t")) for line in list(data.lines(tasks / "act_texts.tsv"))[1:]]
    for text, label in home_lines.written(set()):
        if not ASKED_FOR.match(label):
            found.append(("command", MARKUP.sub(r"\1", text)))
    for act, text in found:
        if bare(text) not in left_out:
            yield act, text, "written", False
            if act == "question" or (act == "command" and POLITE.match(text)):
                yield act, text + "?", "written", False


def rows(each: int = 60, tatoeba: int = 2000, sgd: int = 1500) -> list[Row]:
    """All lines, a text once."""
    draw = random.Random(SEED)
    found: dict[str, Row] = {}
    for row in [
        *framed(each, draw),
        *written(),
        *labelled("hwu64"),
        *labelled("clinc150"),
        *home_assistant(),
        *dialogues(sgd, draw),
        *everyday(tatoeba, draw),
    ]:
        found.setdefault(row[1].lower(), row)
    return list(found.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    output = parser.parse_args().output
    lines = ["\t".join((act, text, source, str(int(held)))) for act, text, source, held in rows()]
    output.write_text("".join(line + "\n" for line in ["act\ttext\tsource\theld", *lines]), encoding="utf-8")
    print(f"{output}: {len(lines)} lines")


if __name__ == "__main__":
    main()
