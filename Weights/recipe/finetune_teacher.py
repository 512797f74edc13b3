"""Stage 3: fine-tunes the teacher on HWU64's training split (intents with an out-of-scope class, and slots).

    python finetune_teacher.py [--seed 1]

Writes work/commands_teacher_SEED.pt after each pass (resumable) and prints accuracy and slot F1 on the validation split. Stage 6 takes
the mean of all seeds it finds; the shipped model has one.
"""

import argparse
import random

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from tqdm import tqdm

import augment
import commands
import data
import measure
import teacher
import text

LONGEST_PIECES = 64
IGNORED = -100


class CommandsTeacher(nn.Module):
    """MiniLM with a layer for intents on the mean of its rows, and one for tags on each word's first piece."""

    def __init__(self, intents: int, tags: int):
        super().__init__()
        self.encoder = teacher.encoder()
        self.intents, self.tags = nn.Linear(teacher.WIDTH, intents), nn.Linear(teacher.WIDTH, tags)
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids):
        mask = (ids != 0).float()
        rows = self.dropout(self.encoder(ids, attention_mask=mask)[0])
        pooled = (rows * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.intents(pooled), self.tags(rows)


def padded(arrays, fill=0) -> torch.Tensor:
    """`[B, longest]` of arrays of several lengths."""
    out = np.full((len(arrays), max(map(len, arrays))), fill, np.int64)
    for row, array in enumerate(arrays):
        out[row, : len(array)] = array
    return torch.from_numpy(out)


def word_labels(ids, starts, tags) -> np.ndarray:
    """The tag of each word at its first piece, IGNORED elsewhere."""
    out = np.full(len(ids), IGNORED, np.int64)
    if tags is not None:
        out[starts] = tags[: len(starts)]
    return out


def batches_by_length(lengths, size: int, draw: random.Random):
    """Indices in batches of texts about as long, in random order."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i] + draw.random() * 3, i))
    found = [order[i : i + size] for i in range(0, len(order), size)]
    draw.shuffle(found)
    return found


def one_pass(rows, values, seed: int):
    """The examples of a pass: slot values exchanged in half of them, styles varied, out-of-scope text added."""
    draw = random.Random(seed)
    found = []
    for words, tags, intent in rows:
        if draw.random() < 0.5:
            words, tags = values.exchange(words, tags, intent, draw)
        words, tags = augment.restyled(words, tags, draw)
        found.append((words, tags, intent))
    outside = commands.out_of_scope("train") * 3 + commands.foreign(seed, 600, 500)
    for sentence in outside:
        words = sentence.lower().split()
        words, _ = augment.restyled(words, ["O"] * len(words), draw, requests=False)
        found.append((words, None, None))
    return found


def predict(network, splitter, sentences: list[str]):
    """Intent logits `[texts, intents]` and a list of tag logits `[words, tags]`."""
    ids, starts = text.encode(splitter, sentences)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    intents, tags = [None] * len(ids), [None] * len(ids)
    with torch.inference_mode():
        for begin in range(0, len(order), 128):
            picked = order[begin : begin + 128]
            intent_logits, tag_logits = network(padded([ids[i] for i in picked]))
            for row, index in enumerate(picked):
                intents[index] = intent_logits[row].numpy()
                tags[index] = tag_logits[row, starts[index]].numpy()
    return np.stack(intents), tags


def load(path):
    """The fine-tuned teacher, ready to predict."""
    intents, tags = commands.labels()
    network = CommandsTeacher(len(intents) + 1, len(tags))
    network.load_state_dict(torch.load(path)["network"])
    return network.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passes", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    torch.manual_seed(options.seed)
    target = data.WORK / f"commands_teacher_{options.seed}.pt"
    intents, tags = commands.labels()
    intent_index, tag_index = {n: i for i, n in enumerate(intents)}, {n: i for i, n in enumerate(tags)}
    network, splitter = CommandsTeacher(len(intents) + 1, len(tags)), teacher.tokenizer(LONGEST_PIECES)
    rows, valid = commands.examples("train"), commands.examples("valid")
    values = augment.SlotValues(rows, {})
    heads = [*network.intents.parameters(), *network.tags.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": network.encoder.parameters(), "lr": 1.5e-4}, {"params": heads, "lr": 1e-3}], weight_decay=0.01, fused=True)
    steps = options.passes * (len(one_pass(rows, values, 0)) // 32 + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(s / 200, max(0.0, (steps - s) / (steps - 200))))
    first = 0
    if target.exists():
        state = torch.load(target)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        first = state["passes"]
    for number in range(first, options.passes):
        examples = one_pass(rows, values, options.seed * 1000 + number)
        ids, starts = text.encode(splitter, [" ".join(words) for words, _, _ in examples])
        draw = random.Random(number)
        network.train()
        for batch in tqdm(batches_by_length([len(i) for i in ids], 32, draw), desc=f"pass {number + 1}", unit="batch", mininterval=5):
            wanted = torch.tensor([intent_index.get(examples[i][2], len(intents)) for i in batch])
            tagged = padded([word_labels(ids[i], starts[i], examples[i][1] and [tag_index[t] for t in examples[i][1]])
                             for i in batch], IGNORED)
            intent_logits, tag_logits = network(padded([ids[i] for i in batch]))
            loss = F.cross_entropy(intent_logits, wanted, label_smoothing=0.05)
            if (tagged >= 0).any():
                loss = loss + 1.5 * F.cross_entropy(tag_logits.flatten(0, 1), tagged.flatten(), ignore_index=IGNORED)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        network.eval()
        scores = measure.commands(*predict(network, splitter, [" ".join(w) for w, _, _ in valid]), valid, intents, tags)
        print(f"pass {number + 1}: valid {measure.line(scores)}", flush=True)
        torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(),
                    "schedule": schedule.state_dict(), "passes": number + 1}, target)


if __name__ == "__main__":
    main()
