"""What stands around a command in talk, and the markup of slots."""

import re

SLOT = re.compile(r"\[([a-z_]+): *([^\[\]]*)\]")  # its name and words
MARKUP = re.compile(r"\[[^\[\]:]*: *([^\[\]]*?) *\]")
# What surrounds a command and says nothing of what is wanted.
BEFORE = [
    phrase.strip()
    for phrase in """
    please | hey | hi | ok | okay | can you | could you | could you please | would you | will you | can you please |
    i want you to | i need you to | i'd like you to | go ahead and | hello, | so | um | well, | now | just | let's |
    i was wondering, | excuse me, | tell me, | quick question,
    """.split("|")
]
AFTER = ("please", "now", "for me", "thanks", "thank you", "right now", "today", "if you can", "ok", "?", "!", ".")


def marked_slots(text: str) -> list[tuple[str, str]]:
    """The slots that are marked in a text, by name and words in small letters."""
    return [(slot, words.strip().lower()) for slot, words in SLOT.findall(text)]
