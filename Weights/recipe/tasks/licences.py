"""Which labelled sets and texts weights may be trained on when a product is sold with them.

With `PIPIT_LICENCES=permissive` in the environment nothing else is read for training: `data.read_table` and
`data.pretraining_lines` refuse it. Licences as stated by the sets' own repositories. All of these allow commercial use
and redistribution; CC BY and CC BY-SA ask for attribution, which Weights/home.md gives.
"""

import os

PERMISSIVE = {
    "hwu64": "CC BY 4.0",
    "hwu64_slots": "CC BY 4.0",
    "clinc150": "CC BY 3.0",
    "snips": "CC0 1.0",
    "snips_original": "CC0 1.0",
    "banking77": "CC BY 4.0",
    "ha_intents": "CC BY 4.0",
    "wnut17": "CC BY 4.0",
    "btc_ner": "CC BY 4.0",
    "ud_ewt_pos": "CC BY-SA 4.0",
    "limit": "CC BY-SA 4.0",
    "squad": "CC BY-SA 4.0",
    "sgd_slots": "CC BY-SA 4.0",
    # text without labels
    "books": "CC0 1.0, source texts in the public domain of the United States",
    "tatoeba_en": "CC BY 2.0",
    "taskmaster_dialogues": "CC BY 4.0",
    "openstax_textbooks": "CC BY 4.0",
    "recipes": "Unlicense",
    "wikipedia_articles": "CC BY-SA",
    "wikipedia_paragraphs": "CC BY-SA 4.0, CC BY 3.0",
    "sgd_dialogues": "CC BY-SA 4.0",
    "topical_chat": "CDLA-Sharing 1.0",
    "trivia_qa": "CC BY-SA 4.0",
    "onestop_english": "CC BY-SA 4.0",
}
ONLY_PERMISSIVE = os.environ.get("PIPIT_LICENCES") == "permissive"


def may_train_on(name: str) -> bool:
    """Whether a set may be read for training, as the environment has it."""
    return not ONLY_PERMISSIVE or name in PERMISSIVE


def require(name: str) -> None:
    """Refuses a set that may not be trained on."""
    if not may_train_on(name):
        raise PermissionError(f"{name} has no licence that allows a product to be sold (PIPIT_LICENCES=permissive)")
