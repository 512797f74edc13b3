"""Last stage: HWU64's two heads again, on the finished encoder, into a finished file.

    python -m stages.finetune_teacher commands           and once more with --seed 2
    python -m stages.teacher_answers commands commands_valid
    python -m stages.fit_commands ../home.pipit

Tags get a layer of their own between rows and labels. Both heads learn from the teachers' answers to the set's rows, to
copies of them with other values or words, and to texts of other sets, and from the truth where it is known. First
without the validation rows, which judge and set the threshold of out of scope; then with them. All other heads keep
their bits.
"""

import argparse
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import pipit.format
from judging import measure
from model import frozen
from model.encoder import Shape
from model.network import HeadWeights
from stages.export import put_weights
from tasks import commands, data, heads, text
from tasks.sets import answer_loss, as_float
from tasks.tag_rules import TagRules

GROUP = 48
BATCH_OF_STATES, BATCH_OF_TEXTS = 512, 256
INTENT_STEPS, INTENT_RATE = 800, 1e-3
SLOT_STEPS, SLOT_RATE = 3000, 4e-3
# What is added to the bias of O: on validation nothing between 0 and 0.6 is better by more than half a point.
BIAS = 0.2
# What the truth counts where it is known; the rest is the teachers'.
TRUST = 0.5


@dataclass
class Read:
    """What the encoder makes of texts: pooled states `[texts, width]` and the rows of all words, one text behind the
    other."""

    states: torch.Tensor
    rows: torch.Tensor
    counts: np.ndarray

    @classmethod
    def of(cls, encoder, ids: list[np.ndarray], starts: list[np.ndarray]) -> "Read":
        rows = frozen.half_rows(encoder, ids, starts)
        return cls(torch.from_numpy(frozen.pooled_of(encoder, ids)), rows, np.array([len(s) for s in starts]))

    @classmethod
    def of_texts(cls, encoder, texts: list[str]) -> "Read":
        return cls.of(encoder, *text.encode(text.tokenizer(), texts))

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


class Answers:
    """Texts as the encoder reads them, with labels and tags, −1 where they are not known, and the teachers' answers."""

    def __init__(self, encoder, tasks: list[str], limit: int | None):
        read, parts = [], []
        for task in tasks:
            stored = np.load(data.WORK / "answers" / f"{task}.npz")
            ids = np.split(stored["ids"].astype(np.int32), np.cumsum(stored["pieces"])[:-1])[:limit]
            starts = np.split(stored["places"], np.cumsum(stored["words"])[:-1])[:limit]
            read.append(Read.of(encoder, ids, starts))
            words = read[-1].counts.sum()
            of_texts, of_words = (stored["label"], stored["logits"]), (stored["tags"], stored["tag_logits"])
            parts.append([one[:limit] for one in of_texts] + [one[:words] for one in of_words])
        self.read = Read(
            torch.cat([one.states for one in read]),
            torch.cat([one.rows for one in read]),
            np.concatenate([one.counts for one in read]),
        )
        labels, self.logits, tags, self.tag_logits = map(np.concatenate, zip(*parts, strict=True))
        self.labels, self.tags = torch.from_numpy(labels), torch.from_numpy(tags)


def fit_intents(before: HeadWeights, shape: Shape, answers: Answers) -> HeadWeights:
    """Goes on from the head of the file: where that one has learnt from validation rows, their scores are too good."""
    head = frozen.head_like(heads.Head(before.head.name, heads.SEQUENCE, before.head.labels, 0, True, GROUP), shape)
    head.load_state_dict(before.state_dict())

    def loss_of(head, draw):
        picked = draw.integers(0, len(answers.labels), BATCH_OF_STATES)
        logits, said = head(answers.read.states[picked]), as_float(answers.logits[picked])
        return answer_loss(logits, said, answers.labels[picked], TRUST)

    return fitted(head, INTENT_STEPS, INTENT_RATE, loss_of)


def fit_slots(before: HeadWeights, shape: Shape, hidden: int, answers: Answers) -> HeadWeights:
    head = frozen.head_like(heads.Head(before.head.name, heads.BIO, before.head.labels, hidden, group=GROUP), shape)
    head.output.group = GROUP
    counts = answers.read.counts
    rules, first = TagRules(head.head.labels), np.concatenate([[0], np.cumsum(counts)])

    def loss_of(head, draw):
        picked = draw.integers(0, len(counts), BATCH_OF_TEXTS)
        words = np.concatenate([np.arange(first[i], first[i + 1]) for i in picked])
        logits, truth = head(answers.read.rows[words].float()), answers.tags[words]
        known = (answers.tags[first[picked]] >= 0).numpy()
        chosen = torch.from_numpy(np.repeat(known, counts[picked]))
        paths = rules.path_loss(logits[chosen], truth[chosen], counts[picked][known])
        return paths + answer_loss(logits, as_float(answers.tag_logits[words]), truth, TRUST)

    made = fitted(head, SLOT_STEPS, SLOT_RATE, loss_of)
    made.output.bias[0] += BIAS
    return made


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
    before_intents = frozen.head_of(intents, shape).requires_grad_(False).eval()
    before_slots = frozen.head_of(slots, shape).requires_grad_(False).eval()
    held = commands.examples("valid")
    own = Read.of_texts(encoder, [" ".join(words) for words, _, _ in held])
    strange = Read.of_texts(encoder, commands.out_of_scope("valid")).states

    def fit(tasks: list[str]) -> tuple[HeadWeights, HeadWeights]:
        answers = Answers(encoder, tasks, options.lines)
        return (
            fit_intents(before_intents, shape, answers),
            fit_slots(before_slots, shape, options.hidden, answers),
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
    threshold = report("without the validation rows", *fit(["commands"]))
    made = fit(["commands", "commands_valid"])
    intents.threshold = float(np.float32(threshold))
    for head, weights in zip((intents, slots), made, strict=True):
        put_weights(head, weights)
    print(f"{options.model}: {pipit.format.write(model, options.model):,} bytes")


if __name__ == "__main__":
    main()
