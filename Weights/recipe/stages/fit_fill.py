"""Last stage: layers of masked words, and the head fill that reads them, into a finished file.

    python -m stages.fit_fill ../pipit.pipit

The network has learnt many things beside the pieces of books and dialogues, a seventh of them hidden; what is asked is
one word of a short everyday sentence (tasks/masked.py). Its layers, or the last of them, are copied and trained for
that alone, in 4 bits; @fill reads these in place of the others (Sources/PipitCore/Model/FORMAT.md). The token table
stays, and so do all bits that other heads read. A run that was stopped goes on from work/fill_NAME.pt.
"""

import argparse
import copy
import math
import random
from pathlib import Path

import torch
from torch.nn import functional as F
from tqdm import tqdm

import pipit.format
from model import frozen, shipped, training
from pipit.format.rules import Role
from stages.export import block_tensors, put_weights
from tasks import data, heads
from tasks.masked import EverydaySet, Masked, any_text, held_sentences, judged_sentences, sentences
from tasks.sets import FillSet
from tasks.text import padded

NAME = "fill"
BATCH, ANY_BATCH, RATE = 256, 48, 2e-3
ANY_LINES, ANY_SHARE = 150_000, 0.1
GROUP = 48  # inputs that share a scale
CHECK = 1000
TOP = 5


class MaskPath(torch.nn.Module):
    """What @fill passes through: the embeddings and first layers of a file, its last layers as copies that learn, and
    the head, with the token table as its matrix."""

    loses_pieces = False

    def __init__(self, model: pipit.format.Model, path: Path, layers: int):
        super().__init__()
        self.encoder = frozen.encoder_of(path)
        blocks = self.encoder.blocks
        self.own = torch.nn.ModuleList(copy.deepcopy(block) for block in blocks[len(blocks) - layers :])
        for block in self.own.requires_grad_(True):
            for part in (block.query, block.attention_output, block.convolution_output):
                part.group = GROUP
        self.encoder.blocks = torch.nn.ModuleList([*blocks[: len(blocks) - layers], *self.own])
        head = model.head(NAME)
        self.head = frozen.head_of(head, self.encoder.shape, head.transform.group)
        self.register_buffer("tokens", shipped.float_of(model.tensor(Role.TOKEN_TABLE)))

    def __getitem__(self, name: str):
        return self.head

    def table(self):
        return self.tokens


@torch.inference_mode()
def judged(path: MaskPath, masks: Masked, words: slice) -> str:
    """The share of masks whose word is among the five best, and the mean loss."""
    hits, losses = [], []
    path.eval()
    for begin in range(0, len(masks.ids), 256):
        part = slice(begin, begin + 256)
        truth, places = torch.tensor(masks.truths[part]), torch.tensor(masks.places[part])
        states = path.encoder(padded(masks.ids[part]))[0][torch.arange(len(truth)), places]
        z = path.head(states) @ path.tokens.t()
        losses.append(F.cross_entropy(z, truth, reduction="none"))
        hits.append((z[:, words].topk(TOP).indices + words.start == truth[:, None]).any(1))
    path.train()
    return f"top {TOP} {torch.cat(hits).float().mean():.3f}, loss {torch.cat(losses).mean():.3f}"


def put(model: pipit.format.Model, path: MaskPath) -> None:
    """Gives a file these layers, in place of those it had, and the head."""
    first = model.config.layers
    for role, index in [key for key in model.tensors if key[1] >= first and Role.NORM <= key[0] < Role.FINAL_NORM]:
        del model.tensors[role, index]
    model.config.mask_layers = len(path.own)
    for number, block in enumerate(path.own):
        for role, tensor in block_tensors(block).items():
            model.tensors[role, first + number] = tensor
    put_weights(model.head(NAME), path.head)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--layers", type=int, default=2, help="how many of the last have a copy")
    parser.add_argument("--steps", type=int, default=15_000)
    parser.add_argument("--lines", type=int, help="sentences, at most: for a rehearsal")
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(data.THREADS)
    model = pipit.format.read(options.model)
    words = slice(5, 5 + len(model.vocabulary.words))
    whole = range(words.start, words.stop)
    everyday = EverydaySet(sentences(5)[: options.lines], whole, BATCH, 1)
    other = FillSet(heads.Head(NAME, heads.FILL), any_text(3, options.lines or ANY_LINES), ANY_BATCH, 2)
    held = {
        "everyday": Masked(held_sentences(), whole, 9, everyday.counts),
        "other": Masked(judged_sentences(), whole, 8, everyday.counts),
    }
    path = MaskPath(model, options.model, options.layers)
    mean = torch.optim.swa_utils.AveragedModel(path, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995))

    def report(step: int) -> None:
        scores = "; ".join(f"{name} {judged(mean.module, masks, words)}" for name, masks in held.items())
        print(f"step {step}: {scores}", flush=True)

    print(f"{len(everyday)} sentences", flush=True)
    report(0)
    learning = [p for p in path.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=RATE, betas=(0.9, 0.98), weight_decay=0.005)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / 200, 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * s / options.steps)))
    )
    saved, first = data.WORK / f"fill_{options.model.stem}.pt", 0
    learners = {"path": path, "mean": mean, "optimizer": optimizer, "schedule": schedule}
    if saved.exists():
        state = torch.load(saved)
        first = state.pop("steps")
        for name, part in state.items():
            learners[name].load_state_dict(part)
    draw = random.Random(1 + first)
    for step in tqdm(range(first, options.steps), initial=first, total=options.steps, mininterval=10):
        training.take_step((other if draw.random() < ANY_SHARE else everyday).loss(path), path, optimizer, schedule)
        mean.update_parameters(path)
        if (step + 1) % CHECK == 0 or step + 1 == options.steps:
            report(step + 1)
            torch.save({name: part.state_dict() for name, part in learners.items()} | {"steps": step + 1}, saved)
    put(model, mean.module)
    print(f"{options.model}: {pipit.format.write(model, options.model):,} bytes")


if __name__ == "__main__":
    main()
