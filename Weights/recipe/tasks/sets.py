"""Training sets of the heads: each draws a batch and says its loss on a network (Network)."""

import random

import numpy as np
import torch
from torch.nn import functional as F

from pipit.reference import engine
from pipit.text import syntactic_words
from tasks import data, heads, teacher_vectors, text
from tasks.tag_rules import TagRules
from tasks.text import padded

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


def typed(network, ids):
    """Ids as somebody might type them: in training a quarter of the texts loses its capitals, and some lines in lower
    case begin with one."""
    if not network.training:
        return ids
    lower = torch.rand(len(ids), 1) < 0.25
    ids = torch.where(lower, ids & ~text.CAPITAL, ids)
    first = torch.zeros_like(ids, dtype=torch.bool)
    first[:, 1] = torch.rand(len(ids)) < 0.3
    names = (
        torch.rand(ids.shape)
        < torch.tensor([0.0, 0.3, 1.0])[torch.multinomial(torch.tensor([0.87, 0.1, 0.03]), len(ids), replacement=True)][
            :, None
        ]
    )
    plain = (ids < text.CAPITAL).all(1, keepdim=True) & ~lower
    return torch.where((first | names) & plain & (ids > text.SEP), ids | text.CAPITAL, ids)


def second_segments(ids, shift, length):
    """Of pairs in one sequence `[B, n]` whose second text starts at `shift` `[B, 1]`: 0 at the first text, 1 at the
    second, 2 where it repeats a piece of the first."""
    places, plain = torch.arange(ids.shape[1])[None], ids & ~text.CAPITAL
    second = ((places >= shift) & (places < length)).long()
    first = plain.masked_fill((second == 1) | (plain <= text.SEP), -1)
    return second + ((plain[:, :, None] == first[:, None]).any(2) & (second == 1))


def encode(texts: list[str], splitter=None) -> list[np.ndarray]:
    return text.encode(splitter or text.tokenizer(LONGEST), texts)[0]


def share_loss(logits, allowed):
    """−log of the probability of all allowed labels; `allowed` bool like `logits`."""
    log_share = F.log_softmax(logits, -1)
    return -torch.logsumexp(log_share.masked_fill(~allowed, -1e4), -1).mean()


def lost_pieces(network, ids, share: float):
    """Now and then a piece is unknown, while a student is trained."""
    ids = typed(network, ids)
    if not network.loses_pieces:
        return ids
    return ids.masked_fill((torch.rand(ids.shape) < share) & (ids > text.SEP), text.UNKNOWN)


class SequenceSet:
    """A text and its label."""

    def __init__(self, head: heads.Head, texts: list[str], labels: list[str], size=96, seed=1, splitter=None):
        self.head, self.ids = head, encode(texts, splitter)
        number = {label: i for i, label in enumerate(head.labels)}
        self.labels = np.array([number.get(label, len(head.labels)) for label in labels])
        self.pool = Pool([len(i) for i in self.ids], size, seed)

    def loss(self, network):
        picked = self.pool.next()
        pooled = network.encoder(lost_pieces(network, padded([self.ids[i] for i in picked]), 0.05))[1]
        return F.cross_entropy(
            network[self.head.name](pooled), torch.from_numpy(self.labels[picked]), label_smoothing=0.05
        )


class WordSet:
    """A text with a set of allowed labels for some of its pieces: `places[i]` `[words]`, `allowed[i]` `[words,
    labels]`."""

    def __init__(self, head: heads.Head, ids, places, allowed, size=64, seed=1):
        self.head, self.ids, self.places, self.allowed = head, ids, places, allowed
        self.pool = Pool([len(i) for i in ids], size, seed)

    def loss(self, network):
        picked = self.pool.next()
        rows = network.encoder(lost_pieces(network, padded([self.ids[i] for i in picked]), 0.05))[0]
        row = np.concatenate([np.full(len(self.places[i]), k) for k, i in enumerate(picked)])
        words = rows[row, np.concatenate([self.places[i] for i in picked])]
        return share_loss(
            network[self.head.name](words), torch.from_numpy(np.concatenate([self.allowed[i] for i in picked]))
        )


def bio_set(head: heads.Head, sources, splitter=None, **options) -> WordSet:
    """`sources`: (data set, tag → labels it may stand for). A word beyond the cut has no place."""
    ids, places, allowed = [], [], []
    number = {label: i for i, label in enumerate(head.labels)}
    for name, meanings in sources:
        rows = data.read_table(name, "train")
        tokens = [
            [w for w in zip(r["tokens"].split(" "), r["tags"].split(" ")) if text.leaves_pieces(w[0])] for r in rows
        ]
        tokens = [t for t in tokens if t]
        found, starts = text.encode(splitter or text.tokenizer(LONGEST), [" ".join(w for w, _ in t) for t in tokens])
        for one, begin, words in zip(found, starts, tokens):
            count = min(len(begin), len(words))
            mask = np.zeros((count, len(head.labels)), bool)
            for i, (_, tag) in enumerate(words[:count]):
                for label in meanings(tag):
                    mask[i, number[label]] = True
            ids.append(one), places.append(begin[:count]), allowed.append(mask)
    return WordSet(head, ids, places, allowed, **options)


def pieces_with_tokens(splitter, sentence: str):
    """The first piece of each syntactic word, the data token that holds it, and the ids with [CLS] and [SEP]."""
    encoding = splitter.encode(sentence)
    inner = slice(1, len(encoding.ids) - 1)
    whole = sentence.encode()
    owner = np.cumsum([c == 32 for c in whole])  # the data token of each byte
    pieces = syntactic_words.pieces_of(
        syntactic_words.Inner(encoding.word_ids[inner], encoding.offsets[inner]), sentence
    )
    found = [(first + 1, owner[start]) for first, start, _ in syntactic_words.syntactic_words(whole, pieces)]
    return [f for f, _ in found], [o for _, o in found], text.marked_ids(encoding, sentence)


def pos_set(head: heads.Head, split="train", splitter=None, **options) -> WordSet:
    """Every syntactic word inside a data token carries its tag."""
    ids, places, allowed = [], [], []
    number = {label: i for i, label in enumerate(head.labels)}
    splitter = splitter or text.tokenizer(LONGEST)
    for row in data.read_table("ud_ewt_pos", split):
        found, owners, pieces = pieces_with_tokens(splitter, row["tokens"])
        if not found:
            continue
        tags = row["upos"].split(" ")
        mask = np.zeros((len(found), len(head.labels)), bool)
        mask[np.arange(len(found)), [number[tags[o]] for o in owners]] = True
        ids.append(pieces), places.append(np.array(found)), allowed.append(mask)
    return WordSet(head, ids, places, allowed, **options)


class SimilarSet:
    """Two texts encoded apart, and the cosine expected of them."""

    def __init__(self, head: heads.Head, pairs, expected, size=64, seed=1):
        self.head, self.expected = head, torch.tensor(expected)
        self.first, self.second = encode([a for a, _ in pairs]), encode([b for _, b in pairs])
        self.pool = Pool([max(len(a), len(b)) for a, b in zip(self.first, self.second)], size, seed)

    def loss(self, network):
        picked = self.pool.next()
        both = padded([self.first[i] for i in picked] + [self.second[i] for i in picked])
        u, v = network.encoder(lost_pieces(network, both, 0.06))[1].chunk(2)
        expected, cosine = self.expected[picked], F.cosine_similarity(u, v)
        close = (cosine - expected).square().mean()
        order = expected[:, None] - expected[None] > 0.1  # i above j
        ranks = F.softplus(20 * (cosine[None] - cosine[:, None]))[order]
        return 5 * close + (0.5 * ranks.mean() if len(ranks) else 0)


class PairSet:
    """Two texts in one sequence (HEADS.md, kind 7) with the labels that are allowed `[labels]`."""

    def __init__(self, head: heads.Head, pairs, allowed, size=48, seed=1):
        self.head, self.allowed = head, torch.from_numpy(np.stack([np.asarray(a) for a in allowed]))
        first, second = encode([a for a, _ in pairs]), encode([b for _, b in pairs])
        self.ids, self.shift = zip(*(joined(a[1:-1], b[1:-1]) for a, b in zip(first, second)))
        self.pool = Pool([len(i) for i in self.ids], size, seed)

    def logits(self, network, picked):
        ids = lost_pieces(network, padded([self.ids[i] for i in picked]), 0.06)
        length = torch.tensor([len(self.ids[i]) for i in picked])[:, None]
        shift = torch.tensor([self.shift[i] for i in picked])[:, None]
        return network[self.head.name](network.encoder.pair(ids, second_segments(ids, shift, length))[1])

    def loss(self, network):
        picked = self.pool.next()
        return share_loss(self.logits(network, picked), self.allowed[picked])


def joined(first, second):
    """[CLS] first [SEP] second [SEP], cut as the device does, and where the second text starts."""
    kept, kept_second = engine.pair_counts(LONGEST, len(first), len(second))
    return np.array([text.CLS, *first[:kept], text.SEP, *second[:kept_second], text.SEP]), kept + 2


class FillSet:
    """Lines of text, a seventh of their pieces to be guessed, and of each line at least one."""

    def __init__(self, head: heads.Head, texts: list[str], size=64, seed=1):
        self.head = head
        self.ids = [i.astype(np.uint16) for i in encode(texts) if len(i) > 4]
        self.pool = Pool([len(i) for i in self.ids], size, seed)

    def loss(self, network):
        return F.cross_entropy(*self.guesses(network, self.pool.next()))

    def guesses(self, network, picked):
        """Logits over the vocabulary of the pieces hidden, and the pieces."""
        ids = typed(network, padded([self.ids[i] for i in picked]))
        chance = torch.rand(ids.shape).masked_fill(ids <= text.SEP, 2.0)
        hidden = (chance < 0.15) | ((chance == chance.amin(1, keepdim=True)) & (chance < 2))
        shown = ids.masked_fill(hidden & (torch.rand(ids.shape) < 0.9), text.MASK)
        rows = network[self.head.name](network.encoder(shown)[0][hidden])
        return rows @ network.table().t(), ids[hidden] & ~text.CAPITAL


class SpanSet:
    """Windows of a question and its context (HEADS.md, kind 4), a third without the answer."""

    def __init__(self, head: heads.Head, tables, seed=1):
        self.head, self.windows = head, []
        draw = random.Random(seed)
        splitter = text.tokenizer(10_000)
        for rows in tables:
            contexts, questions = (
                [
                    (e, text.marked_ids(e, r[column]))
                    for e, r in zip(splitter.encode_batch([r[column] for r in rows], add_special_tokens=False), rows)
                ]
                for column in ("context", "question")
            )
            for i, row in enumerate(rows):
                start = int(row["answer_start"])
                self.add(questions[i][1], contexts[i], start, start + len(row["answer"]), draw)
                if draw.random() < 0.15:
                    other = draw.randrange(len(rows))
                    if rows[other]["context"] != row["context"]:
                        self.add(questions[i][1], contexts[other], -2, -1, draw)
        self.pool = Pool([len(w[0]) for w in self.windows], SPAN_BATCH, seed)

    def add(self, question, context, start, end, draw):
        context, pieces = context
        question = question[: (LONGEST - 3) // 2]
        size = LONGEST - 3 - len(question)
        for first in range(0, max(1, len(context.ids) - size // 2), max(1, size // 2)):
            offsets = context.offsets[first : first + size]
            begin = next((k for k, (_, stop) in enumerate(offsets) if stop > start), None) if start >= 0 else None
            last = next((k for k in reversed(range(len(offsets))) if offsets[k][0] < end), None) if start >= 0 else None
            inside = (
                begin is not None
                and last is not None
                and offsets[begin][0] <= start
                and offsets[last][1] >= end
                and begin <= last
            )
            if not inside and draw.random() > 0.25:
                continue
            if inside:
                while (
                    begin > 0
                    and offsets[begin - 1][1] == offsets[begin][0]
                    and context.tokens[first + begin].startswith("##")
                ):
                    begin -= 1
                while last + 1 < len(offsets) and context.tokens[first + last + 1].startswith("##"):
                    last += 1
            shift = len(question) + 2
            ids = np.array([text.CLS, *question, text.SEP, *pieces[first : first + size], text.SEP])
            self.windows.append((ids, shift, (begin + shift, last + shift) if inside else (0, 0)))

    def logits(self, network, picked):
        ids = lost_pieces(network, padded([self.windows[i][0] for i in picked]), 0.04)
        places = torch.arange(ids.shape[1])[None]
        shift = torch.tensor([self.windows[i][1] for i in picked])[:, None]
        length = torch.tensor([len(self.windows[i][0]) for i in picked])[:, None]
        rows = network.encoder.pair(ids, second_segments(ids, shift, length))[0]
        outside = ~((places == 0) | ((places >= shift) & (places < length - 1)))
        return network[self.head.name](rows).masked_fill(outside[..., None], -1e4)

    def loss(self, network):
        picked = self.pool.next()
        logits = self.logits(network, picked)
        expected = torch.tensor([self.windows[i][2] for i in picked])
        return (F.cross_entropy(logits[..., 0], expected[:, 0]) + F.cross_entropy(logits[..., 1], expected[:, 1])) / 2


class JointSet:
    """A text with its label and the tags of its words: two heads at once. None: not known."""

    def __init__(self, intent: heads.Head, slots: heads.Head, examples, size=96, seed=1, splitter=None):
        """`examples`: (words, tags or None, label; a label that the head does not have is out of scope)."""
        self.head, self.slots = intent, slots
        self.ids, self.starts = text.encode(
            splitter or text.tokenizer(LONGEST), [" ".join(words) for words, _, _ in examples]
        )
        label, tag = ({name: i for i, name in enumerate(head.labels)} for head in (intent, slots))
        self.labels = np.array([label.get(expected, len(label)) for _, _, expected in examples])
        self.tags = [np.array([tag[t] for t in tags], np.int64) if tags else None for _, tags, _ in examples]
        self.pool = Pool([len(i) for i in self.ids], size, seed)

    def loss(self, network):
        picked = self.pool.next()
        rows, pooled = network.encoder(lost_pieces(network, padded([self.ids[i] for i in picked]), 0.05))
        loss = F.cross_entropy(
            network[self.head.name](pooled), torch.from_numpy(self.labels[picked]), label_smoothing=0.05
        )
        known = [(k, i) for k, i in enumerate(picked) if self.tags[i] is not None]
        counts = [min(len(self.starts[i]), len(self.tags[i])) for _, i in known]
        if sum(counts):
            row = np.repeat([k for k, _ in known], counts)
            place = np.concatenate([self.starts[i][:n] for (_, i), n in zip(known, counts)])
            tags = np.concatenate([self.tags[i][:n] for (_, i), n in zip(known, counts)])
            loss = loss + 1.5 * F.cross_entropy(network[self.slots.name](rows[row, place]), torch.from_numpy(tags))
        return loss


class AnswerSet:
    """Texts with the fine-tuned teacher's answers (stage 8): logits of a sequence head, of a word head, or both.

    Loss: cross-entropy to the teacher's distribution, and to the truth (share `trust`) where it is known; of words also
    the distance of the rows, by a projection that is left behind, to the teacher's, and of BIO tags the loss of the
    whole true path.
    """

    def __init__(self, name: str, sequence: heads.Head | None, words: heads.Head | None, size=96, trust=0.4, seed=1):
        stored = np.load(data.WORK / "answers" / f"{name}.npz")
        self.head, self.sequence, self.words, self.trust = sequence or words, sequence, words, trust
        bounds = np.cumsum(stored["pieces"])[:-1]
        self.ids = np.split(stored["ids"], bounds)
        if sequence:
            self.label, self.logits = stored["label"], stored["logits"]
        if words:
            bounds = np.cumsum(stored["words"])
            self.first = np.concatenate([[0], bounds])
            self.places, self.tags, self.tag_logits = (
                np.split(stored["places"], bounds[:-1]),
                stored["tags"],
                stored["tag_logits"],
            )
            self.states = stored["states"]
        self.rules = TagRules(words.labels) if words and words.kind == heads.BIO else None
        self.pool = Pool([len(i) for i in self.ids], size, seed)

    def loss(self, network):
        picked = self.pool.next()
        rows, pooled = network.encoder(lost_pieces(network, padded([self.ids[i] for i in picked]), 0.03))
        loss = 0
        if self.sequence:
            loss = answer_loss(
                network[self.sequence.name](pooled),
                as_float(self.logits[picked]),
                torch.from_numpy(self.label[picked]),
                self.trust,
            )
        if self.words:
            row = np.repeat(np.arange(len(picked)), [len(self.places[i]) for i in picked])
            place = np.concatenate([self.places[i] for i in picked])
            at = np.concatenate([np.arange(self.first[i], self.first[i + 1]) for i in picked])
            rows = rows[row, place]
            guess = network[self.words.name](rows)
            similarity = F.cosine_similarity(
                network.to_states[heads.key(self.words.name)](rows), as_float(self.states[at])
            )
            loss = loss + 0.5 * (1 - similarity).mean()
            truth = torch.from_numpy(self.tags[at])
            loss = loss + 1.5 * answer_loss(guess, as_float(self.tag_logits[at]), truth, self.trust)
            if self.rules:
                loss = loss + 0.6 * self.path_loss(picked, guess, truth)
        return loss

    def path_loss(self, picked, guess, truth):
        """The loss of the true paths of those texts whose tags are known; guess `[words, labels]` and truth `[words]`
        of all texts."""
        counts = np.array([len(self.places[i]) for i in picked])
        known = np.array([self.tags[self.first[i]] >= 0 for i in picked]) & (counts > 0)
        if not known.any():
            return 0
        chosen = torch.from_numpy(np.repeat(known, counts))
        return self.rules.path_loss(guess[chosen], truth[chosen], counts[known])


def as_float(half: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(half.astype(np.float32))


def answer_loss(logits, teacher_logits, truth, trust: float):
    """Cross-entropy to the teacher's distribution, and to the truth (share `trust`) where it is known, −1 where not."""
    log_share = F.log_softmax(logits, 1)
    soft = -(teacher_logits.softmax(1) * log_share).sum(1)
    hard = F.nll_loss(log_share, truth.clamp_min(0), reduction="none")
    return torch.where(truth >= 0, trust * hard + (1 - trust) * soft, soft).mean()


class VectorSet:
    """The base teacher's sentence vectors: by the projection, and by the cosines of the pooled states themselves."""

    def __init__(self, size=160, seed=1):
        self.ids, self.vectors = teacher_vectors.cached()
        self.pool = Pool([len(i) for i in self.ids], size, seed)

    def loss(self, network):
        picked = self.pool.next()
        expected = torch.from_numpy(self.vectors[picked].astype(np.float32))
        pooled = network.encoder(typed(network, padded([self.ids[i] for i in picked])))[1]
        guess = F.normalize(network.to_teacher(pooled), dim=1)
        own = F.normalize(pooled, dim=1)
        return (
            teacher_vectors.distillation_loss(guess, expected)[0]
            + 10 * (own @ own.t() - expected @ expected.t()).square().mean()
        )
