"""What each part of the network earns: short trainings, alike but for one thing, judged on validation splits.

    python -m studies.ablate              work/ablations.jsonl, resumable: a variant and seed that is there is left
    alone python -m studies.ablate --table      the table of ABLATIONS.md from that file

Every run is float: first the teacher's sentence vectors (stage A, STS-B is judged after it, untrained), then four heads
at once with true labels alone (stage B): CLINC150, SNIPS slots, UD-EWT parts of speech, SST-2. Bytes are those of the
file's table, blocks and projection, int8 with the table at 4 bits, without heads and vocabulary.
"""

import argparse
import math
import random

import numpy as np
import torch
from torch.nn import functional as F

from judging import judge
from model import training
from model.encoder import Shape
from model.network import Network, SegmentedEncoder
from stages import initialize
from tasks import data, heads, sets, text

# Name: (what differs from the first). Unknown to Shape: causal, residual, pooling "first", pca, capitals, distil (share
# of stage A), rounded (the table, after stage A; else float).
VARIANTS = {
    "two blocks, rank 64": {},
    "capitals marked": {"capitals": True},
    "no block: the mean of embeddings": {"layers": 0},
    "one block": {"layers": 1},
    "three blocks": {"layers": 3},
    "the published block, distilled": {"causal": True, "residual": False, "heads": 1, "pooling": "first", "kernel": 31},
    "that, random table, no distillation": {
        "causal": True,
        "residual": False,
        "heads": 1,
        "pooling": "first",
        "kernel": 31,
        "pca": False,
        "distil": 0.0,
    },
    "no distillation": {"distil": 0.0},
    "random table": {"pca": False},
    "masked words in half the first stage": {"distil": 0.5},
    "rank 96": {"rank": 96},
    "rank 32": {"rank": 32},
    "one block, rank 80": {"layers": 1, "rank": 80},
    "no residual path": {"residual": False},
    "causal convolution": {"causal": True},
    "position 0 in place of the mean": {"pooling": "first"},
    "one attention head": {"heads": 1},
    "width 192, rank 40": {"width": 192, "rank": 40},
    "width 96, rank 82": {"width": 96, "rank": 82},
    "vocabulary of 4,096, rank 128": {"vocabulary": 4096, "rank": 128},
    "kernel size 3": {"kernel": 3},
    "kernel size 15": {"kernel": 15},
    "rank 64, table rounded to 4 bits": {"rounded": True},
    "rank 32, table rounded to 8 bits": {"rounded": True, "table_bits": 8, "rank": 32},
}
BASE = {
    "vocabulary": 8192,
    "rank": 64,
    "width": 144,
    "layers": 2,
    "kernel": 7,
    "heads": 3,
    "causal": False,
    "residual": True,
    "pooling": "mean",
    "pca": True,
    "distil": 1.0,
    "capitals": False,
    "table_bits": 4,
    "rounded": False,
}
STEPS_A, STEPS_B = 1200, 1800


class VariedEncoder(SegmentedEncoder):
    """The encoder with the published block's ways where a variant asks for them."""

    def __init__(self, shape: Shape, options: dict):
        super().__init__(shape)
        self.options = options
        for block in self.blocks:
            block.left = shape.kernel - 1 if options["causal"] else (shape.kernel - 1) // 2

    def forward(self, ids):
        if not self.options["capitals"]:
            ids = ids & ~text.CAPITAL
        hidden = (ids == 0)[:, None, None, :]
        x = self.embed(ids)
        for block in self.blocks:
            x = x + block(x, hidden) if self.options["residual"] else block(x, hidden)
        x = F.rms_norm(x, (self.shape.width,), self.gain, self.shape.epsilon)
        seen = (ids != 0).to(x.dtype)
        return x, x[:, 0] if self.options["pooling"] == "first" else (x * seen[..., None]).sum(1) / seen.sum(
            1, keepdim=True
        )


def network_of(options: dict, seed: int, all_heads):
    shape = Shape(**{k: options[k] for k in ("vocabulary", "rank", "width", "layers", "kernel", "heads", "table_bits")})
    network = Network(shape, all_heads)
    network.encoder = VariedEncoder(shape, options)
    started = initialize.start(shape, seed)
    if not options["pca"]:
        torch.nn.init.normal_(started.table)
    network.encoder.load_state_dict(started.state_dict(), strict=False)
    return network


def train(network, drawn, shares, steps: int, rate: float, seed: int):
    """AdamW with a cosine to zero."""
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / 100, 0.5 * (1 + math.cos(math.pi * min(1.0, s / steps))))
    )
    draw = random.Random(seed)
    for _ in range(steps):
        loss = draw.choices(drawn, shares)[0].loss(network)
        training.take_step(loss, network, optimizer, schedule)


def encoder_bytes(options: dict) -> int:
    d, r = options["width"], options["rank"]
    return (
        options["vocabulary"] * (r * options["table_bits"] // 8 + 2)
        + d * r
        + 8 * d
        + options["layers"] * (3 * d * d + 24 * d + (options["kernel"] + 12) * d)
    )


class Work:
    """The sets, which all runs share."""

    def __init__(self):
        self.heads = heads.all_heads()
        self.named = {head.name: head for head in self.heads}
        self.vectors = sets.VectorSet()
        lines = list(data.pretraining_lines("tatoeba_en")) + list(data.pretraining_lines("sgd_dialogues"))
        self.fill = sets.FillSet(self.named["fill"], random.Random(1).sample(lines, 150_000))
        column = heads.column
        self.tasks = [
            sets.SequenceSet(self.named["intent.clinc"], column("clinc150", "text"), column("clinc150", "label")),
            sets.bio_set(self.named["slots.snips"], [("snips", lambda tag: [tag])]),
            sets.pos_set(self.named["pos"]),
            sets.SequenceSet(
                self.named["sentiment"],
                column("sst2", "text"),
                [heads.POLARITY[label] for label in column("sst2", "label")],
            ),
        ]

    def run(self, options: dict, seed: int) -> dict[str, float]:
        torch.manual_seed(seed)
        network = network_of(options, seed, self.heads)
        if options["distil"]:
            train(network, [self.vectors, self.fill], [options["distil"], 1 - options["distil"]], STEPS_A, 3e-3, seed)
        if options["rounded"]:
            network.encoder.set_table_scales()
            network.encoder.quantized = True  # of all modules the table alone
        scores = {"stsb": judge.judge_similarity(network)}
        train(network, self.tasks, [0.3, 0.25, 0.25, 0.2], STEPS_B, 2e-3, seed)
        network.eval()
        with torch.inference_mode():
            scores |= {
                "clinc150": judge.accuracy(network, self.named["intent.clinc"], "clinc150"),
                "snips slots": judge.judge_spans(network, self.named["slots.snips"], "snips"),
                "pos": judge.judge_pos(network, self.named["pos"]),
                "sst2": judge.accuracy(network, self.named["sentiment"], "sst2", rename=heads.POLARITY),
            }
        return scores


def table(rows) -> str:
    """Markdown: the mean of the seeds, and half their spread where there are two."""
    names = ["clinc150", "snips slots", "pos", "sst2", "stsb"]
    lines = [
        "| variant | bytes | CLINC150 | SNIPS slot F1 | POS | SST-2 | STS-B, untrained | seeds |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for variant in VARIANTS:
        found = [row for row in rows if row["variant"] == variant]
        if found:
            values = [[100 * row[name] for row in found] for name in names]
            cells = [f"{np.mean(v):.1f}" + (f" ± {(max(v) - min(v)) / 2:.1f}" if len(v) > 1 else "") for v in values]
            lines.append(
                f"| {variant} | {encoder_bytes(BASE | VARIANTS[variant]):,} | "
                + " | ".join(cells)
                + f" | {len(found)} |"
            )
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    target = data.WORK / "ablations.jsonl"
    rows = training.results(target)
    if options.table:
        print(table(rows))
        return
    vocabulary = sum(1 for _ in data.lines(data.VOCABULARY))
    work = Work()
    for seed in range(1, options.seeds + 1):
        for variant, changes in VARIANTS.items():
            if any(row["variant"] == variant and row["seed"] == seed for row in rows):
                continue
            if (BASE | changes)["vocabulary"] != vocabulary:
                continue
            training.add_result(target, {"variant": variant, "seed": seed}, lambda: work.run(BASE | changes, seed))


if __name__ == "__main__":
    main()
