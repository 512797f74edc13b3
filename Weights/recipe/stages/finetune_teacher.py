"""Stage 7: fine-tunes teachers on the training splits of the tasks that they will explain to the small network.

    python -m stages.finetune_teacher [tasks|commands|sentences|assistant]

A MiniLM for each group of heads, its embeddings frozen. `tasks`: commands (HWU64's intents with an out-of-scope class,
and slots), CLINC150, SNIPS, Banking77, SST-2, AG News, UD-EWT's parts of speech, WNUT17 and BTC names. `commands`:
HWU64 and SNIPS alone, longer. `sentences`: acceptability and emotion. `assistant`: what a file for products may learn,
commands, CLINC150, SNIPS and Banking77. Writes work/teacher_GROUP.pt
(teacher_GROUP_SEED.pt for another seed; resumable) and prints scores on validation splits.
"""

import argparse
import random
import time
from pathlib import Path

import torch
from torch import nn
from tqdm import tqdm

from judging import judge, measure
from model import teacher, training
from tasks import augment, commands, data, heads, sets, text

LONGEST_PIECES = 64
BATCH = 32
# The heads of each teacher: how many examples of its training set each is to see.
GROUPS = {
    "tasks": {
        "intent": 44_000,
        "intent.clinc": 32_000,
        "intent.snips": 15_000,
        "intent.banking": 20_000,
        "sentiment": 32_000,
        "topic": 10_000,
        "pos": 18_000,
        "ner": 12_000,
    },
    "commands": {"intent": 88_000, "intent.snips": 39_000},
    "sentences": {"acceptable": 43_000, "emotion": 45_000},
    "assistant": {"intent": 64_000, "intent.clinc": 24_000, "intent.snips": 24_000, "intent.banking": 18_000},
}
WORDS = {"intent": "slots", "intent.snips": "slots.snips"}  # word heads that learn beside these


class TasksTeacher(nn.Module):
    """MiniLM with a layer for each head, on the mean of its rows or on single rows; the interface of Network."""

    loses_pieces = False

    def __init__(self, chosen: list[heads.Head]):
        super().__init__()
        self.network = teacher.encoder()
        self.network.embeddings.requires_grad_(False)
        self.layers = nn.ModuleDict({heads.key(h.name): nn.Linear(teacher.WIDTH, h.outputs) for h in chosen})
        self.dropout = nn.Dropout(0.1)

    def encoder(self, ids):
        """Rows `[B, n, 384]` and their mean over what is no padding."""
        mask, ids = (ids != 0).float(), ids & ~text.CAPITAL
        rows = self.dropout(self.network(ids, attention_mask=mask)[0])
        return rows, (rows * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)

    def __getitem__(self, name: str) -> nn.Linear:
        return self.layers[heads.key(name)]


def command_examples(seed: int):
    """HWU64's rows: slot values exchanged in half of them, styles varied, out-of-scope text added."""
    draw = random.Random(seed)
    rows = commands.examples("train")
    values = augment.SlotValues(rows, {})
    found = []
    for words, tags, intent in rows:
        if draw.random() < 0.5:
            words, tags = values.exchange(words, tags, intent, draw)
        words, tags = augment.restyled(words, tags, draw)
        found.append((words, tags, intent))
    outside = commands.out_of_scope("train") * 3 + commands.foreign(seed, 600, 500)
    for sentence in outside:
        words = sentence.lower().split()
        found.append((augment.restyled(words, ["O"] * len(words), draw, requests=False)[0], None, None))
    return found


def entity_tags(tag: str) -> list[str]:
    """The tags of WNUT17 that a tag of BTC may stand for."""
    kinds = {"PER": ["person"], "LOC": ["location"], "ORG": ["corporation", "group"]}
    return ["O"] if tag == "O" else [f"{tag[0]}-{kind}" for kind in kinds[tag.split("-")[-1]]]


def entity_sources():
    return [("wnut17", lambda tag: [tag]), ("btc_ner", entity_tags)]


def training_set(head: str, named, splitter, seed: int):
    """What a head learns from."""
    options = {"size": BATCH, "splitter": splitter, "seed": seed}
    if head == "intent":
        spoken = [e for pass_number in range(4) for e in command_examples(seed * 1000 + pass_number)]
        return sets.JointSet(named["intent"], named["slots"], spoken, **options)
    if head == "intent.snips":
        return sets.JointSet(named[head], named["slots.snips"], commands.snips_examples(), **options)
    if head == "pos":
        return sets.pos_set(named[head], **options)
    if head == "ner":
        return sets.bio_set(named[head], entity_sources(), **options)
    name, column, rename = judge.LABELLED[head]
    rows = data.training_rows(name)
    rows += [row for row in rows if row[column] == "oos"] * 4
    return sets.SequenceSet(
        named[head],
        [row["text"] for row in rows],
        [rename[row[column]] if rename else row[column] for row in rows],
        **options,
    )


def validate(network, named, splitter) -> dict[str, float]:
    network.eval()
    with torch.inference_mode():
        labelled = {"intent": ("hwu64_slots", "intent", None)} | judge.LABELLED
        found = {
            head: judge.accuracy(network, named[head], *labelled[head], splitter) for head in named if head in labelled
        }
        found |= {
            head: judge.judge_spans(network, named[head], name, splitter)
            for head, name in judge.SPANS.items()
            if head in named
        }
        if "pos" in named:
            found["pos"] = judge.judge_pos(network, named["pos"], splitter)
    network.train()
    return found


def heads_of(group: str) -> dict[str, heads.Head]:
    """The heads of a teacher by name."""
    names = set(GROUPS[group]) | {WORDS[head] for head in GROUPS[group] if head in WORDS}
    return {h.name: h for h in heads.all_heads() if h.name in names}


def file_of(group: str, seed: int) -> Path:
    return data.WORK / (f"teacher_{group}.pt" if seed == 1 else f"teacher_{group}_{seed}.pt")


def load(group: str, seed: int):
    """A fine-tuned teacher, ready to predict, and its heads by name."""
    named = heads_of(group)
    network = TasksTeacher(list(named.values()))
    network.load_state_dict(torch.load(file_of(group, seed))["network"])
    return network.eval(), named


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("group", nargs="?", choices=list(GROUPS), default="tasks")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.6e-4)
    parser.add_argument("--steps", type=int, help="at most so many, of all: for a rehearsal")
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    torch.manual_seed(options.seed)
    target = file_of(options.group, options.seed)
    turns = [head for head, examples in GROUPS[options.group].items() for _ in range(examples // BATCH)]
    random.Random(options.seed).shuffle(turns)
    turns = turns[: options.steps]
    state = torch.load(target) if target.exists() else None
    if state and state["steps"] == len(turns):
        return
    named = heads_of(options.group)
    network, splitter = TasksTeacher(list(named.values())), teacher.tokenizer(LONGEST_PIECES)
    drawn = {head: training_set(head, named, splitter, options.seed) for head in GROUPS[options.group]}
    optimizer = training.fine_tuning(network.network, options.rate, network.layers, 1.5e-3)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(s / 200, max(0.0, (len(turns) - s) / max(1, len(turns) - 200)))
    )
    first, began = 0, time.monotonic()
    if state:
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        first = state["steps"]
    for step in tqdm(range(first, len(turns)), initial=first, total=len(turns), mininterval=10):
        loss = drawn[turns[step]].loss(network)
        training.take_step(loss, network, optimizer, schedule)
        if (step + 1) % 1500 == 0 or step + 1 == len(turns):
            if step + 1 == len(turns):
                print(
                    f"valid {measure.line(validate(network, named, splitter))}, {time.monotonic() - began:.0f} s",
                    flush=True,
                )
            torch.save(
                {
                    "network": network.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "schedule": schedule.state_dict(),
                    "steps": step + 1,
                },
                target,
            )


if __name__ == "__main__":
    main()
