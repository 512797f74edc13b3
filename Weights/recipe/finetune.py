"""Stages 7 and 8: the heads for intents and slots on the base encoder, first in float, then quantized; resumable.

    python finetune.py                   work/base.pt -> work/commands.pt
    python finetune.py --quantized       work/commands.pt -> work/commands_quantized.pt

Loss: the fine-tuned teacher's answers (soft labels), the true labels where they are known, and the base teacher's
sentence vectors where stage 2 made them. With --quantized the forward pass plays through the engine's arithmetic.
"""

import argparse
import math
import random
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from tqdm import tqdm

import base
import commands
import data
import measure
import text
from finetune_teacher import LONGEST_PIECES, batches_by_length, padded
from model import Shape, Understanding


class Transfer:
    """The sentences of stage 6 as arrays, batch by batch."""

    def __init__(self, files=("transfer.npz",)):
        parts = [np.load(data.WORK / name) for name in files]
        stored = {name: np.concatenate([part[name] for part in parts]) for name in parts[0].files}
        sentences = stored["texts"].tolist()
        self.ids, self.starts = text.encode(text.tokenizer(LONGEST_PIECES), sentences)
        self.intents, self.intent_logits = stored["intents"], stored["intent_logits"]
        self.tags, self.tag_logits = stored["tags"], stored["tag_logits"]
        self.first_word = np.concatenate([[0], np.cumsum(stored["words"])])
        known = {t: i for i, t in enumerate(data.lines(data.WORK / "teacher" / "texts.txt"))}
        _, vectors = base.cached_vectors()
        self.vector = np.array([known.get(s, -1) for s in sentences])
        self.vector[self.vector >= len(vectors)] = -1
        self.vectors = vectors

    def batch(self, picked):
        """ids, (row, piece) of each word, and what is wanted of intents, words and vectors."""
        words = np.concatenate([np.arange(self.first_word[i], self.first_word[i + 1]) for i in picked])
        places = np.concatenate([np.stack([np.full(len(self.starts[i]), row), self.starts[i]]) for row, i in enumerate(picked)], 1)
        has_vector = np.flatnonzero(self.vector[picked] >= 0)
        vectors = self.vectors[self.vector[picked][has_vector]].astype(np.float32)
        return (padded([self.ids[i] for i in picked]), torch.from_numpy(places),
                torch.from_numpy(self.intents[picked]), torch.from_numpy(self.intent_logits[picked].astype(np.float32)),
                torch.from_numpy(self.tags[words]), torch.from_numpy(self.tag_logits[words].astype(np.float32)),
                torch.from_numpy(has_vector), torch.from_numpy(vectors))


def answer_loss(logits, teacher_logits, truth, trust: float, temperature: float = 1.0):
    """Cross-entropy to the teacher's distribution, and to the truth (share `trust`) where it is known.

    A temperature above 1 shows more of what the teacher thinks of the labels it did not choose.
    """
    log_share = F.log_softmax(logits, 1)
    warm = (teacher_logits / temperature).softmax(1)
    soft = -temperature**2 * (warm * F.log_softmax(logits / temperature, 1)).sum(1)
    known = truth >= 0
    hard = F.nll_loss(log_share, truth.clamp_min(0), reduction="none")
    return torch.where(known, trust * hard + (1 - trust) * soft, soft).mean()


def step_loss(network, batch, drop: float, trust: float, temperature: float):
    ids, places, intents, intent_logits, tags, tag_logits, has_vector, vectors = batch
    if drop:
        lost = (torch.rand(ids.shape) < drop) & (ids > text.SEP)
        ids = ids.masked_fill(lost, text.UNKNOWN)
    rows, pooled = network.encoder(ids)
    words = rows[places[0], places[1]]
    loss = answer_loss(network.intents(F.dropout(pooled, 0.1)), intent_logits, intents, trust)
    loss = loss + 1.5 * answer_loss(network.tag_logits(words, 0.1), tag_logits, tags, trust, temperature)
    if len(has_vector):
        guess = F.normalize(network.to_teacher(pooled[has_vector]), dim=1)
        loss = loss + base.distillation_loss(guess, vectors)[0] * len(has_vector) / len(ids)
    return loss


def predict(network, sentences: list[str]):
    """Intent logits `[texts, intents + 1]` and tag logits of each text's words."""
    ids, starts = text.encode(text.tokenizer(), sentences)
    network.eval()
    intents, tags = [], []
    with torch.inference_mode():
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        for begin in range(0, len(order), 64):
            picked = order[begin : begin + 64]
            rows, pooled = network.encoder(padded([ids[i] for i in picked]))
            scores, marks = network.intents(pooled).numpy(), network.tag_logits(rows).numpy()
            intents += list(scores)
            tags += [mark[starts[i]] for mark, i in zip(marks, picked)]
    network.train()
    back = np.argsort(order)
    return np.stack(intents)[back], [tags[i] for i in back]


def validate(network) -> dict[str, float]:
    """Scores on HWU64's validation split, and on CLINC150's out-of-scope validation rows."""
    names, tags = commands.labels()
    rows = commands.examples("valid")
    intent_logits, tag_logits = predict(network, [" ".join(words) for words, _, _ in rows])
    scores = measure.commands(intent_logits, tag_logits, rows, names, tags)
    inside = measure.outside_probability(intent_logits)
    outside = measure.outside_probability(predict(network, commands.out_of_scope("valid"))[0])
    return scores | measure.rejection(inside, outside)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quantized", action="store_true")
    parser.add_argument("--start")
    parser.add_argument("--output")
    parser.add_argument("--passes", type=int)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--temperature", type=float, default=1.0, help="of the teacher's tags")
    parser.add_argument("--tag-transform", type=int, help="width of a layer before the tags")
    parser.add_argument("--trust", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    passes = options.passes or (4 if options.quantized else 10)
    rate = options.rate or (1e-3 if options.quantized else 3e-3)
    target = data.WORK / (options.output or ("commands_quantized.pt" if options.quantized else "commands.pt"))
    torch.set_num_threads(data.THREADS)
    torch.manual_seed(options.seed)
    names, tags = commands.labels()
    before = torch.load(data.WORK / (options.start or ("commands.pt" if options.quantized else "base.pt")))
    before["shape"] |= {} if options.tag_transform is None else {"tag_transform": options.tag_transform}
    network = Understanding(Shape(**before["shape"]), len(names) + 1, len(tags))
    missing, unknown = network.load_state_dict(before["network"], strict=False)
    assert not unknown and all(name.split(".")[0] in ("intents", "tag_transform", "tags") for name in missing), (missing, unknown)
    if options.quantized:
        network.encoder.set_table_scales()
        network.play_quantized()
        print(f"quantized without training: valid {measure.line(validate(network))}", flush=True)
    transfer = Transfer()
    lengths = [len(i) for i in transfer.ids]
    table = [p for n, p in network.named_parameters() if n == "encoder.table"]
    rest = [p for n, p in network.named_parameters() if n != "encoder.table"]
    optimizer = torch.optim.AdamW([{"params": table, "weight_decay": 0.0}, {"params": rest, "weight_decay": 0.01}],
                                  lr=rate, betas=(0.9, 0.98), fused=True)
    steps = passes * (len(lengths) // options.batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(s / 200, 0.5 * (1 + math.cos(math.pi * min(1.0, s / steps)))))
    first = 0
    if target.exists():
        state = torch.load(target)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        first = state["passes"]
    for number in range(first, passes):
        seen, began = [], time.monotonic()
        batches = batches_by_length(lengths, options.batch, random.Random(options.seed * 1000 + number))
        for picked in tqdm(batches, desc=f"pass {number + 1}/{passes}", unit="batch", mininterval=5):
            loss = step_loss(network, transfer.batch(np.array(picked)), 0.0 if options.quantized else 0.03, options.trust, options.temperature)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            seen.append(loss.item())
        print(f"pass {number + 1}: loss {np.mean(seen):.4f}, valid {measure.line(validate(network))}, "
              f"{time.monotonic() - began:.0f} s", flush=True)
        torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(), "shape": before["shape"],
                    "schedule": schedule.state_dict(), "passes": number + 1}, target)


if __name__ == "__main__":
    main()
