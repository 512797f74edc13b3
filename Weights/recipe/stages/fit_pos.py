"""Last stage: the head of parts of speech again, with a layer of its own, so that capitals mislead it less and everyday
sentences are known.

    python -m stages.tag_words                    → work/words.jsonl.xz, once
    python -m stages.fit_pos ../pipit.pipit

Learns from UD-EWT, every sentence twice: as it stands, and without the capital of its first word; and from everyday
sentences that a tagger has tagged, typed in several ways. The encoder stays as it is, and all other heads keep their
bits.
"""

import argparse
import json
import lzma
import random
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import pipit.format
from model import frozen
from model.network import SegmentedEncoder
from stages.export import linear
from tasks import data, heads, sets, text

NAME, SET = "pos", "ud_ewt_pos"
GROUP = 48  # inputs that share a scale
STEPS, BATCH, RATE = 5000, 4096, 5e-3
# What everyday sentences count, and how many of them judge.
EVERYDAY_SHARE, HELD = 0.15, 2000
# Of everyday sentences: without capitals, without the first one, without the full stop.
SMALL, SMALL_FIRST, OPEN_END = 0.35, 0.25, 0.2

Examples = tuple[torch.Tensor, torch.Tensor]


def rows_and_tags(encoder: SegmentedEncoder, labels: list[str], split: str, drops: bool) -> Examples:
    """The encoder's rows of all words of a split, and the numbers of their tags; `drops`: the first capital."""
    splitter = text.tokenizer(sets.LONGEST)
    lines, places, tags = [], [], []
    # In this order, since training draws by place.
    for row in sorted(data.read_table(SET, split), key=lambda row: len(row["tokens"])):
        found, owners, ids = sets.pieces_with_tokens(splitter, row["tokens"])
        if not found:
            continue
        own = row["upos"].split(" ")
        tags += [labels.index(own[owner]) for owner in owners]
        if drops:
            ids[1] &= ~text.CAPITAL
        lines.append(ids)
        places.append(found)
    return frozen.half_rows(encoder, lines, places), torch.tensor(tags)


def everyday(encoder: SegmentedEncoder, labels: list[str], tagged: list[list[str]], seed: int) -> Examples:
    """The same of sentences that a tagger has tagged, as people may type them."""
    splitter, draw = text.tokenizer(sets.LONGEST), random.Random(seed)
    lines, places, tags = [], [], []
    for sentence, own in sorted(tagged, key=lambda line: len(line[0])):
        own = own.split(" ")
        found, owners, ids = sets.pieces_with_tokens(splitter, sentence)
        if not found or max(owners) >= len(own) or not set(own) <= set(labels):
            continue
        kind = draw.random()
        if kind < SMALL:
            ids = ids & ~np.int32(text.CAPITAL)
        elif kind < SMALL + SMALL_FIRST:
            ids[1] &= ~text.CAPITAL
        elif kind > 1 - OPEN_END and len(found) > 1 and own[-1] == "PUNCT" and found[-1] == len(ids) - 2:
            ids = np.concatenate([ids[:-2], ids[-1:]])
            found, owners = found[:-1], owners[:-1]
        tags += [labels.index(own[owner]) for owner in owners]
        lines.append(ids)
        places.append(found)
    return frozen.half_rows(encoder, lines, places), torch.tensor(tags)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="the file whose head is fitted")
    parser.add_argument("--hidden", type=int, default=64, help="width of a transform of the rows")
    parser.add_argument("--steps", type=int, default=STEPS)
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(data.THREADS)
    encoder = frozen.encoder_of(options.model)
    model = pipit.format.read(options.model)
    file_head = model.head(NAME)
    labels = file_head.labels
    learnt = [rows_and_tags(encoder, labels, "train", drops) for drops in (False, True)]
    rows, tags = (torch.cat(parts) for parts in zip(*learnt, strict=True))
    with lzma.open(data.WORK / "words.jsonl.xz", "rt", encoding="utf-8") as file:
        tagged = [json.loads(line) for line in file]
    spoken_rows, spoken_tags = everyday(encoder, labels, tagged[HELD:], 1)
    held = {
        "validation split": rows_and_tags(encoder, labels, "valid", False),
        "the same without first capitals": rows_and_tags(encoder, labels, "valid", True),
        "everyday sentences, as the tagger tags them": everyday(encoder, labels, tagged[:HELD], 2),
    }

    @torch.no_grad()
    def report(title: str, head) -> None:
        head.eval()
        shares = [
            f"{name} {100 * (head(r.float()).argmax(1) == t).float().mean():.2f}" for name, (r, t) in held.items()
        ]
        print(f"{title}: {', '.join(shares)}", flush=True)

    report("before", frozen.head_of(file_head, encoder.shape))
    head = frozen.head_like(heads.Head(NAME, heads.PLAIN, labels, options.hidden, group=GROUP), encoder.shape)
    mean = torch.optim.swa_utils.AveragedModel(head, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995))
    optimizer = torch.optim.AdamW(head.parameters(), weight_decay=0.01)
    spoken = int(EVERYDAY_SHARE * BATCH)
    for step in range(options.steps):
        optimizer.param_groups[0]["lr"] = RATE * max(0.01, 1 - step / options.steps)
        own, other = torch.randint(len(rows), (BATCH - spoken,)), torch.randint(len(spoken_rows), (spoken,))
        picked = torch.cat([rows[own], spoken_rows[other]]).float()
        loss = F.cross_entropy(head(picked), torch.cat([tags[own], spoken_tags[other]]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        mean.update_parameters(head)
    report("after", mean.module)
    file_head.transform, file_head.activation = linear(mean.module.transform), pipit.format.RELU
    file_head.output = linear(mean.module.output)
    print(f"{options.model}: {pipit.format.write(model, options.model):,} bytes")


if __name__ == "__main__":
    main()
