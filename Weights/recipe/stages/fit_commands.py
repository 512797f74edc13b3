"""Last stage: HWU64's two heads again, on the finished encoder, into a finished file.

    python -m stages.fit_commands ../home.pipit

Tags get a layer of their own between rows and labels. Both heads learn from the set's rows, copies of them with other
values, and what the heads before said, which a teacher's answers had taught them. First without the validation rows,
which judge and set the threshold of out of scope; then with them. All other heads keep their bits.
"""

import argparse
import math
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import pipit.format
from judging import measure
from model import frozen
from model.encoder import Shape
from model.network import HeadWeights
from stages.export import linear
from tasks import answer_texts, commands, data, heads, text
from tasks.tag_rules import TagRules

COPIES = 4
GROUP = 48
BATCH_OF_STATES, BATCH_OF_TEXTS = 512, 256
INTENT_STEPS, INTENT_RATE = 500, 1e-3
SLOT_STEPS, SLOT_RATE = 1500, 4e-3
# What is added to the bias of O: on validation nothing between 0 and 0.6 is better by more than half a point.
BIAS = 0.2
# What the answers of the head before count beside the truth.
BEFORE_OF_INTENTS, BEFORE_OF_SLOTS = 1.0, 0.5


@dataclass
class Read:
    """What the encoder makes of texts: pooled states `[texts, width]` and the rows of all words, one text behind the
    other."""

    states: torch.Tensor
    rows: torch.Tensor
    counts: np.ndarray

    @classmethod
    def of(cls, encoder, texts: list[str]) -> "Read":
        ids, starts = text.encode(text.tokenizer(), texts)
        rows = frozen.half_rows(encoder, ids, starts)
        return cls(torch.from_numpy(frozen.pooled_of(encoder, ids)), rows, np.array([len(s) for s in starts]))

    def split(self, rows: torch.Tensor) -> list[np.ndarray]:
        """What belongs to words, by texts."""
        return np.split(rows.numpy(), np.cumsum(self.counts)[:-1])


def fitted(head: HeadWeights, steps: int, rate: float, loss_of) -> HeadWeights:
    """The running mean of a head that takes some steps."""
    draw = np.random.default_rng(1)
    mean = torch.optim.swa_utils.AveragedModel(head, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99))
    optimizer = torch.optim.AdamW(head.parameters(), lr=rate, betas=(0.9, 0.99), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / 50, 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * s / steps)))
    )
    for _ in range(steps):
        loss = loss_of(head, draw)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        mean.update_parameters(head)
    return mean.module.requires_grad_(False).eval()


def answered(logits: torch.Tensor, truth: torch.Tensor, before: torch.Tensor, share: float) -> torch.Tensor:
    """Cross-entropy to the truth, and to what another head says."""
    return F.cross_entropy(logits, truth) + share * F.cross_entropy(logits, before.softmax(1))


def fit_intents(before: HeadWeights, shape: Shape, states: torch.Tensor, labels: torch.Tensor) -> HeadWeights:
    head = frozen.head_like(heads.Head(before.head.name, heads.SEQUENCE, before.head.labels, 0, True, GROUP), shape)
    head.load_state_dict(before.state_dict())

    def loss_of(head, draw):
        picked = draw.integers(0, len(labels), BATCH_OF_STATES)
        return answered(head(states[picked]), labels[picked], before(states[picked]), BEFORE_OF_INTENTS)

    return fitted(head, INTENT_STEPS, INTENT_RATE, loss_of)


def fit_slots(before: HeadWeights, shape: Shape, hidden: int, read: Read, tags: torch.Tensor) -> HeadWeights:
    head = frozen.head_like(heads.Head(before.head.name, heads.BIO, before.head.labels, hidden, group=GROUP), shape)
    head.output.group = GROUP
    rules, first = TagRules(head.head.labels), np.concatenate([[0], np.cumsum(read.counts)])

    def loss_of(head, draw):
        picked = draw.integers(0, len(read.counts), BATCH_OF_TEXTS)
        words = np.concatenate([np.arange(first[i], first[i + 1]) for i in picked])
        rows, truth = read.rows[words].float(), tags[words]
        logits = head(rows)
        paths = rules.path_loss(logits, truth, read.counts[picked])
        return paths + answered(logits, truth, before(rows), BEFORE_OF_SLOTS)

    made = fitted(head, SLOT_STEPS, SLOT_RATE, loss_of)
    made.output.bias[0] += BIAS
    return made


def learnt_rows(splits: list[str]) -> tuple[list[tuple], list[str]]:
    """Words, tags and intent of rows and of their copies, and texts out of scope."""
    draw = random.Random(3)
    rows = [row for split in splits for row in commands.examples(split)]
    values = commands.slot_values(commands.examples("train"))
    copies = [row for copy in range(COPIES) for row in answer_texts.exchanged(rows, values, draw, copy)]
    # Words that the tokenizer drops would leave their tags behind.
    kept = [row for row in rows + copies if all(map(text.leaves_pieces, row[0]))]
    return kept, answer_texts.outside(draw)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument(
        "--heads", nargs=2, default=["intent.assistant", "slots.assistant"], metavar=("INTENTS", "SLOTS")
    )
    parser.add_argument("--hidden", type=int, default=96, help="width of the layer of tags")
    parser.add_argument("--kept", type=float, default=0.995, help="share of the validation rows that stays in scope")
    parser.add_argument("--lines", type=int, help="at most: for a rehearsal")
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(data.THREADS)
    model = pipit.format.read(options.model)
    encoder = frozen.encoder_of(options.model)
    shape = encoder.shape
    intents, slots = map(model.head, options.heads)
    numbers = {tag: number for number, tag in enumerate(slots.labels)}
    before_intents = frozen.head_of(intents, shape).requires_grad_(False).eval()
    before_slots = frozen.head_of(slots, shape).requires_grad_(False).eval()
    held = commands.examples("valid")
    own = Read.of(encoder, [" ".join(words) for words, _, _ in held])
    strange = Read.of(encoder, commands.out_of_scope("valid")).states

    def fit(splits: list[str]) -> tuple[HeadWeights, HeadWeights]:
        rows, outside = learnt_rows(splits)
        rows, outside = rows[: options.lines], outside[: options.lines]
        read = Read.of(encoder, [" ".join(words) for words, _, _ in rows])
        states = torch.cat([read.states, Read.of(encoder, outside).states])
        labels = [intents.labels.index(intent) for _, _, intent in rows] + [len(intents.labels)] * len(outside)
        tags = torch.tensor([numbers.get(tag, 0) for _, row, _ in rows for tag in row])
        return (
            fit_intents(before_intents, shape, states, torch.tensor(labels)),
            fit_slots(before_slots, shape, options.hidden, read, tags),
        )

    def report(title: str, intent_head: HeadWeights, slot_head: HeadWeights) -> float:
        """Prints the scores on validation; the threshold that keeps enough of its rows."""
        logits = intent_head(own.states).numpy()
        scores = measure.commands(logits, own.split(slot_head(own.rows.float())), held, intents.labels, slots.labels)
        inside = measure.outside_probability(logits)
        scores |= measure.rejection(inside, measure.outside_probability(intent_head(strange).numpy()), options.kept)
        print(f"{title}: {measure.line(scores)}", flush=True)
        return scores["threshold"]

    report("before", before_intents, before_slots)
    threshold = report("without the validation rows", *fit(["train"]))
    made = fit(["train", "valid"])
    intents.output, intents.threshold = linear(made[0].output), float(np.float32(threshold))
    slots.transform, slots.activation = linear(made[1].transform), pipit.format.RELU
    slots.output = linear(made[1].output)
    print(f"{options.model}: {pipit.format.write(model, options.model):,} bytes")


if __name__ == "__main__":
    main()
