"""Makes Tests/ForgeTests/Import/Fixtures/heads: small BERTs that transformers saved, one for each kind of head, and
what transformers makes of their answers.

    python make_head_fixtures.py            writes NAME/golden.jsonl from the checkpoints there
    python make_head_fixtures.py --check    makes them anew and compares
    python make_head_fixtures.py --fit      fits and saves the checkpoints as well, which other machines may round otherwise

A line of golden.jsonl is a request and the members that its reply must have. They are decoded by the pipelines of
transformers, or where it has none (questions, next sentences, vectors) by PyTorch as its examples do. The texts are
such that decisions are clear: `Golden.clear` refuses a text whose two best answers lie near each other, since 8 bits
move logits.
"""

from __future__ import annotations

import base64
import json
import math
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import transformers
from torch.nn import functional
from transformers import BertConfig, BertTokenizerFast, pipeline

import head_sentences as sentences
from make_import_fixture import PIECES

FOLDER = Path(__file__).resolve().parents[2] / "Tests/ForgeTests/Import/Fixtures/heads"
POSITIONS, WIDTH, FEED_FORWARD = 32, 32, 48
STEPS, BATCH, RATE = 700, 48, 3e-3
GREATEST_ANSWER = 30
SMOOTHING = 0.15  # keeps scores from 1.0000, which any error would give as well
IGNORED = -100
TAGS = ["O", "B-room", "I-room", "B-thing", "I-thing"]
PARTS = sorted(set(sentences.TAGS.values()))
CARD = "---\nlicense: MIT\n---\nA BERT of {count:,} numbers, fitted by Weights/recipe/make_head_fixtures.py to sentences of its own.\n"


class Golden:
    """What transformers answers with the checkpoint of a folder."""

    def __init__(self, folder: Path):
        self.tokenizer = BertTokenizerFast.from_pretrained(folder)
        name = json.loads((folder / "config.json").read_text())["architectures"][0]
        self.network = getattr(transformers, name).from_pretrained(folder, dtype=torch.float32).eval()

    def pipeline(self, task: str, **options):
        return pipeline(task, model=self.network, tokenizer=self.tokenizer, device="cpu", **options)

    def clear(self, values, least: float, text: str) -> None:
        """Refuses a text whose best value is not this much above the next."""
        second, best = sorted(map(float, values))[-2:]
        assert best - second >= least, f"{text}: {best:.3f} and {second:.3f} lie near each other"

    def label(self, text: str, pair: str | None = None) -> dict:
        found = self.pipeline("text-classification")({"text": text, "text_pair": pair} if pair else [text], top_k=None)
        found = found[0] if isinstance(found[0], list) else found
        self.clear([item["score"] for item in found], 0.4, text)
        best = max(found, key=lambda item: item["score"])
        return {"label" if pair else "intent": best["label"], "score": best["score"]}

    def entities(self, text: str) -> dict:
        self.clear_tags(text)
        found = self.pipeline("token-classification", aggregation_strategy="first")(text)
        return {"entities": [{"type": item["entity_group"], **piece(text, item["start"], item["end"])} for item in found]}

    def tokens(self, text: str) -> dict:
        """The tag of each word is that of its first piece."""
        self.clear_tags(text)
        words: list[dict] = []
        for item in self.pipeline("token-classification", aggregation_strategy="none", ignore_labels=[])(text):
            if item["word"].startswith("##"):
                words[-1]["end"] = item["end"]
            else:
                words.append(item)
        return {"tokens": [{"tag": item["entity"], **piece(text, item["start"], item["end"])} for item in words]}

    @torch.no_grad()
    def clear_tags(self, text: str) -> None:
        encoding = self.tokenizer(text, return_tensors="pt")
        scores = self.network(**encoding).logits[0].softmax(-1)
        for row, word in zip(scores[1:-1], encoding.tokens()[1:-1], strict=True):
            if not word.startswith("##"):
                self.clear(row, 0.4, f"{word} of {text}")

    @torch.no_grad()
    def answer(self, question: str, text: str) -> dict:
        """The span with the highest sum of logits in the window where it most exceeds that of [CLS]."""
        encoding = self.tokenizer(
            question, text, truncation="only_second", max_length=POSITIONS, stride=POSITIONS // 3,
            return_overflowing_tokens=True, return_offsets_mapping=True)
        found = []
        for window, ids in enumerate(encoding["input_ids"]):
            outputs = self.network(
                input_ids=torch.tensor([ids]), token_type_ids=torch.tensor([encoding["token_type_ids"][window]]))
            start, end = outputs.start_logits[0], outputs.end_logits[0]
            inside = [index for index, part in enumerate(encoding.sequence_ids(window)) if part == 1]
            for first in inside:
                for last in inside:
                    if first <= last < first + GREATEST_ANSWER:
                        places = encoding["offset_mapping"][window]
                        margin = float(start[first] + end[last] - start[0] - end[0])
                        found.append((margin, places[first][0], places[last][1]))
        best = max(found)
        others = [margin for margin, *place in found if tuple(place) != best[1:]]
        self.clear([best[0], max(others), 0], 1.5, text)
        score = {"score": 1 / (1 + math.exp(-best[0]))}
        if best[0] <= 0:
            return {"answer": None, **score}
        words = piece(text, *best[1:])
        return {"answer": words.pop("text"), **words, **score}

    def fill(self, text: str) -> dict:
        found = self.pipeline("fill-mask", top_k=6)(text)
        found = found if isinstance(found[0], list) else [found]
        masks, offset = [], 0
        for words in found:
            for better, worse in zip(words, words[1:]):
                assert math.log(better["score"] / worse["score"]) > 0.2, f"{text}: {words}"
            offset = text.index("[MASK]", offset)
            place = {key: value for key, value in piece(text, offset, offset + 6).items() if key != "text"}
            masks.append({**place, "words": [{"word": word["token_str"], "score": word["score"]} for word in words[:5]]})
            offset += 1
        return {"masks": masks}

    @torch.no_grad()
    def next(self, first: str, second: str) -> dict:
        score = self.network(**self.tokenizer(first, second, return_tensors="pt")).logits[0].softmax(-1)
        self.clear(score, 0.4, f"{first} || {second}")
        best = int(score.argmax())
        return {"label": ["next", "random"][best], "score": float(score[best])}

    @torch.no_grad()
    def vector(self, text: str) -> torch.Tensor:
        return self.network(**self.tokenizer(text, return_tensors="pt")).last_hidden_state[0].mean(0)

    def similar(self, first: str, second: str) -> dict:
        return {"similarity": float(functional.cosine_similarity(self.vector(first), self.vector(second), dim=0))}

    def embed(self, text: str) -> dict:
        vector = self.vector(text).numpy().astype("<f4")
        return {"width": len(vector), "vector": base64.b64encode(vector.tobytes()).decode()}


def piece(text: str, start: int, end: int) -> dict:
    """A part of a text, with its place in bytes."""
    first, last = (len(text[:index].encode()) for index in (start, end))
    return {"text": text[start:end], "start": first, "end": last}


# Each of the checkpoints: its class, its config, a batch's loss, and its requests.


def fit_labels(make: Callable) -> Callable:
    def loss(network, tokenizer, draw):
        texts, labels = zip(*(make(draw) for _ in range(BATCH)), strict=True)
        columns = zip(*texts, strict=True) if isinstance(texts[0], tuple) else [texts]
        encoding = tokenizer(*map(list, columns), padding=True, return_tensors="pt")
        return functional.cross_entropy(network(**encoding).logits, torch.tensor(labels), label_smoothing=SMOOTHING)
    return loss


def fit_tags(make: Callable, labels: list[str]) -> Callable:
    def loss(network, tokenizer, draw):
        words, tags = zip(*(make(draw) for _ in range(BATCH)), strict=True)
        encoding = tokenizer(list(words), is_split_into_words=True, padding=True, return_tensors="pt")
        wanted = torch.full(encoding["input_ids"].shape, IGNORED)
        for row in range(BATCH):
            before = None
            for column, word in enumerate(encoding.word_ids(row)):
                if word is not None and word != before:
                    wanted[row, column] = labels.index(tags[row][word])
                before = word
        return functional.cross_entropy(network(**encoding).logits.flatten(0, 1), wanted.flatten(), ignore_index=IGNORED)
    return loss


def fit_spans(network, tokenizer, draw):
    questions, texts, answers = zip(*(sentences.asked(draw) for _ in range(BATCH)), strict=True)
    encoding = tokenizer(list(questions), list(texts), padding=True, truncation="only_second", max_length=POSITIONS, return_tensors="pt")
    places = []
    for row, answer in enumerate(answers):
        found = answer and (encoding.char_to_token(row, answer[0], 1), encoding.char_to_token(row, answer[1] - 1, 1))
        places.append(found if found and None not in found else (0, 0))
    wanted = torch.tensor(places)
    outputs = network(**encoding)
    return sum(functional.cross_entropy(logits, wanted[:, part], label_smoothing=SMOOTHING / 3)
               for part, logits in enumerate((outputs.start_logits, outputs.end_logits)))


def fit_words(network, tokenizer, draw):
    words, masks = zip(*(sentences.masked(draw) for _ in range(BATCH)), strict=True)
    encoding = tokenizer([" ".join(line) for line in words], padding=True, return_tensors="pt")
    wanted = torch.full(encoding["input_ids"].shape, IGNORED)
    for row, places in enumerate(masks):
        for place in places:  # each word is one piece
            wanted[row, place + 1] = encoding["input_ids"][row, place + 1]
            encoding["input_ids"][row, place + 1] = tokenizer.mask_token_id
    return network(**encoding, labels=wanted).loss


def fit_vectors(network, tokenizer, draw):
    topics = [draw.randrange(3) for _ in range(BATCH)]
    encoding = tokenizer([sentences.command(draw, sentences.TOPICS[topic]) for topic in topics], padding=True, return_tensors="pt")
    mask = encoding["attention_mask"][:, :, None]
    vectors = functional.normalize((network(**encoding).last_hidden_state * mask).sum(1) / mask.sum(1), dim=-1)
    alike = torch.tensor([[0.9 if a == b else 0.1 for b in topics] for a in topics])
    return ((vectors @ vectors.T - alike) ** 2).mean() * 10


def labels(names: list[str]) -> dict:
    return dict(id2label=dict(enumerate(names)), label2id={name: index for index, name in enumerate(names)})


CHECKPOINTS = {
    "intent": (
        "BertForSequenceClassification", labels(["light", "music", "door"]), fit_labels(sentences.labelled), [
            ("intent", text) for text in (
                "Turn on the green lights in the kitchen!", "Please play some music for the zoo.", "unlock the red door, please",
                "Is the lamp off?", "Playing music", "closed, the door of the garden")]),
    "entail": (
        "BertForSequenceClassification", labels(["entailment", "neutral", "contradiction"]), fit_labels(sentences.relation), [
            ("entail", *pair) for pair in (
                ("The lamp in the kitchen is on.", "the lamp is on"), ("The door is unlocked.", "The door is not unlocked"),
                ("The music is off.", "The door is off"), ("the door in the zoo is open.", "the door is not open"),
                ("the music in the garden is red.", "the music is red"))]),
    "ner": (
        "BertForTokenClassification", labels(TAGS), fit_tags(sentences.tagged, TAGS), [
            ("ner", text) for text in (
                "Please turn on the red lamp in the kitchen.", "Is the unlocked door on?", "Turn off the kitchen lights and the lamps!",
                "what is in the zoo garden and the kitchen", "Play some music.", "\u00e9 turn off the lights, and the green door")]),
    "pos": (
        "BertForTokenClassification", labels(PARTS), fit_tags(sentences.spoken, PARTS), [
            ("pos", text) for text in (
                "Turn on the red lamp, please!", "Open a door for the garden", "The door is open.", "unlock the door of the zoo.")]),
    "qa": (
        "BertForQuestionAnswering", {}, fit_spans, [
            ("qa", *pair) for pair in (
                ("What is red?", "The lamp is red and the music is on."), ("what is open?", "The lamp is off. The zoo door is open."),
                ("what is on?", "the door is red, the kitchen light is on and the garden lamp is off."),
                ("what is blue?", "the door is open and the lamp is off."), ("what is green?", "the kitchen is green, the door is unlocked"),
                ("what is unlocked?",
                 "the lamp is red, the music is on, the garden lamp is off and the kitchen is green. the zoo door is unlocked."))]),
    "fill": (
        "BertForMaskedLM", {}, fit_words, [
            ("fill", text) for text in (
                "Turn the red [MASK] in the kitchen.", "[MASK] the blue light in the garden.", "play the [MASK] music in the zoo.",
                "open the green door in the [MASK].", "turn the [MASK] lamp in the [MASK].")]),
    "next": (
        "BertForNextSentencePrediction", {}, fit_labels(sentences.following), [
            ("next", *pair) for pair in (
                ("Turn on the red lamp.", "The lights is on."), ("Play some music!", "the door is open."),
                ("Unlock the door of the zoo, please", "it is the door is open."), ("turn off the lights", "some music is not on."))]),
    "mean": (
        "BertModel", {}, fit_vectors, [
            *[("similar", *pair) for pair in (
                ("Turn on the lamp", "Please turn off the red lights."), ("Play some music", "open the door"),
                ("unlock the red door!", "close the door of the garden"), ("the lamp", "the music in the garden"))],
            ("embed", "Turn on the green lamp, please"), ("embed", "playing music in the zoo")]),
}


def fitted(name: str, folder: Path) -> None:
    """Fits a network and saves it as transformers does, in F16."""
    kind, options, loss_of, _ = CHECKPOINTS[name]
    torch.manual_seed(1)
    torch.set_num_threads(1)
    shape = BertConfig(
        vocab_size=len(PIECES), hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=2, intermediate_size=FEED_FORWARD,
        max_position_embeddings=POSITIONS, initializer_range=0.1, hidden_dropout_prob=0, attention_probs_dropout_prob=0, **options)
    network = getattr(transformers, kind)(shape).train()
    if kind == "BertForMaskedLM":  # A bias that stays at 0 would prove nothing.
        torch.nn.init.normal_(network.cls.predictions.bias)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    tokenizer = BertTokenizerFast(str(folder / "vocab.txt"))
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps(name), pct_start=0.1)
    draw = random.Random(2)
    last = []
    for _ in range(steps(name)):
        loss = loss_of(network, tokenizer, draw)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1)
        optimizer.step()
        schedule.step()
        last = [*last[-19:], loss.item()]
    print(f"{name}: loss {np.mean(last):.4f} after {steps(name)} steps", flush=True)
    network.half().save_pretrained(folder)
    count = sum(value.numel() for value in network.parameters())
    (folder / "README.md").write_text(CARD.format(count=count), encoding="utf-8")
    if kind == "BertModel":
        modules = [{"type": f"sentence_transformers.models.{kind}", "path": path}
                   for kind, path in (("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize"))]
        (folder / "modules.json").write_text(json.dumps(modules) + "\n")
        (folder / "1_Pooling").mkdir()
        (folder / "1_Pooling/config.json").write_text(json.dumps({"pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True}) + "\n")


def steps(name: str) -> int:
    return STEPS * 4 if name in ("qa", "next", "entail") else STEPS


def golden_lines(name: str, folder: Path) -> str:
    golden = Golden(folder)
    of = {"intent": golden.label, "entail": golden.label, "ner": golden.entities, "pos": golden.tokens, "qa": golden.answer}
    lines = []
    for task, *texts in CHECKPOINTS[name][3]:
        answer = of.get(task) or getattr(golden, task)
        lines.append({"request": f"@{task} {' || '.join(texts)}", "reply": {"task": task, **rounded(answer(*texts))}})
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def rounded(value):
    """Numbers with the decimals of a reply."""
    if isinstance(value, dict):
        return {key: rounded(member) for key, member in value.items()}
    if isinstance(value, list):
        return [rounded(member) for member in value]
    return round(value, 4) if isinstance(value, float) else value


def main() -> None:
    chosen = [name for name in sys.argv[1:] if not name.startswith("-")] or list(CHECKPOINTS)
    for name in chosen:
        folder = FOLDER / name
        if "--fit" in sys.argv:
            fitted(name, folder)
        made, path = golden_lines(name, folder), folder / "golden.jsonl"
        if "--check" not in sys.argv:
            path.write_text(made, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != made:
            sys.exit(f"{path} differs from what transformers says")
    total = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file())
    print(f"{total:,} bytes in {FOLDER.name}")
    assert total < 400_000


if __name__ == "__main__":
    main()
