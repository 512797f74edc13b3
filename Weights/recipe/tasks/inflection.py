"""Forms of English verbs, by rules and a table of irregular ones: `past("turn off")` is "turned off".

The first word is inflected, and what follows stays: a particle, an object.
"""

VOWELS = "aeiou"
# Base: past, past participle.
IRREGULAR = {
    "be": ("was", "been"),
    "begin": ("began", "begun"),
    "bring": ("brought", "brought"),
    "build": ("built", "built"),
    "buy": ("bought", "bought"),
    "come": ("came", "come"),
    "cut": ("cut", "cut"),
    "do": ("did", "done"),
    "draw": ("drew", "drawn"),
    "drive": ("drove", "driven"),
    "feed": ("fed", "fed"),
    "find": ("found", "found"),
    "forget": ("forgot", "forgotten"),
    "get": ("got", "gotten"),
    "give": ("gave", "given"),
    "go": ("went", "gone"),
    "have": ("had", "had"),
    "hold": ("held", "held"),
    "keep": ("kept", "kept"),
    "leave": ("left", "left"),
    "let": ("let", "let"),
    "light": ("lit", "lit"),
    "make": ("made", "made"),
    "pay": ("paid", "paid"),
    "put": ("put", "put"),
    "read": ("read", "read"),
    "reset": ("reset", "reset"),
    "ring": ("rang", "rung"),
    "run": ("ran", "run"),
    "say": ("said", "said"),
    "sell": ("sold", "sold"),
    "send": ("sent", "sent"),
    "set": ("set", "set"),
    "shut": ("shut", "shut"),
    "sing": ("sang", "sung"),
    "speak": ("spoke", "spoken"),
    "sweep": ("swept", "swept"),
    "take": ("took", "taken"),
    "tell": ("told", "told"),
    "throw": ("threw", "thrown"),
    "undo": ("undid", "undone"),
    "wake": ("woke", "woken"),
    "wind": ("wound", "wound"),
    "write": ("wrote", "written"),
}
# Of more than one syllable, and their last letter is doubled all the same.
DOUBLED = {"begin", "cancel", "forget", "reset", "transfer", "unplug"}


def _split(phrase: str) -> tuple[str, str]:
    verb, space, rest = phrase.partition(" ")
    return verb, space + rest


def _doubles(verb: str) -> bool:
    """Whether the last letter is doubled before a vowel: stop, stopping."""
    if verb in DOUBLED:
        return True
    groups = sum(a in VOWELS and b not in VOWELS for a, b in zip(verb, verb[1:] + "|", strict=True))
    short = len(verb) > 2 and verb[-1] not in VOWELS + "wxy" and verb[-2] in VOWELS and verb[-3] not in VOWELS
    return groups == 1 and (short or verb[-4:-2] == "qu")


def _with_ed(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ied"
    return verb + (verb[-1] if _doubles(verb) else "") + "ed"


def past(phrase: str) -> str:
    """turn off: turned off."""
    verb, rest = _split(phrase)
    return IRREGULAR.get(verb, (_with_ed(verb),))[0] + rest


def participle(phrase: str) -> str:
    """write it down: written it down."""
    verb, rest = _split(phrase)
    return IRREGULAR.get(verb, (_with_ed(verb),))[-1] + rest


def gerund(phrase: str) -> str:
    """close the door: closing the door."""
    verb, rest = _split(phrase)
    if verb.endswith("e") and not verb.endswith("ee") and verb != "be":
        return verb[:-1] + "ing" + rest
    return verb + (verb[-1] if _doubles(verb) else "") + "ing" + rest


def third_person(phrase: str) -> str:
    """wash up: washes up."""
    verb, rest = _split(phrase)
    if verb in ("be", "have"):
        return {"be": "is", "have": "has"}[verb] + rest
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es" + rest
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ies" + rest
    return verb + "s" + rest
