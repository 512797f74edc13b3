"""Makes Tests/PipitCoreTests/Fixtures/session: requests to a small random model, and the replies to the byte.

    python make_session_fixtures.py            writes the folder
    python make_session_fixtures.py --check    makes all anew and compares with the folder

Made without the Swift code: the tokenizer of Hugging Face, the numpy witness of the network, a Viterbi over all pairs
of tags, and Python's JSON. A file holds a request, its reply, the next request, and so on, a line each.
"""

from __future__ import annotations

import json
import random
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

import pipit.format
from pipit.format import Head, Model
from pipit.reference import engine, numerics

FIXTURES = Path(__file__).resolve().parents[2] / "Tests/PipitCoreTests/Fixtures"
MODEL = "every_head"
FINAL_MARKS = ".,!?;:"
ENDINGS = ["", "", "", "", ",", "?", ".", "?!", "...", "'s", "\u0301", "\u200b"]
ODDITIES = ["o'clock", "(fu)", "\u4e2d\u6587", "B\u00c1DE", "\U0001f600", "...", "?", '"bo"', "a\\b", "fu-bo", "zzz"]
TASKS = ["", "", "@command ", "@slots ", "@slots ", "@intent ", "@intent.clinc ", "@sentiment "]
OUT_OF_SCOPE = ["bo fu x lidenu bo mache", "feste mache na lidenu", "@command mache nusepe lidenu", "mache fu fu lidenu"]
REQUESTS = 160
WINDOW_TASKS = ["intent", "emotion", "sentiment", "intent.clinc"]


def main() -> None:
    model = pipit.format.read(FIXTURES / "encoder" / f"{MODEL}.pipit")
    answers = Answers(model)
    draw = random.Random(1)
    requests = [draw.choice(TASKS) + some_text(draw, model) for _ in range(REQUESTS)] + OUT_OF_SCOPE
    requests += windows(draw, answers)
    lines = [line for request in requests for line in (request, answers.reply(request))]
    made = "".join(line + "\n" for line in lines).encode()
    path = FIXTURES / "session" / f"{MODEL}.txt"
    print(f"{len(made)} bytes, {sum('start' in line for line in lines)} replies with spans, "
          f"{sum(':null' in line for line in lines)} out of scope, {sum('truncated' in line for line in lines)} cut")
    if sys.argv[1:] != ["--check"]:
        path.write_bytes(made)
    elif path.read_bytes() != made:
        sys.exit(f"{path.name} differs from the folder's")


def some_text(draw: random.Random, model: Model) -> str:
    vocabulary = model.vocabulary
    words = []
    for _ in range(draw.randint(1, 8)):
        word = draw.choice(vocabulary.words) + draw.choice([""] * 3 + vocabulary.continuations)
        word = draw.choice([word, word, word, word.upper(), draw.choice(ODDITIES)])
        words.append(word + draw.choice(ENDINGS))
    return draw.choice([" ", " ", "  ", "\t", "\u00a0"]).join(words)


def windows(draw: random.Random, answers: Answers) -> list[str]:
    """Texts of one window and of more, at every edge: full, one piece more, a quarter more and what is just less."""
    room = answers.model.config.max_tokens - 2
    quarter = -(-room // 4)
    edges = [room * full + more for full in (1, 2, 3) for more in (-1, 0, 1, quarter - 1, quarter)]
    texts = [text_of(draw, answers, pieces) for pieces in [1, *edges, 6 * room + 2]]
    return [f"@{task} {text}" for text in [*texts, "fu " * 336 + "bo", "\u200b"] for task in WINDOW_TASKS]


def text_of(draw: random.Random, answers: Answers, pieces: int) -> str:
    """A text of just so many word pieces; words of several lie across the edges of windows."""
    vocabulary = answers.model.vocabulary
    words: list[str] = []
    while pieces > 0:
        word = draw.choice(vocabulary.words) + "".join(draw.choices(vocabulary.continuations, k=draw.randint(0, 3)))
        count = len(answers.tokenizer.encode(word).ids)
        if count <= pieces:
            words.append(word)
            pieces -= count
    return " ".join(words)


class Answers:
    """What a model answers."""

    def __init__(self, model: Model):
        self.model = model
        vocabulary = model.vocabulary
        pieces = [*vocabulary.specials, *vocabulary.words, *("##" + piece for piece in vocabulary.continuations)]
        entries = {piece: index for index, piece in enumerate(pieces)}
        self.tokenizer = Tokenizer(models.WordPiece(entries, unk_token="[UNK]", max_input_chars_per_word=100))
        self.tokenizer.normalizer = normalizers.BertNormalizer()
        self.tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        self.heads = {head.name: head for head in model.heads}

    def reply(self, request: str) -> str:
        task, text = request[1:].split(" ", 1) if request.startswith("@") else ("command", request)
        encoding = self.tokenizer.encode(text)
        if task not in ("command", "slots"):
            z = engine.text_logits(self.model, self.heads[task], encoding.ids, engine.capitals(text, encoding.offsets))
            key = "intent" if task.startswith("intent") else "label"
            return f'{{"task":"{task}",{self.label(z, self.heads[task], key)}}}'
        fitting = self.model.config.max_tokens - 2
        ids = [self.model.config.cls_id, *encoding.ids[:fitting], self.model.config.sep_id]
        marks = engine.capitals(text, encoding.offsets[:fitting])
        rows = engine.encode(self.model, np.array(ids), engine.one_segments(self.model.config, marks))
        members = [f'"task":"{task}"']
        if task == "command":
            head = self.heads["intent"]
            z = engine.logits(self.model, head, engine.pool(rows, engine.head_pooling(self.model, head)))[0]
            members.append(self.label(z, head, "intent"))
        members.append(self.slots(rows, encoding, text, len(ids) - 2))
        if len(encoding.ids) > fitting:
            members.append('"truncated":true')
        return "{" + ",".join(members) + "}"

    def label(self, z: np.ndarray, head: Head, key: str) -> str:
        e = numerics.exp(z - z.max())
        p = e / numerics.lane_sum(e)
        best = int(z[:len(head.labels)].argmax())
        outside = bool(head.out_of_scope and p[-1] > np.float32(head.threshold))
        text = f'"{key}":{"null" if outside else json.dumps(head.labels[best])},"score":{decimals(p[best])}'
        return text + (f',"oos":{decimals(p[-1])}' if head.out_of_scope else "")

    def slots(self, rows, encoding, text: str, fitting: int) -> str:
        head = self.heads["slots"]
        logits = engine.logits(self.model, head, rows)
        words = [(piece, start, end) for piece, start, end in tagged_words(encoding, text) if piece < fitting]
        tags = best_path(logits[[piece + 1 for piece, _, _ in words]], head.labels)
        spans: list[list] = []
        for (_, start, end), tag in zip(words, tags, strict=True):
            if tag.startswith("B-"):
                spans.append([tag[2:], start, end])
            elif tag.startswith("I-"):
                spans[-1][2] = end
        limit = encoding.offsets[fitting - 1][1] if fitting < len(encoding.ids) else len(text)
        return '"slots":[' + ",".join(slot(text, name, start, min(end, limit)) for name, start, end in spans) + "]"


def tagged_words(encoding, text: str) -> list[tuple[int, int, int]]:
    """(first piece, start, end) of the words that carry tags, by the characters of the text alone."""
    found, position = [], 0
    for word in text.split():
        start = text.index(word, position)
        position = start + len(word)
        inside = [i for i, (a, b) in enumerate(encoding.offsets) if start <= a and b <= position]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        while last > first and text[slice(*encoding.offsets[last])] in list(FINAL_MARKS):
            last -= 1
        found.append((first, encoding.offsets[first][0], encoding.offsets[last][1]))
    return found


def best_path(logits: np.ndarray, labels: list[str]) -> list[str]:
    """The tags with the highest sum, trying every label before every label; sums in float32 from the first word on."""
    allowed = np.array([[not b.startswith("I-") or a[2:] == b[2:] and a != "O" for b in labels] for a in labels])
    scores = np.where([label.startswith("I-") for label in labels], np.float32(-np.inf), logits[0])
    back = []
    for row in logits[1:]:
        candidates = np.where(allowed, scores[:, None], np.float32(-np.inf))
        back.append(candidates.argmax(axis=0))
        scores = candidates.max(axis=0) + row
    path = [int(scores.argmax())]
    for choice in reversed(back):
        path.append(int(choice[path[-1]]))
    return [labels[index] for index in reversed(path)]


def slot(text: str, name: str, start: int, end: int) -> str:
    first, last = (len(text[:index].encode()) for index in (start, end))
    return f'{{"name":"{name}","value":{json.dumps(text[start:end], ensure_ascii=False)},"start":{first},"end":{last}}}'


def decimals(number: np.float32) -> str:
    return f"{Decimal(float(number)):.4f}"


if __name__ == "__main__":
    main()
