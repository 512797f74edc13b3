"""Intents of many sets as one task: texts that want the same have like vectors, texts of other classes do not.

What is learnt is no label but a space in which intents that nobody has trained on lie apart: no matrix of classes, the
pooled rows themselves are compared, as `forge teach` reads them. HWU64 and SNIPS, by which vectors for unseen intents
are judged, are left out with all they would teach.
"""

import random
from collections import defaultdict

import numpy as np
import torch
from torch.nn import functional as F

from tasks import data, home_patterns, household, licences, text
from tasks.phrases import AFTER, BEFORE, MARKUP
from tasks.sets import encode, typed

LONGEST_WORDS = 24


def dialogue_rows():
    """(text, class) of Schema-Guided Dialogue: the intent where a turn names one, else what the turn does where that is
    an act of its own."""
    alone = {"GOODBYE,THANK_YOU", "NEGATE,THANK_YOU", "REQUEST_ALTS", "SELECT", "AFFIRM", "THANK_YOU", "NEGATE_INTENT"}
    for row in data.read_table("sgd_slots", "train"):
        said = MARKUP.sub(r"\1", row["text"])
        if row["acts"] in ("INFORM_INTENT", "INFORM,INFORM_INTENT"):
            yield said, row["intent"]
        elif row["acts"] in alone:
            yield said, row["acts"]


def pattern_rows(each: int, draw: random.Random):
    """(text, class) of the household's patterns, each pattern a class."""
    for number, pattern in enumerate(household.PATTERNS):
        for sentence in sorted({household.filled(pattern, draw) for _ in range(each)}):
            if not household.is_near_model_card(sentence):
                yield sentence, str(number)


def labelled(name: str, kind: str = "label", source: str = "text"):
    return ((row[source], row[kind]) for row in data.read_table(name, "train"))


# The share of the classes of a batch that come from each source.
SHARES = {"clinc150": 0.40, "banking77": 0.10, "dialogues": 0.14, "home": 0.10, "questions": 0.08, "flights": 0.03}
SHARES |= {"patterns": 0.05, "house": 0.10}
if licences.ONLY_PERMISSIVE:  # home.pipit: what a home is asked, and the sets whose heads it has
    SHARES |= {"clinc150": 0.30, "banking77": 0.12, "home": 0.12, "house": 0.26, "assistant": 0.14, "snips": 0.04}
SHARES = {
    name: share
    for name, share in SHARES.items()
    if licences.may_train_on({"questions": "trec", "flights": "atis"}.get(name, "ha_intents"))
}


def sources(draw: random.Random):
    """Of each source its domains, of each domain its classes, of each class its texts."""
    rows = {
        "clinc150": ((r["text"], r["label"], r["domain"]) for r in data.read_table("clinc150", "train")),
        "banking77": ((t, c, "") for t, c in labelled("banking77")),
        "dialogues": ((t, c, "") for t, c in dialogue_rows()),
        "home": ((t, c, "") for t, c in labelled("ha_intents")),
        "patterns": ((t, c, "") for t, c in pattern_rows(40, draw)),
        "house": ((MARKUP.sub(r"\1", t), c, "") for t, c in home_patterns.Patterns().rows(150, draw)),
    }
    if licences.ONLY_PERMISSIVE:
        rows["assistant"] = ((t, c, "") for t, c in labelled("hwu64"))
        rows["snips"] = ((t, c, "") for t, c in labelled("snips", "intent", "tokens"))
    if "questions" in SHARES:
        rows["questions"] = ((t, c, "") for t, c in labelled("trec", "fine_label"))
        rows["flights"] = ((t, c, "") for t, c in labelled("atis", "intent", "tokens"))
    for source, triples in rows.items():
        found = defaultdict(lambda: defaultdict(set))
        for sentence, label, domain in triples:
            if label != "oos" and len(sentence.split()) <= LONGEST_WORDS:
                found[domain][label].add(sentence)
        yield (
            source,
            [
                classes
                for domain in sorted(found)
                if (classes := [sorted(c) for _, c in sorted(found[domain].items()) if len(c) >= 4])
            ],
        )


def sentences_about_anything(draw: random.Random, count: int = 20_000) -> list[str]:
    """What is of no class: no two of them want the same."""
    found = []
    for name, share in (("tatoeba_en", 0.6), ("topical_chat", 0.2), ("taskmaster_dialogues", 0.1), ("trivia_qa", 0.1)):
        short = sorted({t for t in data.pretraining_lines(name) if 2 <= len(t.split()) <= 14})
        found += draw.sample(short, min(int(count * share), len(short)))
    return found + [r["text"] for r in data.read_table("clinc150", "train") if r["label"] == "oos"]


class IntentSet:
    """Batches of `classes` classes with `each` texts, half of the classes of one domain, and `alone` texts about
    anything; a supervised contrastive loss on the unit vectors of the pooled rows."""

    def __init__(self, classes=24, each=4, alone=16, temperature=0.1, lost=0.1, wrapped=0.25, seed=1):
        self.draw, self.seed = random.Random(seed), seed
        self.classes, self.each, self.alone, self.temperature = classes, each, alone, temperature
        self.lost, self.wrapped = lost, wrapped
        self.sources = {
            name: [[encode(texts) for texts in domain] for domain in domains]
            for name, domains in sources(random.Random(5))
        }
        self.names = list(SHARES)
        self.anything = encode(sentences_about_anything(self.draw))
        self.before, self.after = ([i[1:-1] for i in encode(list(texts))] for texts in (BEFORE, AFTER))

    def chosen_classes(self):
        """Half of them of one domain, the others from anywhere; no class twice."""
        draw = self.draw
        source = draw.choices(self.names, list(SHARES.values()))[0]
        at = draw.randrange(len(self.sources[source]))
        near = self.sources[source][at]
        found = {(source, at, k) for k in draw.sample(range(len(near)), min(self.classes // 2, len(near)))}
        while len(found) < self.classes:
            source = draw.choices(self.names, list(SHARES.values()))[0]
            at = draw.randrange(len(self.sources[source]))
            found.add((source, at, draw.randrange(len(self.sources[source][at]))))
        return [self.sources[name][domain][k] for name, domain, k in sorted(found)]

    def varied(self, ids: np.ndarray) -> np.ndarray:
        """The text with some pieces left out, and now and then something polite around it."""
        draw, inner = self.draw, ids[1:-1]
        if len(inner) > 3 and self.lost:
            kept = [i for i in inner if draw.random() >= self.lost]
            inner = np.array(kept, ids.dtype) if len(kept) > 1 else inner
        if draw.random() < self.wrapped:
            inner = np.concatenate([draw.choice(self.before), inner])
        if draw.random() < self.wrapped:
            inner = np.concatenate([inner, draw.choice(self.after)])
        return np.concatenate([ids[:1], inner, ids[-1:]])

    def loss(self, network):
        draw, texts, classes = self.draw, [], []
        for number, known in enumerate(self.chosen_classes()):
            for ids in draw.sample(known, min(self.each, len(known))):
                texts.append(self.varied(ids)), classes.append(number)
        for number in range(self.alone):
            texts.append(draw.choice(self.anything)), classes.append(self.classes + number)
        order, vectors = unit_vectors(network, texts)
        return contrastive_loss(vectors, torch.tensor(classes)[order], self.temperature)


def unit_vectors(network, texts, parts: int = 4):
    """Unit vectors of the pooled rows, in the order that is returned before them: by length, so that little is
    padding."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    size = -(-len(texts) // parts)
    pooled = [
        network.encoder(typed(network, text.padded([texts[i] for i in order[k : k + size]])))[1]
        for k in range(0, len(texts), size)
    ]
    return order, F.normalize(torch.cat(pooled), dim=1)


def contrastive_loss(vectors, classes, temperature: float):
    """−log of the share of each other text of the class among all others (supervised contrastive, averaged outside of
    the logarithm); texts that are alone in their class are only among the others."""
    own = torch.eye(len(classes), dtype=torch.bool)
    scores = (vectors @ vectors.t() / temperature).masked_fill(own, -1e4)
    same = (classes[:, None] == classes[None]) & ~own
    shares = (scores.log_softmax(1) * same).sum(1)[same.any(1)]
    return -(shares / same.sum(1)[same.any(1)]).mean()
