"""Makes four files of Tests/PipitCoreTests/Fixtures/session: tasks.txt and tasks_bert.txt, every request that is no
command, and its reply; matches.txt, two texts that share words, read by a model with a segment for those; capitals.txt,
every request in lower and upper case, read by a model with segments for capitals.

    python make_task_fixtures.py            writes the files
    python make_task_fixtures.py --check    makes them anew and compares

As make_session_fixtures.py, and without the Swift code as well: the tokenizer of Hugging Face (with its own handling of
[MASK]), the numpy witness, a search over all spans of all windows.
"""

from __future__ import annotations

import base64
import json
import random
import sys

import numpy as np
from tokenizers import AddedToken

from make_session_fixtures import FIXTURES, Answers, best_path, decimals, some_text, tagged_words
from pipit import format as fmt
from pipit.format import Head, Model
from pipit.reference import engine, numerics
from pipit.text.syntactic_words import pieces_of, syntactic_words

GREATEST_ANSWER, GREATEST_MASKS, GUESSES = 30, 16, 5
NUMBERS = ["3.5", "1,000,", "10:30.", "don't", "BO's", "'bo'", "we'll", "'s", "a.b", "5.", ".5", "bo'sx", "fu're?"]


def main() -> None:
    for name, requests in (("tasks", all_requests), ("tasks_bert", all_requests), ("matches", matching_requests),
                           ("capitals", capital_requests)):
        model = fmt.read(FIXTURES / "encoder" / f"{name}.pipit")
        answers = TaskAnswers(model)
        lines = [line for request in requests(model) for line in (request, answers.reply(request))]
        made = "".join(line + "\n" for line in lines).encode()
        path = FIXTURES / "session" / f"{name}.txt"
        count = lambda part: sum(part in line for line in lines[1::2])
        print(f"{name}: {len(made)} bytes, {len(lines) // 2} requests, {count('truncated')} cut, {count(':null')} null, "
              f"{count('error')} errors, {count('answer')} questions")
        if sys.argv[1:] != ["--check"]:
            path.write_bytes(made)
        elif path.read_bytes() != made:
            sys.exit(f"{path.name} differs from the folder's")


def all_requests(model: Model) -> list[str]:
    draw = random.Random(3)
    text = lambda: some_text(draw, model)
    long = lambda parts: " ".join(text() for _ in range(parts))
    found = []
    for _ in range(8):
        found += [f"@ner {text()}", f"@embed {text()}", f"@embed.out {text()}", f"@embed.rows {text()}"]
        found += [f"@pos {text()} {draw.choice(NUMBERS)} {text()}{draw.choice(NUMBERS)}"]
        for head in ("fill", "fill.own"):
            found += [f"@{head} {text()} [MASK] {text()}", f"@{head} [MASK]{text()}[MASK] [mask]"]
        for head in ("similar", "similar.rows", "entail", "paraphrase", "next"):
            found += [f"@{head} {text()}{draw.choice([' || ', chr(9)])}{text()}", f"@{head} {long(draw.randint(1, 6))} || {text()}"]
        for head in ("qa", "qa.bare"):
            found += [f"@{head} {text()} || {long(parts)}" for parts in (1, 3, 12)]
    same = text()
    found += [f"@pos {long(9)}", f"@fill {long(6)} [MASK] fu", f"@fill {long(1)} [MASK] {long(9)}", f"@similar {same} || {same}"]
    found += [f"@next {long(9)} || {long(9)}", f"@next {text()} || {long(9)}", f"@entail {long(9)} || {long(9)}"]
    found += [f"@qa {long(9)} || {long(9)}", "@qa bo || \u200b \u200d", "@qa bo || bo", "@fill " + "[MASK]" * 16, "@fill " + "[MASK]" * 17]
    found += ["@fill bo fu", "@similar bo fu", "@similar bo||fu", "@similar bo || ", "@next  || bo", "@qa \t bo", "@entail bo\t || "]
    return [request for request in found if len(request.encode()) <= 1024]


def matching_requests(model: Model) -> list[str]:
    """Pairs of which the second has words of the first: whole and in part, known and unknown, within and beyond a window."""
    draw = random.Random(4)
    found = []
    for head in ("qa", "next", "entail"):
        for parts in (1, 1, 1, 2, 2, 4, 8):
            first, others = some_text(draw, model), [some_text(draw, model) for _ in range(parts)]
            words = draw.sample(first.split(), min(2, len(first.split()))) + ["zzz", "[SEP]"]
            second = " ".join(other + " " + draw.choice(words) for other in others)
            found += [f"@{head} {first} zzz || {second}", f"@{head} {second} || {first}"]
    found += ["@next bo fu || bo fu", "@next zzz || zzz", "@qa zzz || zzz bo", "@qa \u200b || bo", "@next bo || \u200b"]
    return [request for request in found if len(request.encode()) <= 1024]


def capital_requests(model: Model) -> list[str]:
    """Texts whose letters are capitals by chance: whole, in windows, around masks and beside a text that shares words."""
    draw = random.Random(5)
    cased = lambda text, share: "".join(letter.upper() if draw.random() < share else letter for letter in text)
    text = lambda parts=1: " ".join(cased(some_text(draw, model), draw.choice((0, 0.1, 0.4))) for _ in range(parts))
    found = []
    for _ in range(3):
        found += [text(), *(f"@{head} {text()}" for head in ("slots", "ner", "pos", "embed", "embed.out", "embed.rows"))]
        found += [f"@{head} {text(parts)}" for head in ("intent", "emotion") for parts in (1, 4, 12)]
        found += [f"@{head} {text()} [MASK] {text()}" for head in ("fill", "fill.own")]
        for head in ("qa", "next", "entail", "similar"):
            first, second = text(), text(draw.choice((1, 1, 12)))
            words = " ".join(draw.sample(first.split(), min(3, len(first.split()))))
            found += [f"@{head} {first} || {cased(words, 0.2)} {second}", f"@{head} {second} {words.lower()} || {first}"]
    found += [f"@fill [MASK]{text()}[MASK] [mask] A[MASK]", f"@fill {text(8)} [MASK]", "Bo FU", "bo fu", "bO fU", "\u00c9bo \u00dcfu BO\u0301"]
    found += ["@next Bo fu || bo FU zzz", "@next bo fu || bo fu zzz", "@next ZZZ || zzz Zzz", "@qa Bo || \u200bBo bo", "@similar Bo fu || bo fu"]
    return [request for request in found if len(request.encode()) <= 1024]


class TaskAnswers(Answers):
    """What a model answers to requests that are no commands, and by the class above to those that are."""

    def __init__(self, model: Model):
        super().__init__(model)
        self.n = model.config.max_tokens
        self.with_masks = type(self.tokenizer).from_str(self.tokenizer.to_str())
        self.with_masks.add_special_tokens([AddedToken("[MASK]", normalized=False)])

    def reply(self, request: str) -> str:
        name, _, text = request[1:].partition(" ")
        if not request.startswith("@") or name == "slots" or self.heads[name].kind == fmt.SEQUENCE:
            return super().reply(request)
        head = self.heads[name]
        if head.kind in (fmt.SPAN, fmt.PAIR_SIMILARITY, fmt.PAIR_CLASS):
            pair = split(text)
            if pair is None:
                return error("missing_second_text", f"@{name} needs two texts, with a TAB or || and blanks around it between them")
            members, cut = {fmt.SPAN: self.answer, fmt.PAIR_SIMILARITY: self.similar, fmt.PAIR_CLASS: self.relation}[head.kind](
                head, *pair)
        elif head.kind == fmt.MASKED_WORD:
            members, cut = self.fill(head, text)
            if members is None:
                return cut
        else:
            one = {fmt.TOKEN_BIO: self.entities, fmt.TOKEN_PLAIN: self.tokens, fmt.SENTENCE_VECTOR: self.embed}
            members, cut = one[head.kind](head, text)
        return "{" + ",".join([f'"task":"{name}"', *members, *(['"truncated":true'] if cut else [])]) + "}"

    # One text

    def encoded(self, ids: list[int], marks: list[bool]):
        c = self.model.config
        return engine.encode(self.model, np.array([c.cls_id, *ids, c.sep_id]), engine.one_segments(c, marks))

    def read(self, encoding, text: str):
        """The rows of as many pieces as fit."""
        fitting = self.n - 2
        return self.encoded(encoding.ids[:fitting], engine.capitals(text, encoding.offsets[:fitting]))

    def pooled(self, head: Head, text: str):
        encoding = self.tokenizer.encode(text)
        rows = self.read(encoding, text)
        return engine.pool(rows, engine.head_pooling(self.model, head)), len(encoding.ids) > self.n - 2

    def entities(self, head: Head, text: str):
        encoding = self.tokenizer.encode(text)
        fitting = self.n - 2
        z = engine.logits(self.model, head, self.read(encoding, text))
        words = [word for word in tagged_words(encoding, text) if word[0] < fitting]
        tags = best_path(z[[piece + 1 for piece, _, _ in words]], head.labels) if words else []
        spans: list[list] = []
        for (_, start, end), tag in zip(words, tags, strict=True):
            if tag.startswith("B-"):
                spans.append([tag[2:], start, end])
            elif tag.startswith("I-"):
                spans[-1][2] = end
        limit = encoding.offsets[fitting - 1][1] if fitting < len(encoding.ids) else len(text)
        spans = [(name, start, min(end, limit)) for name, start, end in spans]
        items = [f'{{"type":"{name}","text":{dumps(text[a:b])},{offsets(text, a, b)}}}' for name, a, b in spans]
        return [f'"entities":[{",".join(items)}]'], len(encoding.ids) > fitting

    def tokens(self, head: Head, text: str):
        encoding = self.tokenizer.encode(text)
        fitting = self.n - 2
        data = text.encode()
        pieces = pieces_of(encoding, text)[:fitting]
        z = engine.logits(self.model, head, self.read(encoding, text))
        items = []
        for piece, start, end in syntactic_words(data, pieces):
            tag = head.labels[int(z[piece + 1].argmax())]
            items.append(f'{{"text":{dumps(data[start:end].decode())},"tag":{dumps(tag)},"start":{start},"end":{end}}}')
        return [f'"tokens":[{",".join(items)}]'], len(encoding.ids) > fitting

    def embed(self, head: Head, text: str):
        row, cut = self.pooled(head, text)
        vector = engine.vector(self.model, head, row)
        packed = base64.b64encode(vector.q.astype(np.int8).tobytes()).decode()
        return [f'"width":{vector.q.shape[1]}', f'"vector":"{packed}"', f'"scale":{float(vector.s[0]):.9f}'], cut

    def fill(self, head: Head, text: str):
        encoding = self.with_masks.encode(text, add_special_tokens=False)
        ids = encoding.ids[: self.n - 2]
        masks = [index for index, piece in enumerate(ids) if piece == self.model.config.mask_id]
        if not masks:
            return None, error("missing_mask", f"@{head.name} needs a text with a [MASK]")
        if len(masks) > GREATEST_MASKS:
            return None, error("too_many_masks", f"the text has {len(masks)} [MASK]; at most {GREATEST_MASKS} are filled")
        rows = self.read(encoding, text)
        vocabulary = self.model.vocabulary
        first = len(vocabulary.specials)
        items = []
        for index in masks:
            z = engine.logits(self.model, head, rows[index + 1 : index + 2])[0]
            e = numerics.exp(z - z.max())
            p = e / numerics.lane_sum(e)
            order = np.argsort(-z[first : first + len(vocabulary.words)], kind="stable")[:GUESSES]
            words = [f'{{"word":{dumps(vocabulary.words[w])},"score":{decimals(p[first + w])}}}' for w in order]
            items.append(f'{{{offsets(text, *encoding.offsets[index])},"words":[{",".join(words)}]}}')
        return [f'"masks":[{",".join(items)}]'], len(encoding.ids) > self.n - 2

    # Two texts

    def similar(self, head: Head, a: str, b: str):
        (u, first_cut), (v, second_cut) = self.pooled(head, a), self.pooled(head, b)
        found = engine.cosine(engine.vector(self.model, head, u), engine.vector(self.model, head, v))
        return [f'"similarity":{decimals(found)}'], first_cut or second_cut

    def relation(self, head: Head, a: str, b: str):
        first, second = self.marked_pieces(a), self.marked_pieces(b)
        kept, kept_second = engine.pair_counts(self.n, len(first), len(second))
        rows = self.together(first[:kept], second[:kept_second])
        z = engine.logits(self.model, head, engine.pool(rows, engine.head_pooling(self.model, head)))[0]
        cut = kept + kept_second < len(first) + len(second)
        e = numerics.exp(z - z.max())
        p = e / numerics.lane_sum(e)
        best = int(z[: len(head.labels)].argmax())
        outside = head.out_of_scope and p[-1] > np.float32(head.threshold)
        members = [f'"label":{"null" if outside else dumps(head.labels[best])}', f'"score":{decimals(p[best])}']
        return members + ([f'"oos":{decimals(p[-1])}'] if head.out_of_scope else []), cut

    def marked_pieces(self, text: str) -> list[tuple[int, bool]]:
        """The id of each piece, and whether it starts with a capital."""
        encoding = self.tokenizer.encode(text)
        return list(zip(encoding.ids, engine.capitals(text, encoding.offsets), strict=True))

    def together(self, first: list[tuple[int, bool]], second: list[tuple[int, bool]]):
        c = self.model.config
        a, b = ([piece for piece, _ in part] for part in (first, second))
        marks = ([mark for _, mark in part] for part in (first, second))
        return engine.encode(
            self.model, np.array([c.cls_id, *a, c.sep_id, *b, c.sep_id]), engine.pair_segments(c, a, b, *marks))

    def answer(self, head: Head, question: str, text: str):
        asked = self.marked_pieces(question)
        encoding, marked = self.tokenizer.encode(text), self.marked_pieces(text)
        pieces = pieces_of(encoding, text)
        starts = [first for _, _, first in pieces] + [True]
        kept = asked[: (self.n - 3) // 2]
        width = self.n - 3 - len(kept)
        best, found, begin, cut = np.float32(-np.inf), None, 0, len(asked) > len(kept)
        while True:
            end = min(begin + width, len(pieces))
            z = engine.logits(self.model, head, self.together(kept, marked[begin:end]))
            base = len(kept) + 2 - begin
            spans = [(z[base + i, 0] + z[base + j, 1], -i, -j) for i in range(begin, end) if starts[i]
                     for j in range(i, min(i + GREATEST_ANSWER, end)) if starts[j + 1]]
            if spans:
                highest, i, j = max(spans)
                margin = highest - (z[0, 0] + z[0, 1])
                if margin > best:
                    best, found = margin, (pieces[-i][0], pieces[-j][1])
            if end == len(pieces):
                break
            following = [i for i in range(begin + max((end - begin) // 2, 1), end + 1) if starts[i]]
            if not following:
                cut = True
                break
            begin = following[0]
        score = numerics.sigmoid(np.array([best, -best], np.float32))
        if found is None or score[1] > np.float32(head.threshold):
            return ['"answer":null', f'"score":{decimals(score[0])}'], cut
        start, end = found
        value = text.encode()[start:end].decode()
        return [f'"answer":{dumps(value)}', f'"score":{decimals(score[0])}', f'"start":{start}', f'"end":{end}'], cut


def split(text: str) -> tuple[str, str] | None:
    """The two texts, or None."""
    places = [(text.find(mark), len(mark)) for mark in ("\t", " || ") if mark in text]
    if not places:
        return None
    at, width = min(places)
    first, second = text[:at], text[at + width :]
    return (first, second) if first.strip(" \t\n\v\f\r") and second.strip(" \t\n\v\f\r") else None


def offsets(text: str, start: int, end: int) -> str:
    return f'"start":{len(text[:start].encode())},"end":{len(text[:end].encode())}'


def error(code: str, message: str) -> str:
    return f'{{"error":"{code}","message":"{message}"}}'


def dumps(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    main()
