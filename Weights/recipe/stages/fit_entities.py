"""Last stage: the head of entities, on the encoder of a finished file as it is, into that file.

    python -m stages.tag_entities --sentences 24000  → work/tagged.jsonl.xz, once
    python -m stages.teach_entities                  → work/teacher_entities_1.pt, once
    python -m stages.fit_entities ../home.pipit --teachers 1

All other heads keep their bits. The head is one of learnt paths (HEADS.md): beside the encoder's rows it reads which
words, shapes and ends of words stand there and beside, by weights of which the strongest are kept. Where a teacher has
read the lines, it learns which paths that one holds likely, and how likely.
"""

import argparse
import itertools
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch

import pipit.format
from model import entities_teacher, frozen
from model.path_head import PathHead, best_path, distilled_loss, path_loss
from pipit.format import TaskHead, tensors
from pipit.format.layout import HeadKind
from pipit.format.paths import TagFeatures
from pipit.text import features
from stages import tag_entities
from tasks import data, entities
from tasks.entities import Example
from tasks.entity_lines import BATCH, LABELS, Lines, number_key, traits

NAME = "ner"
RATE = 4e-3
SHRINKAGE = 0.12  # of a step
# How much longer than others words of the templates' names are kept: no set has all countries.
NAMED_SHARE = 3
COMMANDS = 2500
TAGGED = 24_000  # sentences that the tagger has read, where a model of ours was fitted with teachers
# What is marked counts so much where a teacher has answered; the rest is the teacher's.
TRUST = 0.2
# What lines of a source count, and how often the sets are read in a pass.
SHARES = {"wnut17": 1.0, "btc": 0.6, "commands": 0.4, "tagged": 0.6, "templates": 0.8}


@torch.no_grad()
def best_paths(head: PathHead, lines: Lines) -> list[np.ndarray]:
    """The best tags of each line."""
    head.eval()
    found, steps = [], head.steps().numpy()
    for first in range(0, len(lines), 256):
        bounds = lines.bounds[first : first + 257]
        own = slice(bounds[0], bounds[-1])
        scores = head(lines.states[own].float(), head.numbers(np.array(lines.keys[own]))).numpy()
        found += [best_path(steps, scores[a:b]) for a, b in itertools.pairwise(bounds - bounds[0])]
    head.train()
    return found


def judged(paths: list[np.ndarray], lines: Lines) -> tuple[str, float]:
    """Precision, recall and F1 of all spans, then F1 by type."""
    right, got, wanted = Counter(), Counter(), Counter()
    for path, example, places in zip(paths, lines.examples, lines.bytes, strict=True):
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
        losses = []
        for batch in lines.like_long(draw):
            for group, factor in zip(optimizer.param_groups, (1, 0.5), strict=True):
                group["lr"] = rate * factor * max(0.02, 1 - done / steps)
            own = lines.parts_of(batch)
            scores = head(lines.states[own].float(), numbers[own].long())
            if lines.answers:
                loss = distilled_loss(head, scores, *(answer[own].float() for answer in lines.answers), counts[batch])
            else:
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


def sets(split: str, shares: dict[str, float], draw: random.Random) -> list[Example]:
    """What people have marked, a third of it in small letters as well."""
    found = entities.wnut17(split, shares["wnut17"]) + entities.btc(split, shares["btc"])
    return found + [entities.small(example) for example in draw.sample(found, len(found) // 3)]


def unmarked(count: int, share: float) -> list[Example]:
    """Sentences that teachers alone read, behind those that the tagger was given (TAGGED)."""
    draw = random.Random(11)
    texts = tag_entities.sentences(random.Random(tag_entities.SEED))[TAGGED:][:count]
    found = (Example(text, [], hidden=tuple(entities.TYPES), share=share, source="texts") for text in texts)
    return [entities.retyped(example, draw) for example in found]


def examples(
    draw: random.Random, sentences: int, shares: dict[str, float], of_template: int = entities.LINES_OF_TEMPLATE
) -> tuple[list[Example], dict[str, list[Example]]]:
    """What is learnt from, and what judges."""
    marked = entities.tagged(shares["tagged"])[:sentences]
    held, marked = marked[:800], marked[800:]
    commands = [
        *entities.labelled("hwu64_slots", "train", entities.HWU64, share=shares["commands"]),
        *entities.labelled("snips", "train", entities.SNIPS, share=shares["commands"]),
    ]
    made = entities.templates(of_template, draw, shares["templates"])
    learnt = sets("train", shares, draw) + draw.sample(commands, min(COMMANDS, len(commands)))
    learnt += [entities.retyped(example, draw) for example in marked + made]
    return learnt, {
        "WNUT17": entities.wnut17("valid"),
        "BTC": entities.btc("valid"),
        "tagged": held,
        "tagged, small": [entities.small(example) for example in held],
    }


def fitted(lines: Lines, held: dict[str, Lines], options) -> PathHead:
    """A head that has learnt from lines, with as many weights of features as there may be."""
    keys = lines.frequent_keys()
    print(f"{len(lines)} lines, {len(lines.keys)} parts, {len(keys)} features", flush=True)
    head = PathHead(keys, lines.states.shape[1], options.hidden, len(LABELS))
    head.dropped = 0.25

    def report() -> str:
        return "; ".join(f"{name} {judged(best_paths(head, own), own)[1]:.1f}" for name, own in held.items())

    # What is outside of names, belongs to a name of a type, begins or goes on with any: the rest is told by the rows.
    mask = torch.zeros_like(head.features.weight)
    mask[1:, [0, *range(1, len(LABELS), 2), -2, -1]] = 1
    fit(head, lines, options.passes, RATE, report, mask)
    mask = strongest(head, lines, options.entries)
    with torch.no_grad():
        head.features.weight *= mask
    fit(head, lines, options.passes - 1, RATE / 2, report, mask)
    return head


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="the file that gets the head")
    parser.add_argument("--sentences", type=int, default=12_000, help="of those that the tagger has marked, at most")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--hidden", type=int, default=96, help="width of a transform of the rows")
    parser.add_argument("--entries", type=int, default=5_000, help="weights of features")
    parser.add_argument("--shares", nargs="*", default=[], metavar="SOURCE=SHARE", help="what lines of a source count")
    parser.add_argument("--teachers", nargs="*", type=int, default=[], metavar="SEED", help="of stages.teach_entities")
    parser.add_argument("--texts", type=int, default=0, help="sentences that nobody has marked, for teachers to read")
    parser.add_argument("--whole", action="store_true", help="in the end learn from the validation rows as well")
    parser.add_argument("--output", type=Path, help="another file that is written")
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(data.THREADS)
    encoder = frozen.encoder_of(options.model)
    shares = SHARES | {name: float(share) for name, share in (pair.split("=") for pair in options.shares)}
    if strange := shares.keys() - SHARES.keys():
        parser.error(f"no source {', '.join(strange)}; there are: {', '.join(SHARES)}")
    learnt, judges = examples(random.Random(9), options.sentences, shares)
    learnt += unmarked(options.texts, shares["tagged"])
    count = len(learnt)
    if options.whole:
        learnt += sets("valid", shares, random.Random(10))
    lines = Lines(learnt, encoder)
    held = {name: Lines(found, encoder) for name, found in judges.items()}
    if options.teachers:
        answers = zip(*(entities_teacher.load(seed).answers(lines, TRUST) for seed in options.teachers), strict=True)
        lines.answers = tuple(torch.stack(same).float().mean(0).half() for same in answers)
    head = fitted(lines.of_first(count), held, options)
    for name, own in held.items():
        print(f"{name}: {judged(best_paths(head, own), own)[0]}", flush=True)
    if options.whole:
        head = fitted(lines, {}, options)
    model = pipit.format.read(options.model)
    head = finished(head)
    model.put(head)
    output = options.output or options.model
    print(f"{output}: {pipit.format.write(model, output):,} bytes, {len(head.tag_features):,} of them features")


if __name__ == "__main__":
    main()
