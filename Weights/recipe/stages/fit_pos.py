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
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import pipit.format
from model import frozen
from model.network import SegmentedEncoder
from stages.export import put_weights
from tasks import data, heads, sets, text

NAME, SET = "pos", "ud_ewt_pos"
GROUP = 48  # inputs that share a scale
STEPS, BATCH, RATE = 5000, 4096, 5e-3
# What everyday sentences count, and how many of them judge.
EVERYDAY_SHARE, HELD = 0.15, 2000
# Of everyday sentences: without capitals, without the first one, without the full stop.
SMALL, SMALL_FIRST, OPEN_END = 0.35, 0.25, 0.2

Examples = tuple[torch.Tensor, torch.Tensor]
# What becomes of the marked ids of a sentence, given the first pieces of its words and their tags: the ids that are
# read, and how many of the words are left.
Typing = Callable[[np.ndarray, list[int], list[str]], tuple[np.ndarray, int]]


def as_written(ids: np.ndarray, places: list[int], tags: list[str]) -> tuple[np.ndarray, int]:
    return ids, len(places)


def without_first_capital(ids: np.ndarray, places: list[int], tags: list[str]) -> tuple[np.ndarray, int]:
    ids[1] &= ~text.CAPITAL
    return ids, len(places)


def as_people_type(draw: random.Random) -> Typing:
    """In several ways, by chance."""

    def typed(ids: np.ndarray, places: list[int], tags: list[str]) -> tuple[np.ndarray, int]:
        kind = draw.random()
        if kind < SMALL:
            return ids & ~np.int32(text.CAPITAL), len(places)
        if kind < SMALL + SMALL_FIRST:
            return without_first_capital(ids, places, tags)
        if kind > 1 - OPEN_END and len(places) > 1 and tags[-1] == "PUNCT" and places[-1] == len(ids) - 2:
            return np.concatenate([ids[:-2], ids[-1:]]), len(places) - 1
        return ids, len(places)

    return typed


def rows_and_tags(encoder: SegmentedEncoder, labels: list[str], tagged: Iterable, typed: Typing) -> Examples:
    """The encoder's rows of all words of sentences, pairs of tokens and tags, and the numbers of these tags."""
    splitter = text.tokenizer(sets.LONGEST)
    lines, places, numbers = [], [], []
    # In this order, since training draws by place.
    for sentence, tags in sorted(tagged, key=lambda line: len(line[0])):
        tags = tags.split(" ")
        found, owners, ids = sets.pieces_with_tokens(splitter, sentence)
        if not found or max(owners) >= len(tags) or not set(tags) <= set(labels):
            continue
        ids, count = typed(ids, found, tags)
        numbers += [labels.index(tags[owner]) for owner in owners[:count]]
        lines.append(ids)
        places.append(found[:count])
    return frozen.half_rows(encoder, lines, places), torch.tensor(numbers)


def sentences_of(split: str) -> list[tuple[str, str]]:
    """Tokens and tags of UD-EWT."""
    return [(row["tokens"], row["upos"]) for row in data.read_table(SET, split)]


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
    learnt = [
        rows_and_tags(encoder, labels, sentences_of("train"), typed) for typed in (as_written, without_first_capital)
    ]
    rows, tags = (torch.cat(parts) for parts in zip(*learnt, strict=True))
    with lzma.open(data.WORK / "words.jsonl.xz", "rt", encoding="utf-8") as file:
        tagged = [json.loads(line) for line in file]
    spoken_rows, spoken_tags = rows_and_tags(encoder, labels, tagged[HELD:], as_people_type(random.Random(1)))
    held = {
        name: rows_and_tags(encoder, labels, lines, typed)
        for name, lines, typed in (
            ("validation split", sentences_of("valid"), as_written),
            ("the same without first capitals", sentences_of("valid"), without_first_capital),
            ("everyday sentences, as the tagger tags them", tagged[:HELD], as_people_type(random.Random(2))),
        )
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
    put_weights(file_head, mean.module)
    print(f"{options.model}: {pipit.format.write(model, options.model):,} bytes")


if __name__ == "__main__":
    main()
