"""Last stage: the head qa anew on the finished encoder, with scores that mean something, into a finished file.

    python -m stages.fit_answers ../pipit.pipit

The head learns from the encoder's rows as they are, by the share of the right span among all spans of a window and that
there is none, which is what the score of an answer is (HEADS.md, kind 4). How sharp the shares are (the temperature, by
which the output is divided) and below which an answer is withheld are set on validation splits. All other heads keep
their bits.
"""

import argparse
import math
from pathlib import Path

import numpy as np
import torch

import pipit.format
from judging.spans import exact_and_f1
from model import frozen, training
from stages.export import head_of
from tasks import answers, cloze, data, heads, licences, sets
from tasks.text import padded

NAME = "qa"
SETS = ("squad", "squadshifts_short")
TEMPERATURES = np.arange(0.7, 3.01, 0.05)
# Of answers with a score above SURE at most WRONG may be wrong; none is given where no more than RIGHT would be right.
SURE, WRONG, RIGHT = 0.9, 0.08, 0.08


class Windows:
    """Windows of questions with their rows, and the loss of a head on some of them."""

    def __init__(self, encoder, found, continuations: np.ndarray):
        self.ids = [ids for ids, _, _ in found]
        self.shifts = torch.tensor([shift for _, shift, _ in found])
        self.truths = torch.tensor([truth for _, _, truth in found])
        self.rows = frozen.pair_rows(encoder, self.ids, [shift for _, shift, _ in found])
        self.starts = [~continuations[ids & ~sets.text.CAPITAL] for ids in self.ids]

    def loss(self, head, picked) -> torch.Tensor:
        """−log of the share of the right span among all spans and none."""
        z = head(self.rows.padded(picked))
        n = z.shape[1]
        lengths = torch.tensor([len(self.ids[i]) for i in picked])
        starts = padded([self.starts[i] for i in picked]).bool()
        place = torch.arange(n)
        inside = (place >= self.shifts[picked][:, None]) & (place < lengths[:, None] - 1)
        ends = torch.cat([starts[:, 1:], torch.ones(len(picked), 1, dtype=torch.bool)], 1) & inside
        near = (place >= place[:, None]) & (place < place[:, None] + answers.LONGEST_ANSWER)
        may = near & (starts & inside)[:, :, None] & ends[:, None, :]
        may[:, 0, 0] = True
        truth = self.truths[picked]
        which = torch.arange(len(picked))
        may[which, truth[:, 0], truth[:, 1]] = True
        spans = (z[:, :, None, 0] + z[:, None, :, 1]).masked_fill(~may, -1e4).flatten(1)
        return torch.nn.functional.cross_entropy(spans, truth[:, 0] * n + truth[:, 1])


def fitted(head: heads.Head, shape, train: Windows, steps: int, batch: int, rate: float) -> torch.nn.Module:
    """A new head, trained through the engine's arithmetic; a running mean of its weights."""
    made = frozen.head_like(head, shape)
    mean = torch.optim.swa_utils.AveragedModel(made, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998))
    optimizer = torch.optim.AdamW(made.parameters(), lr=rate, betas=(0.9, 0.99), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / 200, 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * s / steps)))
    )
    pool, losses = sets.Pool([len(ids) for ids in train.ids], batch, 1), 0.0
    for step in range(steps):
        loss = train.loss(made, pool.next())
        training.take_step(loss, made, optimizer, schedule)
        mean.update_parameters(made)
        losses = 0.98 * losses + 0.02 * loss.item()
        if (step + 1) % 500 == 0:
            print(f"step {step + 1}: loss {losses / (1 - 0.98 ** (step + 1)):.3f}", flush=True)
    return mean.module.eval()


class Judged:
    """The validation questions, and what a head finds."""

    def __init__(self, encoder, names=SETS):
        self.questions = [question for name in names for question in answers.questions(name, "valid")]
        windows = [window for question in self.questions for window in question.windows]
        self.rows = frozen.pair_rows(encoder, [w.ids for w in windows], [w.shift for w in windows])

    def ask(self, head) -> tuple[list[answers.Found], np.ndarray, np.ndarray]:
        """The best span of each question, whether it matches exactly, and its F1."""
        found, at = [], 0
        with torch.inference_mode():
            for question in self.questions:
                count = len(question.windows)
                logits = [head(self.rows.padded([i]))[0].numpy() for i in range(at, at + count)]
                found.append(answers.best_span(question, logits))
                at += count
        pairs = [exact_and_f1(one.words, q.answer) for one, q in zip(found, self.questions, strict=True)]
        return found, np.array([exact for exact, _ in pairs]), np.array([f1 for _, f1 in pairs])


def temperature(found: list[answers.Found], right: np.ndarray) -> float:
    """The one of best likelihood of those by which hardly any sure answer is wrong."""
    fit, best = np.inf, float(TEMPERATURES[-1])
    for candidate in map(float, TEMPERATURES):
        scores = np.array([one.score(candidate) for one in found])
        sure = scores > SURE
        if sure.any() and np.mean(~right[sure]) > WRONG:
            continue
        loss = -np.mean(np.where(right, np.log(scores), np.log1p(-np.minimum(scores, 1 - 1e-9))))
        if loss < fit:
            fit, best = loss, candidate
    return best


def threshold(scores: np.ndarray, right: np.ndarray) -> float:
    """The highest score, in hundredths, below which no more than RIGHT of the answers is right."""
    found = [s for s in np.arange(0.01, 0.5, 0.01) if (scores < s).any() and right[scores < s].mean() <= RIGHT]
    return float(max(found, default=0.0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--made", type=int, default=16_000, help="questions made of statements")
    parser.add_argument("--hidden", type=int, default=32, help="width of the transform")
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(data.THREADS)
    model = pipit.format.read(options.model)
    encoder = frozen.encoder_of(options.model)
    head = heads.Head(NAME, heads.SPAN, hidden=options.hidden, group=48)
    tables = [data.read_table(name, "train") for name in SETS if licences.may_train_on(name)]
    found = sets.SpanSet(head, [*tables, cloze.rows(options.made, 11)]).windows
    words = 5 + len(model.vocabulary.words)
    train = Windows(encoder, found, np.arange(model.config.vocabulary_size) >= words)
    print(f"{len(found)} windows", flush=True)
    made = fitted(head, encoder.shape, train, options.steps, 48, 2e-3)
    judged = Judged(encoder)
    spans, exact, f1 = judged.ask(made)
    sharpness = temperature(spans, exact)
    scores = np.array([span.score(sharpness) for span in spans])
    least = threshold(scores, exact)
    sure = scores > SURE
    print(
        f"valid: exact {exact.mean():.3f}, F1 {f1.mean():.3f}; temperature {sharpness:.2f}, null below {least:.2f}, "
        f"{np.mean(scores < least):.3f} of the questions; above {SURE} {sure.sum()}, wrong {(~exact[sure]).sum()}"
    )
    with torch.no_grad():
        made.output.weight /= sharpness
        made.output.bias /= sharpness
    written = head_of(head, made)
    written.threshold = float(np.float32(1 - least))
    model.heads = [written if other.name == NAME else other for other in model.heads]
    print(f"{options.model}: {pipit.format.write(model, options.model):,} bytes")


if __name__ == "__main__":
    main()
