"""What a network with all heads is trained on: the sets by name, and their shares of the steps in each stage."""

import itertools
import random

from tasks import (
    answer_texts,
    cloze,
    data,
    heads,
    home_patterns,
    household,
    intents,
    kept,
    licences,
    polarity,
    relations,
    sets,
)
from tasks.phrases import MARKUP

# Sentences for masked words, of each pre-training file; much talk, since commands and statements about a house are
# talk.
SENTENCES = {
    "tatoeba_en": 180_000,
    "sgd_dialogues": 120_000,
    "books": 260_000,
    "wikipedia_paragraphs": 40_000,
    "wikipedia_articles": 60_000,
    "topical_chat": 48_000,
    "onestop_english": 20_000,
    "trivia_qa": 30_000,
    "taskmaster_dialogues": 15_000,
    "openstax_textbooks": 30_000,
    "recipes": 9_000,
}
LABELLED = [
    "clinc150",
    "hwu64_slots",
    "snips",
    "ha_intents",
    "limit",
    "snli_small",
    "sick",
    "stsb",
    "quora_pairs",
    "ud_ewt_pos",
]

# Shares of the steps. The first stage makes the base: words in their places, sentence vectors, where an answer stands.
BASE = {"fill": 0.46, "vectors": 0.22, "cloze": 0.13, "qa": 0.07, "next": 0.04, "similar": 0.03, "entail": 0.05}
# For intents that nobody has trained on: classes of many sets lie apart, and what is near is said by the teacher of
# sentences; masked words and similarity stay in, so that neither is forgotten.
CONTRAST = {"intents": 0.40, "relations": 0.32, "fill": 0.22, "similar": 0.06}
# With more columns of the table: what contrast has, and more of what those columns are for.
WIDER = {"fill": 0.42, "intents": 0.22, "relations": 0.18, "vectors": 0.10, "cloze": 0.04, "similar": 0.04}
if licences.ONLY_PERMISSIVE:  # no pairs of sentences with labels; their nearness is what the teacher's vectors say
    BASE = {"fill": 0.48, "vectors": 0.32, "cloze": 0.10, "qa": 0.06, "next": 0.04}
    CONTRAST = {"intents": 0.44, "vectors": 0.30, "fill": 0.26}
# The second: every head, most of them by the teacher's answers.
EVERYTHING = {
    "commands": 0.30,
    "clinc": 0.11,
    "snips": 0.14,
    "banking": 0.05,
    "home": 0.01,
    "sentiment": 0.15,
    "reviews": 0.03,
    "emotion": 0.05,
    "topic": 0.05,
    "question": 0.01,
    "acceptable": 0.06,
    "ner": 0.03,
    "pos": 0.12,
    "similar": 0.025,
    "entail": 0.045,
    "paraphrase": 0.025,
    "next": 0.03,
    "qa": 0.06,
    "cloze": 0.03,
    "fill": 0.15,
    "vectors": 0.08,
}
# The third: with the validation rows of HWU64, and more for similarity, questions and acceptability, which were behind.
FINISH = EVERYTHING | {"commands_valid": 0.07, "similar": 0.06, "vectors": 0.12, "qa": 0.09, "acceptable": 0.08}
# And once more, with a little more for what was behind.
POLISH = FINISH | {"acceptable": 0.10, "sentiment": 0.17, "entail": 0.065, "clinc": 0.12}
# Then heads alone, on an encoder that stays: tags by the loss of a whole path (tag_rules.py), whether a text follows,
# and what rounding took from few rows.
HEADS = {"commands": 0.30, "commands_valid": 0.06, "snips": 0.22, "ner": 0.20, "next": 0.22, "home": 0.10}
# home.pipit's last: the network in fewer bytes, beside what it knew, with heads for what else people say to a device.
ASSISTANT = {"kept": 0.34, "commands": 0.24, "clinc": 0.10, "snips": 0.12, "banking": 0.07, "intents": 0.13}
STAGES = {
    "assistant": ASSISTANT,
    "base": BASE,
    "contrast": CONTRAST,
    "wider": WIDER,
    "everything": EVERYTHING,
    "finish": FINISH,
    "polish": POLISH,
    "heads": HEADS,
}


def texts_to_fill(draw: random.Random, lines: int | None = None) -> list[str]:
    """Sentences of the pre-training text, and of training sets, or of the first `lines` of each."""
    found = []
    for name, count in SENTENCES.items():
        parts = (
            part
            for line in itertools.islice(data.pretraining_lines(name), lines)
            for part in (data.END_OF_SENTENCE.split(line) if len(line) > 120 else [line])
        )
        usable = sorted({part for part in parts if 18 <= len(part) <= 200})
        found += draw.sample(usable, min(count, len(usable)))
    for name in filter(licences.may_train_on, LABELLED):
        found += sorted({t for t in itertools.islice(data.training_texts(name), lines) if len(t) <= 200})
    return found + household.sentences(min(40_000, lines or 40_000), draw.randrange(1 << 30))


def texts_to_keep(draw: random.Random, lines: int | None = None) -> list[str]:
    """What a network is held to: sentences about anything, and as many of a house as its patterns have."""
    house = [MARKUP.sub(r"\1", sentence) for sentence, _ in home_patterns.Patterns().rows(min(150, lines or 150), draw)]
    return texts_to_fill(draw, lines) + 4 * house


def neighbours(draw: random.Random, count: int):
    """Pairs of lines, or of parts of a sentence, of which the second follows the first, or does not."""
    pairs, expected = [], []
    for name in ("sgd_dialogues", "topical_chat", "books", "taskmaster_dialogues"):
        lines = [line if 8 <= len(line) <= 200 else "" for line in data.lines(data.DATA / "pretrain" / f"{name}.txt")]
        for _ in range(count // 4):
            i = draw.randrange(len(lines) - 1)
            follows = draw.random() < 0.5
            j = i + 1 if follows else draw.randrange(len(lines))
            if lines[i] and lines[j]:
                pairs.append((lines[i], lines[j])), expected.append([follows, not follows])
    sentences = [words for line in data.pretraining_lines("tatoeba_en") if len(words := line.split()) >= 6]
    for _ in range(count // 4):
        one, other = draw.choice(sentences), draw.choice(sentences)
        at, follows = draw.randrange(3, len(one) - 2), draw.random() < 0.5
        rest = one[at:] if follows else other[len(other) // 2 :]
        pairs.append((" ".join(one[:at]), " ".join(rest))), expected.append([follows, not follows])
    return pairs, expected


def similarity_pairs():
    """Pairs and their similarity, 0 … 1."""
    pairs, expected = [], []
    for name, top, low in (("stsb", 5.0, 0.0), ("sick", 5.0, 1.0)):
        for row in data.read_table(name, "train"):
            pairs.append((row["text_a"], row["text_b"])), expected.append((float(row["score"]) - low) / (top - low))
    return pairs, expected


def entailment_pairs(head: heads.Head):
    """Pairs and the labels allowed; "not entailment" allows two."""
    pairs, expected = [], []
    for name, kind in (("snli_small", "label"), ("mnli_small", "label"), ("sick", "entailment"), ("rte", "label")):
        for row in data.read_table(name, "train"):
            pairs.append((row["text_a"], row["text_b"])), expected.append(heads.allowed_labels(head, row[kind]))
    return pairs, expected


def paraphrase_pairs(head: heads.Head):
    rows = [row for name in ("mrpc", "quora_pairs") for row in data.read_table(name, "train")]
    return [(r["text_a"], r["text_b"]) for r in rows], [heads.allowed_labels(head, r["label"]) for r in rows]


def sequence(head: heads.Head, name: str, kind: str = "label", rename=None, **options) -> sets.SequenceSet:
    rows = data.read_table(name, "train")
    return sets.SequenceSet(
        head, [row["text"] for row in rows], [rename[row[kind]] if rename else row[kind] for row in rows], **options
    )


def review_set(head: heads.Head) -> sets.SequenceSet:
    """IMDb in parts of about a window, as the device reads a long text."""
    return sets.SequenceSet(head, *zip(*polarity.reviews()), size=32)


def questions(*names, split="train"):
    return [data.read_table(name, split) for name in names]


def builders(named: dict[str, heads.Head], stage: str, lines: int | None = None):
    """How each set of a stage is made; with `lines`, of no more lines of each file of pre-training text."""
    draw = random.Random(7)
    count = min(60_000, lines or 60_000)

    def answers(task: str):
        sequence, words = (named.get(head) for head in answer_texts.HEADS[task])
        return lambda: sets.AnswerSet(task, None if stage == "heads" else sequence, words)

    return {task: answers(task) for task in answer_texts.HEADS} | {
        "home": lambda: sequence(named["intent.home"], "ha_intents"),
        "reviews": lambda: review_set(named["sentiment"]),
        "question": lambda: sequence(named["question"], "trec", rename=heads.QUESTIONS),
        "fill": lambda: sets.FillSet(named["fill"], texts_to_fill(draw, lines), size=80),
        "vectors": sets.VectorSet,
        "kept": lambda: kept.KeptSet(data.WORK / "before.pipit", texts_to_keep(draw, lines)),
        "intents": intents.IntentSet,
        "relations": relations.RelationSet,
        "cloze": lambda: sets.SpanSet(named["qa"], [cloze.rows(count, 11)]),
        "qa": lambda: sets.SpanSet(
            named["qa"], questions(*filter(licences.may_train_on, ("squad", "squadshifts_short")))
        ),
        "next": lambda: sets.PairSet(named["next"], *neighbours(draw, count)),
        "similar": lambda: sets.SimilarSet(named["similar"], *similarity_pairs()),
        "entail": lambda: sets.PairSet(named["entail"], *entailment_pairs(named["entail"])),
        "paraphrase": lambda: sets.PairSet(named["paraphrase"], *paraphrase_pairs(named["paraphrase"])),
    }
