"""The texts that the fine-tuned teachers answer, for each task: training rows, copies of them, and texts without a
label.

A text is a triple: itself, its label or None, the tags of its words or None.
"""

import random

import numpy as np
import torch

from tasks import augment, commands, data, heads, licences

SPOKEN = {
    "sgd_dialogues": 6000,
    "tatoeba_en": 5000,
    "trivia_qa": 3000,
    "topical_chat": 2000,
    "taskmaster_dialogues": 2500,
}
# Task: the sequence head and the word head that answer it.
HEADS = {
    "clinc": ("intent.clinc", None),
    "sentiment": ("sentiment", None),
    "pos": (None, "pos"),
    "banking": ("intent.banking", None),
    "snips": ("intent.snips", "slots.snips"),
    "commands": ("intent", "slots"),
    "commands_valid": ("intent", "slots"),
    "ner": (None, "ner"),
    "topic": ("topic", None),
    "acceptable": ("acceptable", None),
    "emotion": ("emotion", None),
}


class Neighbours:
    """Whole words near each other in the teacher's embeddings `[vocabulary, 384]`."""

    def __init__(self, embedding_rows: np.ndarray, count: int = 12):
        entries = list(data.lines(data.VOCABULARY))
        self.words = [(i, e) for i, e in enumerate(entries) if e.isalpha() and len(e) > 2]
        rows = embedding_rows[[i for i, _ in self.words]]
        rows = torch.nn.functional.normalize(torch.from_numpy(rows - rows.mean(0)), dim=1)
        near = torch.cat([part @ rows.t() for part in rows.split(1000)]).topk(count + 1).indices[:, 1:]
        self.near = {word: [self.words[j][1] for j in near[i].tolist()] for i, (_, word) in enumerate(self.words)}

    def replaced(self, words, draw: random.Random, share: float = 0.2):
        """Words, about `share` of them replaced and one now and then dropped."""
        kept = [w for w in words if len(words) < 3 or draw.random() > 0.04] or words
        return [draw.choice(self.near[w]) if w in self.near and draw.random() < share else w for w in kept]

    def copies(self, examples, draw: random.Random):
        """One copy of each example's text in lower case, few words or many of it replaced, to be answered by a teacher
        alone."""
        return [
            (" ".join(self.replaced(sentence.lower().split(), draw, draw.choice((0.1, 0.2, 0.35)))), None, None)
            for sentence, _, _ in examples
        ]


def some(draw, name: str, count: int, longest: int = 120) -> list[str]:
    """Texts of a training split or of a pre-training file."""
    source = data.pretraining_lines(name) if name in data.PRETRAIN else data.training_texts(name)
    texts = sorted({t for t in source if 8 <= len(t) <= longest})
    return draw.sample(texts, min(count, len(texts)))


def unlabelled(draw, **counts):
    """Texts of these sets that may be read, at most as many of each as it says."""
    return [
        (t, None, None)
        for name, count in counts.items()
        if licences.may_train_on(name)
        for t in some(draw, name, count)
    ]


def labelled(name: str, kind: str = "label", source: str = "text"):
    return [(row[source], row[kind], None) for row in data.read_table(name, "train")]


def exchanged(rows, values: augment.SlotValues, draw: random.Random, copy: int):
    """Each row (words, tags, intent) with other values, few of them in the first copy, and typed otherwise."""
    for words, tags, intent in rows:
        words, tags = values.exchange(words, tags, intent, draw, share=0.3 if copy == 0 else 0.8)
        yield *augment.restyled(words, tags, draw), intent


def outside(draw: random.Random) -> list[str]:
    """Texts that are none of HWU64's commands."""
    sentences = commands.out_of_scope("train") * 5 + commands.foreign(draw.randrange(1 << 20), 1200, 1200)
    found = []
    for sentence in sentences:
        words, _ = augment.restyled(sentence.lower().split(), ["O"] * len(sentence.split()), draw, requests=False)
        found.append(" ".join(words))
    return found


def command_texts(draw, neighbours):
    rows = commands.examples("train")
    values = commands.slot_values(rows)
    found = [(" ".join(words), intent, tags) for words, tags, intent in rows]
    for copy in range(3):
        found += [(" ".join(words), intent, tags) for words, tags, intent in exchanged(rows, values, draw, copy)]
    found += neighbours.copies(found[: len(rows)] * 3 + found[len(rows) :], draw)
    found += unlabelled(draw, clinc150=12000, snips=4000, ha_intents=1400, banking77=1500, trec=1500, **SPOKEN)
    return found + [(sentence, "", None) for sentence in outside(draw)]


def validation_texts(draw, neighbours):
    """HWU64's validation rows and copies with the values of training rows; for the last stage alone."""
    rows, values = commands.examples("valid"), commands.slot_values(commands.examples("train"))
    found = [(" ".join(words), intent, tags) for words, tags, intent in rows]
    for _ in range(5):
        for words, tags, intent in rows:
            words, tags = augment.restyled(*values.exchange(words, tags, intent, draw, share=0.7), draw)
            found.append((" ".join(words), intent, tags))
    return found + neighbours.copies(found[: len(rows)] * 4, draw)


def snips_texts(draw, neighbours):
    rows = commands.snips_examples()
    values = augment.SlotValues([(words, tags, intent) for words, tags, intent in rows], {})
    found = [(" ".join(words), intent, tags) for words, tags, intent in rows]
    for words, tags, intent in rows:
        words, tags = values.exchange(words, tags, intent, draw, share=0.7)
        found.append((" ".join(words), intent, tags))
    return found + neighbours.copies(found, draw)


def clinc_texts(draw, neighbours):
    rows = [(t, "" if label == "oos" else label, None) for t, label, _ in labelled("clinc150")]
    copies = neighbours.copies(rows * 4, draw)
    outside = [r for r in rows if r[1] == ""] * 6
    return (
        rows * 2
        + outside
        + copies
        + unlabelled(
            draw,
            hwu64_slots=9000,
            snips=3000,
            ha_intents=1400,
            banking77=4000,
            sgd_dialogues=12000,
            tatoeba_en=4000,
            trivia_qa=3000,
        )
    )


def banking_texts(draw, neighbours):
    rows = labelled("banking77")
    money = [
        (r["text"], None, None)
        for r in data.read_table("clinc150", "train")
        if r.get("domain") in ("banking", "credit_cards")
    ]
    return rows * 2 + neighbours.copies(rows * 4, draw) + money


def sentiment_texts(draw, neighbours):
    rows = [(t, heads.POLARITY[label], None) for t, label, _ in labelled("sst2")]
    reviews = sorted(
        {s for t in data.training_texts("imdb") for s in data.END_OF_SENTENCE.split(t) if 15 <= len(s) <= 160}
    )
    return (
        rows
        + [(s, None, None) for s in draw.sample(reviews, min(45_000, len(reviews)))]
        + neighbours.copies(rows, draw)
    )


def topic_texts(draw, neighbours):
    rows = [(row["text"], row["label"], None) for row in data.training_rows("ag_news")]
    return rows + neighbours.copies(rows, draw)


def pos_texts(draw, neighbours):
    rows = [(row["tokens"], None, row["upos"].split(" ")) for row in data.read_table("ud_ewt_pos", "train")]
    return rows + unlabelled(
        draw, tatoeba_en=8000, topical_chat=6000, books=8000, sgd_dialogues=4000, onestop_english=3000
    )


def ner_texts(draw, neighbours):
    rows = [(row["tokens"], None, None) for name in ("wnut17", "btc_ner") for row in data.read_table(name, "train")]
    return rows + unlabelled(draw, topical_chat=5000, trivia_qa=4000, wikipedia_paragraphs=4000, onestop_english=2000)


FUNCTION_WORDS = (
    "a an the is are was were be been to of in on at by for with that which who he him she her they them it its his "
    "and or not do does did has have had"
).split()


def garbled(sentence: str, draw: random.Random) -> str:
    """The words of a sentence with one thing done to them that often makes it ungrammatical."""
    words = sentence.split()
    i, j = (draw.randrange(len(words)) for _ in range(2))
    kind = draw.randrange(5)
    if kind == 0:
        words[i], words[i - 1] = words[i - 1], words[i]
    elif kind == 1:
        del words[i]
    elif kind == 2:
        words.insert(j, words[i])
    elif kind == 3:
        words.insert(j, words.pop(i))
    else:
        places = [k for k, word in enumerate(words) if word.lower() in FUNCTION_WORDS] or [i]
        words[draw.choice(places)] = draw.choice(FUNCTION_WORDS)
    return " ".join(words)


def acceptable_texts(draw, neighbours):
    rows = [(t, heads.YES_NO[label], None) for t, label, _ in labelled("cola")]
    plain = [
        t
        for name, count in (("tatoeba_en", 12_000), ("books", 6_000), ("onestop_english", 2_000))
        for t in some(draw, name, count, 80)
        if " " in t
    ]
    copies = [t for t, _, _ in rows] + plain
    return (
        rows * 3
        + [r for r in rows if r[1] == "no"] * 2
        + [(garbled(t, draw), None, None) for t in copies]
        + [(t, None, None) for t in plain]
        + neighbours.copies(rows, draw)
    )


def emotion_texts(draw, neighbours):
    rows = labelled("emotion")
    return rows * 2 + neighbours.copies(rows, draw) + unlabelled(draw, topical_chat=5000, tatoeba_en=5000)


COLLECT = {
    "clinc": clinc_texts,
    "sentiment": sentiment_texts,
    "pos": pos_texts,
    "banking": banking_texts,
    "snips": snips_texts,
    "commands": command_texts,
    "commands_valid": validation_texts,
    "ner": ner_texts,
    "topic": topic_texts,
    "acceptable": acceptable_texts,
    "emotion": emotion_texts,
}
