"""Where the data sets and the results of the stages lie, and how their files are read.

The data folder is $PIPIT_DATA, else shared/data beside the repository; the vocabulary $PIPIT_VOCABULARY, else
model/vocab.txt. Nothing here ever opens a test split, except read_table(..., "test") called by studies/single_tasks.py,
studies/compare_onnx.py and judging/evaluate_reference.py.
"""

import lzma
import os
import re
from pathlib import Path

from tasks import licences

RECIPE = Path(__file__).resolve().parents[1]
REPOSITORY = RECIPE.parent.parent
WORK = Path(os.environ.get("PIPIT_WORK", RECIPE / "work"))
DATA = Path(os.environ.get("PIPIT_DATA", REPOSITORY.parent / "shared" / "data"))
THREADS = int(os.environ.get("OMP_NUM_THREADS", 2))
VOCABULARY = Path(os.environ.get("PIPIT_VOCABULARY", RECIPE / "model" / "vocab.txt"))

PRETRAIN = [
    "books",
    "wikipedia_articles",
    "sgd_dialogues",
    "tatoeba_en",
    "topical_chat",
    "taskmaster_dialogues",
    "openstax_textbooks",
    "wikipedia_paragraphs",
    "trivia_qa",
    "onestop_english",
    "recipes",
]

# The columns that hold text, for every labelled set.
TEXT_COLUMNS = {
    "hwu64_slots": ["tokens"],
    "clinc150": ["text"],
    "snips": ["tokens"],
    "banking77": ["text"],
    "ha_intents": ["text"],
    "atis": ["tokens"],
    "wnut17": ["tokens"],
    "btc_ner": ["tokens"],
    "ud_ewt_pos": ["tokens"],
    "sst2": ["text"],
    "imdb": ["text"],
    "ag_news": ["text"],
    "trec": ["text"],
    "emotion": ["text"],
    "cyberbullying": ["text"],
    "limit": ["text"],
    "squad": ["context", "question"],
    "squadshifts_short": ["context", "question"],
    "stsb": ["text_a", "text_b"],
    "mrpc": ["text_a", "text_b"],
    "sick": ["text_a", "text_b"],
    "quora_pairs": ["text_a", "text_b"],
    "rte": ["text_a", "text_b"],
    "snli_small": ["text_a", "text_b"],
    "mnli_small": ["text_a", "text_b"],
    "qnli_dev": ["text_a", "text_b"],
    "cola": ["text"],
    "wnli": ["text_a", "text_b"],
}


def lines(stem: Path):
    """The lines of stem or stem.xz, without their line ends."""
    packed = stem.with_name(stem.name + ".xz")
    if packed.exists():
        source = lzma.open(packed, "rt", encoding="utf-8", newline="\n")
    else:
        source = open(stem, encoding="utf-8", newline="\n")
    with source:
        for line in source:
            yield line.rstrip("\n")


END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'])")


def training_rows(name: str) -> list[dict[str, str]]:
    """The training split of a labelled set, AG News' second file too."""
    return read_table(name, "train") + (read_table(name, "train_extra") if name == "ag_news" else [])


def read_table(name: str, split: str) -> list[dict[str, str]]:
    """The rows of a labelled set, a dictionary by column each."""
    if split.startswith("train"):
        licences.require(name)
    rows = lines(DATA / name / f"{split}.tsv")
    header = next(rows).split("\t")
    return [dict(zip(header, row.split("\t"), strict=True)) for row in rows]


def labels(name: str, split: str, column: str) -> list[str]:
    """The labels of all rows of a set: what heads are called is read for networks whose heads are not trained, too."""
    rows = lines(DATA / name / f"{split}.tsv")
    at = next(rows).split("\t").index(column)
    return [row.split("\t")[at] for row in rows]


def training_texts(name: str):
    """Every text of the training split of a labelled set."""
    for row in read_table(name, "train"):
        for column in TEXT_COLUMNS[name]:
            yield row[column]


def sentences(name: str, shortest: int, longest: int) -> list[str]:
    """The sentences of a pre-training file with as many characters, each once, in order."""
    parts = (part for line in pretraining_lines(name) for part in END_OF_SENTENCE.split(line))
    return sorted({part for part in parts if shortest <= len(part) <= longest})


def pretraining_lines(name: str):
    """The lines that are not empty of a pre-training file."""
    if name != "valid":  # which judges, and trains nothing
        licences.require(name)
    return (line for line in lines(DATA / "pretrain" / f"{name}.txt") if line)
