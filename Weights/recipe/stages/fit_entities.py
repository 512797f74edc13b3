"""Last stage: the head of entities, on the encoder of a finished file as it is, into that file.

    python -m stages.tag_entities                    → work/tagged.jsonl.xz, once
    python -m stages.fit_entities ../pipit.pipit

All other heads keep their bits. The head is one of learnt paths (HEADS.md): beside the encoder's rows it reads which
words, shapes and ends of words stand there and beside, by weights of which the strongest are kept.
"""

import argparse
import functools
import random
import struct
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn

import pipit.format
from model import shipped
from model.encoder import Shape, row_int8
from model.network import Network
from pipit.format import TaskHead, tensors
from pipit.format.layout import HeadKind
from pipit.format.paths import OUTPUTS_BEHIND_LABELS, TagFeatures
from pipit.text import features
from pipit.text.parts import word_parts
from pipit.text.syntactic_words import pieces_of
from tasks import data, entities, text
from tasks.entities import Example

NAME = "ner"
LABELS = ["O"] + [f"{mark}-{kind}" for kind in entities.TYPES for mark in "BI"]
NEVER = -1e4
BATCH, RATE = 96, 4e-3
SHRINKAGE = 0.12  # of a step
# How much longer than others words of the templates' names are kept: no set has all countries.
NAMED_SHARE = 3
MINIMUM_COUNT = 3
COMMANDS = 2500
# What lines of a source count, and how often the sets are read in a pass.
SHARES = {"wnut17": 1.0, "btc": 0.6, "commands": 0.4, "tagged": 0.6, "templates": 0.8}


# What the head reads


@functools.cache
def number_key(kind: int, *numbers: int) -> int:
    return features.key(kind, struct.pack(f"<{len(numbers)}I", *numbers))


@functools.cache
def traits(part: str) -> features.PartTraits:
    return features.PartTraits.of(part)


def part_keys(found: list[features.PartTraits]) -> list[list[int]]:
    """features.part_keys of all parts of a line; words come again and again."""
    words = [features.WORD_BEFORE_TEXT] * 2 + [t.word for t in found] + [features.WORD_BEHIND_TEXT] * 2
    shapes = [features.SHAPE_OUTSIDE] + [t.shape for t in found] + [features.SHAPE_OUTSIDE]
    keys = []
    for index, own in enumerate(found):
        near = words[index : index + 5]
        row = [number_key(features.PART_WORD_HERE + at - 2, word) for at, word in enumerate(near)]
        row += [number_key(features.PART_WORDS_BEFORE, *near[1:3]), number_key(features.PART_WORDS_AFTER, *near[2:4])]
        row += [
            number_key(features.PART_SHAPE_HERE + at - 1, shape) for at, shape in enumerate(shapes[index : index + 3])
        ]
        row += [number_key(features.PART_PREFIX, own.prefix), number_key(features.PART_SUFFIX, own.suffix)]
        keys.append(row)
    return keys


class Lines:
    """The parts of lines as the head reads them, one line after the other, and which tags they may have."""

    def __init__(self, examples: list[Example], network: Network):
        splitter = text.tokenizer(128)
        self.states, self.keys, self.allowed, self.bounds, self.shares = [], [], [], [0], []
        self.examples, self.bytes = [], []
        ids, places = [], []
        for example in examples:
            encoding = splitter.encode(example.text)
            marked = text.marked_ids(encoding, example.text)
            pieces = pieces_of(encoding, example.text)[1:-1]
            parts = word_parts(example.text.encode(), pieces)
            allowed = allowed_tags(example, parts) if parts else None
            if allowed is None:
                continue
            raw = example.text.encode()
            self.keys += part_keys([traits(raw[p.start : p.end].decode()) for p in parts])
            self.allowed.append(allowed)
            self.bounds.append(self.bounds[-1] + len(parts))
            self.shares.append(example.share)
            self.examples.append(example)
            self.bytes.append([(p.start, p.end) for p in parts])
            ids.append(marked), places.append([p.piece + 1 for p in parts])
        self.states = encoded(network, ids, places)
        self.allowed, self.shares = np.concatenate(self.allowed), np.array(self.shares, np.float32)
        self.bounds = np.array(self.bounds)

    def __len__(self) -> int:
        return len(self.shares)


def allowed_tags(example: Example, parts) -> np.ndarray | None:
    """Which tags each part may have `[parts, labels]`; none where a span does not end with a part."""
    allowed = np.zeros((len(parts), len(LABELS)), bool)
    allowed[:, 0] = True
    for kind in example.hidden:
        number = 1 + 2 * entities.TYPES.index(kind)
        allowed[:, number : number + 2] = True
    starts, ends = {p.start: i for i, p in enumerate(parts)}, {p.end: i for i, p in enumerate(parts)}
    last = parts[-1].end
    for start, end, kind in example.spans:
        if start >= last:
            continue
        if start not in starts or end not in ends:
            return None
        own = slice(starts[start], ends[end] + 1)
        if kind is None:
            allowed[own] = True
            continue
        allowed[own] = False
        number = 1 + 2 * entities.TYPES.index(kind)
        allowed[own, number + 1] = True
        allowed[own.start] = np.arange(len(LABELS)) == number
    return allowed


@torch.no_grad()
def encoded(network: Network, ids: list[np.ndarray], places: list[list[int]]) -> torch.Tensor:
    """The encoder's rows of all parts as the head reads them, half precision `[parts, width]`."""
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found: list[torch.Tensor | None] = [None] * len(ids)
    for first in range(0, len(order), 128):
        picked = order[first : first + 128]
        rows = row_int8(network.encoder(text.padded([ids[i] for i in picked]))[0])
        for row, i in zip(rows, picked, strict=True):
            found[i] = row[places[i]].half()
    return torch.cat(found)


# The head


class PathHead(nn.Module):
    """Rows, features and transitions; outputs beside the labels are all B- and all I-, and what is at B-X counts for
    I-X too."""

    def __init__(self, keys: np.ndarray, width: int, hidden: int):
        super().__init__()
        labels = len(LABELS)
        self.known = keys
        self.features = nn.EmbeddingBag(len(keys) + 1, labels + OUTPUTS_BEHIND_LABELS, mode="sum", padding_idx=0)
        nn.init.zeros_(self.features.weight)
        self.transform = nn.Linear(width, hidden) if hidden else None
        self.output = nn.Linear(hidden or width, labels)
        self.transitions = nn.Parameter(torch.zeros(labels + 1, labels))
        inner = torch.arange(labels) % 2 == 0
        inner[0] = False
        before = torch.arange(-1, labels)[:, None]
        tags = torch.arange(labels)[None]
        self.register_buffer("never", inner[None] & (before != tags) & (before != tags - 1))
        self.dropped = 0.0

    def quantized(self, layer: nn.Linear, rows: torch.Tensor) -> torch.Tensor:
        return nn.functional.linear(rows, row_int8(layer.weight), layer.bias)

    def numbers(self, keys: np.ndarray) -> torch.Tensor:
        """The rows of the table for keys `[parts, features]`, 0 for those that it does not have."""
        places = np.searchsorted(self.known, keys).clip(max=len(self.known) - 1)
        return torch.from_numpy(np.where(self.known[places] == keys, places + 1, 0))

    def forward(self, states: torch.Tensor, numbers: torch.Tensor) -> torch.Tensor:
        """Scores `[parts, labels]`."""
        rows = states
        if self.transform is not None:
            rows = row_int8(torch.relu(self.quantized(self.transform, rows)))
        if self.training:
            rows = nn.functional.dropout(rows, 0.1)
            numbers = numbers.masked_fill(torch.rand(numbers.shape) < self.dropped, 0)
        sums = self.features(numbers)
        outside, begins, inside = sums[:, :1], sums[:, 1:-2:2], sums[:, 2:-2:2]
        pairs = torch.stack([begins + sums[:, -2:-1], begins + inside + sums[:, -1:]], 2).flatten(1)
        return self.quantized(self.output, rows) + torch.cat([outside, pairs], 1)

    def steps(self) -> torch.Tensor:
        return self.transitions.masked_fill(self.never, NEVER)


def spread(scores: torch.Tensor, counts: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    """Scores `[lines, longest, labels]` of lines one after the other, and where there are some."""
    there = torch.arange(int(counts.max()))[None] < torch.from_numpy(counts)[:, None]
    return scores.new_zeros(*there.shape, scores.shape[1]).masked_scatter(there[..., None], scores), there


def log_sums(scores: torch.Tensor, there: torch.Tensor, steps: torch.Tensor) -> torch.Tensor:
    """log of the sum over all paths of each line."""
    paths = scores[:, 0] + steps[0]
    for at in range(1, scores.shape[1]):
        after = torch.logsumexp(paths[:, :, None] + steps[None, 1:], 1) + scores[:, at]
        paths = torch.where(there[:, at, None], after, paths)
    return paths.logsumexp(1)


def path_loss(head: PathHead, scores: torch.Tensor, allowed: torch.Tensor, counts: np.ndarray) -> torch.Tensor:
    """−log of the share of the allowed paths `[lines]`."""
    steps = head.steps()
    all_scores, there = spread(scores, counts)
    right = spread(scores.masked_fill(~allowed, NEVER), counts)[0]
    return log_sums(all_scores, there, steps) - log_sums(right, there, steps)


@torch.no_grad()
def best_paths(head: PathHead, lines: Lines) -> list[np.ndarray]:
    """The best tags of each line."""
    head.eval()
    found, steps = [], head.steps().numpy()
    for first in range(0, len(lines), 256):
        behind = min(first + 256, len(lines))
        own = slice(lines.bounds[first], lines.bounds[behind])
        numbers = head.numbers(np.array(lines.keys[own]))
        scores = head(lines.states[own].float(), numbers).numpy()
        starts = lines.bounds[first : behind + 1] - lines.bounds[first]
        for a, b in zip(starts, starts[1:], strict=False):
            best, back = steps[0] + scores[a], []
            for row in scores[a + 1 : b]:
                sums = best[:, None] + steps[1:]
                back.append(sums.argmax(0))
                best = sums.max(0) + row
            path = [int(best.argmax())]
            for previous in reversed(back):
                path.append(int(previous[path[-1]]))
            found.append(np.array(path[::-1]))
    head.train()
    return found


def judged(head: PathHead, lines: Lines) -> tuple[str, float]:
    """Precision, recall and F1 of all spans, then F1 by type."""
    right, got, wanted = Counter(), Counter(), Counter()
    for path, example, places in zip(best_paths(head, lines), lines.examples, lines.bytes, strict=True):
        spans = []
        for tag, (start, end) in zip(path, places, strict=True):
            if tag % 2:
                spans.append([start, end, entities.TYPES[tag // 2]])
            elif tag:
                spans[-1][1] = end
        spans = {tuple(span) for span in spans if span[2] not in example.hidden}
        truth = set(example.spans)
        right.update(kind for _, _, kind in spans & truth)
        got.update(kind for _, _, kind in spans)
        wanted.update(kind for _, _, kind in truth)

    def f1(kinds) -> float:
        counts = [sum(c[k] for k in kinds) for c in (right, got, wanted)]
        return 200 * counts[0] / max(1, counts[1] + counts[2])

    p, r = (100 * right.total() / max(1, c.total()) for c in (got, wanted))
    types = ", ".join(f"{kind} {f1([kind]):.1f}" for kind in entities.TYPES)
    return f"P {p:.1f} R {r:.1f} F1 {f1(entities.TYPES):.1f} ({types})", f1(entities.TYPES)


# Fitting


def fit(head: PathHead, lines: Lines, passes: int, rate: float, report, mask: torch.Tensor) -> None:
    """Adam over batches of like length, and a step of each weight of features towards 0: what few lines need is not
    worth its bytes. `mask` `[features + 1, outputs]` is 0 where weights stay 0."""
    others = [p for n, p in head.named_parameters() if not n.startswith("features")]
    groups = [{"params": [head.features.weight]}, {"params": others}]
    optimizer = torch.optim.Adam(groups, lr=rate, betas=(0.9, 0.99))
    counts = np.diff(lines.bounds)
    draw = random.Random(3)
    steps = passes * (len(lines) // BATCH + 1)
    done, began = 0, time.monotonic()
    numbers = head.numbers(np.array(lines.keys)).int()
    allowed = torch.from_numpy(lines.allowed)
    shares = torch.from_numpy(lines.shares)
    for number in range(passes):
        order = sorted(range(len(lines)), key=lambda i: counts[i] + 4 * draw.random())
        batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
        draw.shuffle(batches)
        losses = []
        for batch in batches:
            for group, factor in zip(optimizer.param_groups, (1, 0.5), strict=True):
                group["lr"] = rate * factor * max(0.02, 1 - done / steps)
            own = np.concatenate([np.arange(lines.bounds[i], lines.bounds[i + 1]) for i in batch])
            scores = head(lines.states[own].float(), numbers[own].long())
            loss = path_loss(head, scores, allowed[own], counts[batch])
            loss = (loss * shares[batch]).sum() / shares[batch].sum()
            losses.append(loss.item())
            optimizer.zero_grad()
            loss.backward()
            head.features.weight.grad *= mask
            optimizer.step()
            with torch.no_grad():
                touched = numbers[own].long().unique()
                weights = head.features.weight[touched]
                shrunk = (weights.abs() - SHRINKAGE * optimizer.param_groups[0]["lr"]).clamp_min(0)
                head.features.weight[touched] = weights.sign() * shrunk
            done += 1
        print(
            f"pass {number + 1}, {time.monotonic() - began:.0f} s: loss {np.mean(losses):.3f}; {report()}", flush=True
        )


def strongest(head: PathHead, lines: Lines, limit: int) -> torch.Tensor:
    """1 for the weights that do the most in the lines, 0 for all others."""
    numbers = head.numbers(np.array(lines.keys)).numpy()
    counts = np.bincount(numbers.ravel(), minlength=len(head.known) + 1)
    done = head.features.weight.detach().abs() * torch.from_numpy(np.sqrt(counts)).float()[:, None]
    done[0] = 0
    done[head.numbers(named_keys())] *= NAMED_SHARE
    least = done.flatten().topk(min(limit, done.numel())).values[-1]
    return (done >= least).float()


def named_keys() -> np.ndarray:
    """The keys of the words of names that templates hold."""
    words = {word for found in entities.names().values() for name in found for word in name.split(" ")}
    return np.array(sorted(number_key(features.PART_WORD_HERE, traits(word).word) for word in words))


def packed(head: PathHead) -> bytes:
    """The features whose weights count, in 8 bits."""
    weights = head.features.weight.detach().numpy()[1:]
    scale = float(np.abs(weights).max() / 127)
    whole = np.rint(weights / scale).astype(np.int64)
    rows, outputs = np.nonzero(whole)
    return TagFeatures(head.known[rows], outputs, whole[rows, outputs], scale).pack()


def finished(head: PathHead) -> TaskHead:
    """The head as the file has it."""

    def linear8(layer):
        return tensors.linear8(layer.weight.detach().numpy(), layer.bias.detach().numpy())

    steps = head.transitions.detach().masked_fill(head.never, 0).numpy()
    return TaskHead(
        HeadKind.TOKEN_BIO,
        NAME,
        list(LABELS),
        transform=linear8(head.transform) if head.transform is not None else None,
        activation=pipit.format.RELU if head.transform is not None else 0,
        output=linear8(head.output),
        tag_transitions=tensors.table8(steps, 0),
        tag_features=packed(head),
    )


def examples(draw: random.Random, sentences: int) -> tuple[list[Example], dict[str, list[Example]]]:
    """What is learnt from, and what judges."""
    marked = entities.tagged(SHARES["tagged"])[:sentences]
    held, marked = marked[:800], marked[800:]
    sets = entities.wnut17("train", SHARES["wnut17"]) + entities.btc("train", SHARES["btc"])
    commands = [
        *entities.labelled("hwu64_slots", "train", entities.HWU64, share=SHARES["commands"]),
        *entities.labelled("snips", "train", entities.SNIPS, share=SHARES["commands"]),
    ]
    made = entities.templates(entities.LINES_OF_TEMPLATE, draw, SHARES["templates"])
    learnt = sets + [entities.small(example) for example in draw.sample(sets, len(sets) // 3)]
    learnt += draw.sample(commands, min(COMMANDS, len(commands)))
    learnt += [entities.retyped(example, draw) for example in marked + made]
    return learnt, {
        "WNUT17": entities.wnut17("valid"),
        "BTC": entities.btc("valid"),
        "tagged": held,
        "tagged, small": [entities.small(example) for example in held],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="the file that gets the head")
    parser.add_argument("--sentences", type=int, default=36_000, help="of those that the tagger has marked, at most")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--hidden", type=int, default=96, help="width of a transform of the rows")
    parser.add_argument("--entries", type=int, default=18_000, help="weights of features, 4 bytes each")
    parser.add_argument("--output", type=Path, help="another file that is written")
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(data.THREADS)
    before = shipped.checkpoint(options.model)
    network = Network(Shape(**before["shape"]), [])
    network.load_state_dict(before["network"], strict=False)
    network.play_quantized()
    network.eval()
    learnt, judges = examples(random.Random(9), options.sentences)
    began = time.monotonic()
    lines = Lines(learnt, network)
    held = {name: Lines(found, network) for name, found in judges.items()}
    counts = Counter(key for row in lines.keys for key in row)
    keys = np.array(sorted(key for key, count in counts.items() if count >= MINIMUM_COUNT))
    print(
        f"{len(lines)} lines, {len(lines.keys)} parts, {len(keys)} features, {time.monotonic() - began:.0f} s",
        flush=True,
    )
    head = PathHead(keys, before["shape"]["width"], options.hidden)
    head.dropped = 0.25

    def report() -> str:
        return "; ".join(f"{name} {judged(head, own)[1]:.1f}" for name, own in held.items())

    # What is outside of names, belongs to a name of a type, begins or goes on with any: the rest is told by the rows.
    mask = torch.zeros_like(head.features.weight)
    mask[1:, [0, *range(1, len(LABELS), 2), -2, -1]] = 1
    fit(head, lines, options.passes, RATE, report, mask)
    mask = strongest(head, lines, options.entries)
    with torch.no_grad():
        head.features.weight *= mask
    fit(head, lines, options.passes - 1, RATE / 2, report, mask)
    for name, own in held.items():
        print(f"{name}: {judged(head, own)[0]}")
    model = pipit.format.read(options.model)
    head = finished(head)
    names = [other.name for other in model.heads]
    if NAME in names:
        model.heads[names.index(NAME)] = head
    else:
        model.heads.append(head)
    output = options.output or options.model
    print(f"{output}: {pipit.format.write(model, output):,} bytes, {len(head.tag_features):,} of them features")


if __name__ == "__main__":
    main()
