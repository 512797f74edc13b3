"""Last stage: the head fill on everyday text, on the finished encoder, into a finished file.

    python -m stages.fit_fill ../base.pipit

The network has learnt to guess pieces of books and dialogues, a seventh of them hidden; what is asked is one word of a
short everyday sentence (tasks/masked.py). The rows of such masks are made once and kept, so the transform and its norm
learn in minutes. All other heads keep their bits.
"""

import argparse
import math
from pathlib import Path

import torch
from torch.nn import functional as F

import pipit.format
from model import frozen, shipped, training
from model.network import HeadWeights
from pipit.format import tensors
from pipit.format.rules import Role
from stages.export import linear
from tasks import data
from tasks.masked import Masked, judged_sentences, sentences

NAME = "fill"
BATCH, RATE = 384, 1e-3
CHECK = 300
TOP = 5
# Sentences hide rare words rather than frequent ones; of what they hide the frequent ones are drawn more often.
USUAL, POWER = 20, 0.3


class Masks:
    """The rows of masks, int8 with a scale, and the pieces behind them."""

    def __init__(self, encoder, masked: Masked):
        self.rows = frozen.rows_at(encoder, masked.ids, masked.places)
        self.truths = torch.tensor(masked.truths)

    def __len__(self) -> int:
        return len(self.truths)

    def shares(self, vocabulary: int) -> torch.Tensor:
        """How often each is drawn."""
        return (USUAL + torch.bincount(self.truths, minlength=vocabulary).float()[self.truths]) ** POWER


class Guesser(torch.nn.Module):
    """The head with the token table as its matrix."""

    def __init__(self, head: HeadWeights, table: torch.Tensor):
        super().__init__()
        self.head = head
        self.register_buffer("table", table)

    def forward(self, rows):
        return self.head(rows) @ self.table.t()


def judged(guesser: Guesser, masks: Masks, words: slice) -> str:
    """The share of masks whose word is among the five best, and the mean loss."""
    hits, losses = [], []
    with torch.inference_mode():
        for begin in range(0, len(masks), 1000):
            part = slice(begin, begin + 1000)
            z, truth = guesser(masks.rows.at(part)), masks.truths[part]
            losses.append(F.cross_entropy(z, truth, reduction="none"))
            hits.append((z[:, words].topk(TOP).indices + words.start == truth[:, None]).any(1))
    return f"top {TOP} {torch.cat(hits).float().mean():.3f}, loss {torch.cat(losses).mean():.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--steps", type=int, default=900)
    parser.add_argument("--lines", type=int, help="sentences, at most: for a rehearsal")
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(data.THREADS)
    model = pipit.format.read(options.model)
    encoder = frozen.encoder_of(options.model)
    words = slice(5, 5 + len(model.vocabulary.words))
    whole = range(words.start, words.stop)
    masked = Masked(sentences(5)[: options.lines], whole, 6)
    train = Masks(encoder, masked)
    held = Masks(encoder, Masked(judged_sentences(), whole, 8, masked.counts))
    head = model.head(NAME)
    guesser = Guesser(frozen.head_of(head, encoder.shape), shipped.float_of(model.tensor(Role.TOKEN_TABLE)))
    print(f"{len(train)} masks; {len(held)} held back: {judged(guesser, held, words)}", flush=True)
    mean = torch.optim.swa_utils.AveragedModel(guesser, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99))
    optimizer = torch.optim.AdamW(guesser.parameters(), lr=RATE, betas=(0.9, 0.99), weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / 100, 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * s / options.steps)))
    )
    shares = train.shares(model.config.vocabulary_size)
    for step in range(options.steps):
        picked = torch.multinomial(shares, min(BATCH, len(train)), replacement=True).numpy()
        loss = F.cross_entropy(guesser(train.rows.at(picked)), train.truths[picked])
        training.take_step(loss, guesser, optimizer, schedule)
        mean.update_parameters(guesser)
        if (step + 1) % CHECK == 0 or step + 1 == options.steps:
            print(f"step {step + 1}: {judged(mean.module, held, words)}", flush=True)
    made = mean.module.head
    head.transform = linear(made.transform)
    head.transform_norm = tensors.float32(torch.stack([made.norm.weight, made.norm.bias]).detach().numpy())
    print(f"{options.model}: {pipit.format.write(model, options.model):,} bytes")


if __name__ == "__main__":
    main()
