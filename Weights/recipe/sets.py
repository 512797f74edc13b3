"""Training sets of the heads: each draws a batch and says its loss on a network (heads.Everything)."""

import random

import numpy as np
import torch
from torch.nn import functional as F

import base
import data
import finetune
import heads
import tagged_tokens
import text
from finetune_teacher import padded

LONGEST = 128
SPAN_BATCH = 24


class Pool:
    """Examples in batches of like length, shuffled anew after each pass."""

    def __init__(self, lengths, size: int, seed: int):
        self.lengths, self.size, self.draw, self.waiting = lengths, size, random.Random(seed), []

    def next(self) -> np.ndarray:
        if not self.waiting:
            order = sorted(range(len(self.lengths)), key=lambda i: self.lengths[i] + self.draw.random() * 4)
            self.waiting = [order[i : i + self.size] for i in range(0, len(order), self.size)]
            self.draw.shuffle(self.waiting)
        return np.array(self.waiting.pop())


def encode(texts: list[str]) -> list[np.ndarray]:
    return text.encode(text.tokenizer(LONGEST), texts)[0]


def share_loss(logits, allowed):
    """−log of the probability of all allowed labels; `allowed` bool like `logits`."""
    log_share = F.log_softmax(logits, -1)
    return -torch.logsumexp(log_share.masked_fill(~allowed, -1e4), -1).mean()


def lost_pieces(network, ids, share: float):
    """Now and then a piece is unknown, while the network is in float."""
    if network.encoder.quantized or not share:
        return ids
    return ids.masked_fill((torch.rand(ids.shape) < share) & (ids > text.SEP), text.UNKNOWN)


class SequenceSet:
    """A text and its label."""

    def __init__(self, head: heads.Head, texts: list[str], labels: list[str], size=96, seed=1):
        self.head, self.ids = head, encode(texts)
        number = {label: i for i, label in enumerate(head.labels)}
        self.labels = np.array([number.get(label, len(head.labels)) for label in labels])
        self.pool = Pool([len(i) for i in self.ids], size, seed)

    def loss(self, network):
        picked = self.pool.next()
        pooled = network.encoder(lost_pieces(network, padded([self.ids[i] for i in picked]), 0.05))[1]
        return F.cross_entropy(network[self.head.name](pooled), torch.from_numpy(self.labels[picked]), label_smoothing=0.05)


class WordSet:
    """A text with a set of allowed labels for some of its pieces: `places[i]` `[words]`, `allowed[i]` `[words, labels]`."""

    def __init__(self, head: heads.Head, ids, places, allowed, size=64, seed=1):
        self.head, self.ids, self.places, self.allowed = head, ids, places, allowed
        self.pool = Pool([len(i) for i in ids], size, seed)

    def loss(self, network):
        picked = self.pool.next()
        rows = network.encoder(lost_pieces(network, padded([self.ids[i] for i in picked]), 0.05))[0]
        row = np.concatenate([np.full(len(self.places[i]), k) for k, i in enumerate(picked)])
        words = rows[row, np.concatenate([self.places[i] for i in picked])]
        return share_loss(network[self.head.name](words), torch.from_numpy(np.concatenate([self.allowed[i] for i in picked])))


def bio_set(head: heads.Head, sources, **options) -> WordSet:
    """`sources`: (data set, tag → labels it may stand for). A word beyond the cut has no place."""
    ids, places, allowed = [], [], []
    number = {label: i for i, label in enumerate(head.labels)}
    for name, meanings in sources:
        rows = data.read_table(name, "train")
        tokens = [[w for w in zip(r["tokens"].split(" "), r["tags"].split(" ")) if text.leaves_pieces(w[0])] for r in rows]
        tokens = [t for t in tokens if t]
        found, starts = text.encode(text.tokenizer(LONGEST), [" ".join(w for w, _ in t) for t in tokens])
        for one, begin, words in zip(found, starts, tokens):
            count = min(len(begin), len(words))
            mask = np.zeros((count, len(head.labels)), bool)
            for i, (_, tag) in enumerate(words[:count]):
                for label in meanings(tag):
                    mask[i, number[label]] = True
            ids.append(one), places.append(begin[:count]), allowed.append(mask)
    return WordSet(head, ids, places, allowed, **options)


def pieces_with_tags(splitter, sentence: str, tags: list[str]):
    """The first piece of each device token, the tag of the data token that holds it, and the ids with [CLS] and [SEP]."""
    encoding = splitter.encode(sentence, add_special_tokens=False)
    whole = sentence.encode()
    owner = np.cumsum([c == 32 for c in whole])  # the data token of each byte
    found, given = [], []
    for first, start, _ in tagged_tokens.device_tokens(whole, tagged_tokens.pieces_of(encoding, sentence)):
        if first < LONGEST - 2:
            found.append(first + 1), given.append(tags[owner[start]])
    return found, given, np.array([text.CLS, *encoding.ids[: LONGEST - 2], text.SEP])


def pos_set(head: heads.Head, split="train", **options) -> WordSet:
    """Every device token inside a data token carries its tag."""
    ids, places, allowed = [], [], []
    number = {label: i for i, label in enumerate(head.labels)}
    splitter = text.tokenizer(LONGEST)
    for row in data.read_table("ud_ewt_pos", split):
        found, tags, pieces = pieces_with_tags(splitter, row["tokens"], row["upos"].split(" "))
        if not found:
            continue
        mask = np.zeros((len(found), len(head.labels)), bool)
        mask[np.arange(len(found)), [number[tag] for tag in tags]] = True
        ids.append(pieces), places.append(np.array(found)), allowed.append(mask)
    return WordSet(head, ids, places, allowed, **options)


class PairSet:
    """Two texts encoded apart, with allowed labels `[labels]`, or a cosine that is wanted."""

    def __init__(self, head: heads.Head, pairs, wanted, size=64, seed=1):
        self.head = head
        self.first, self.second = encode([a for a, _ in pairs]), encode([b for _, b in pairs])
        self.wanted = np.stack([np.asarray(w) for w in wanted])
        self.pool = Pool([max(len(a), len(b)) for a, b in zip(self.first, self.second)], size, seed)

    def vectors(self, network, picked):
        both = padded([self.first[i] for i in picked] + [self.second[i] for i in picked])
        return network.encoder(lost_pieces(network, both, 0.03))[1].chunk(2)

    def loss(self, network):
        picked = self.pool.next()
        u, v = self.vectors(network, picked)
        wanted = torch.from_numpy(self.wanted[picked])
        if self.head.kind == heads.SIMILAR:
            cosine = F.cosine_similarity(u, v)
            close = (cosine - wanted.float()).square().mean()
            order = wanted[:, None] - wanted[None] > 0.1  # i above j
            ranks = F.softplus(20 * (cosine[None] - cosine[:, None]))[order]
            return 5 * close + (0.5 * ranks.mean() if len(ranks) else 0)
        return share_loss(network[self.head.name](heads.pair_features(u, v)), wanted)


class FillSet:
    """Lines of text, a seventh of their pieces to be guessed."""

    def __init__(self, head: heads.Head, texts: list[str], size=64, seed=1):
        self.head, self.ids = head, encode(texts)
        self.pool = Pool([len(i) for i in self.ids], size, seed)

    def loss(self, network):
        ids = padded([self.ids[i] for i in self.pool.next()])
        hidden = (torch.rand(ids.shape) < 0.15) & (ids > text.SEP)
        hidden[0, 1] = True
        shown = ids.masked_fill(hidden & (torch.rand(ids.shape) < 0.9), text.MASK)
        rows = network[self.head.name](network.encoder(shown)[0][hidden])
        return F.cross_entropy(rows @ network.table().t(), ids[hidden])


class SpanSet:
    """Windows of a question and its context (HEADS.md, kind 4), a third without the answer."""

    def __init__(self, head: heads.Head, names, seed=1, split="train"):
        self.head, self.windows = head, []
        draw = random.Random(seed)
        splitter = text.tokenizer(10_000)
        for name in names:
            rows = data.read_table(name, split)
            contexts = [e for e in splitter.encode_batch([r["context"] for r in rows], add_special_tokens=False)]
            questions = [e for e in splitter.encode_batch([r["question"] for r in rows], add_special_tokens=False)]
            for i, row in enumerate(rows):
                start = int(row["answer_start"])
                self.add(questions[i].ids, contexts[i], start, start + len(row["answer"]), draw)
                if draw.random() < 0.15:
                    other = draw.randrange(len(rows))
                    if rows[other]["context"] != row["context"]:
                        self.add(questions[i].ids, contexts[other], -2, -1, draw)
        self.pool = Pool([len(w[0]) for w in self.windows], SPAN_BATCH, seed)

    def add(self, question, context, start, end, draw):
        question = question[: (LONGEST - 3) // 2]
        size = LONGEST - 3 - len(question)
        for first in range(0, max(1, len(context.ids) - size // 2), max(1, size // 2)):
            offsets = context.offsets[first : first + size]
            begin = next((k for k, (_, stop) in enumerate(offsets) if stop > start), None) if start >= 0 else None
            last = next((k for k in reversed(range(len(offsets))) if offsets[k][0] < end), None) if start >= 0 else None
            inside = begin is not None and last is not None and offsets[begin][0] <= start and offsets[last][1] >= end and begin <= last
            if not inside and draw.random() > 0.25:
                continue
            if inside:
                while begin > 0 and offsets[begin - 1][1] == offsets[begin][0] and context.tokens[first + begin].startswith("##"):
                    begin -= 1
                while last + 1 < len(offsets) and context.tokens[first + last + 1].startswith("##"):
                    last += 1
            shift = len(question) + 2
            ids = [text.CLS, *question, text.SEP, *context.ids[first : first + size], text.SEP]
            self.windows.append((np.array(ids), shift, (begin + shift, last + shift) if inside else (0, 0)))

    def logits(self, network, picked):
        ids = padded([self.windows[i][0] for i in picked])
        places = torch.arange(ids.shape[1])[None]
        shift = torch.tensor([self.windows[i][1] for i in picked])[:, None]
        length = torch.tensor([len(self.windows[i][0]) for i in picked])[:, None]
        second = ((places >= shift) & (places < length)).long()
        rows = network.encoder.pair(ids, second)
        outside = ~((places == 0) | ((places >= shift) & (places < length - 1)))
        return network[self.head.name](rows).masked_fill(outside[..., None], -1e4)

    def loss(self, network):
        picked = self.pool.next()
        logits = self.logits(network, picked)
        wanted = torch.tensor([self.windows[i][2] for i in picked])
        return (F.cross_entropy(logits[..., 0], wanted[:, 0]) + F.cross_entropy(logits[..., 1], wanted[:, 1])) / 2


class CommandSet:
    """The transfer set of the command task: the fine-tuned teacher's answers."""

    def __init__(self, files, size=112, seed=1):
        self.transfer = finetune.Transfer(files)
        self.pool = Pool([len(i) for i in self.transfer.ids], size, seed)

    def loss(self, network):
        view = Commands(network)
        return finetune.step_loss(view, self.transfer.batch(self.pool.next()), 0.0 if network.encoder.quantized else 0.03, 0.3, 1.0)


class Commands:
    """heads.Everything under the names of model.Understanding."""

    def __init__(self, network):
        self.network, self.encoder, self.to_teacher = network, network.encoder, network.to_teacher
        self.intents = network["intent"]

    def tag_logits(self, rows, drop: float = 0.0):
        return self.network["slots"](rows)

    def eval(self):
        self.network.eval()

    def train(self):
        self.network.train()


class VectorSet:
    """The base teacher's sentence vectors: by the projection, and by the cosines of the pooled rows themselves."""

    def __init__(self, size=128, seed=1):
        self.ids, self.vectors = base.cached()
        self.pool = Pool([len(i) for i in self.ids], size, seed)

    def loss(self, network):
        picked = self.pool.next()
        wanted = torch.from_numpy(self.vectors[picked].astype(np.float32))
        pooled = network.encoder(padded([self.ids[i] for i in picked]))[1]
        guess = F.normalize(network.to_teacher(pooled), dim=1)
        own = F.normalize(pooled, dim=1)
        return base.distillation_loss(guess, wanted)[0] + 10 * (own @ own.t() - wanted @ wanted.t()).square().mean()
