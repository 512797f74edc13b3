"""The base fine-tuned on one task at a time, beside the published EmbBERT's figures; nothing of it ships.

    python -m studies.single_tasks          work/single_tasks.jsonl, resumable
    python -m studies.single_tasks --table  the table of the model card from that file

Each run starts from work/base.pt with one fresh head, three quarters of its steps in float and the rest through the
engine's arithmetic (int8 activations and weights, the table at 4 bits), with a fixed number of steps: no checkpoint is
chosen. Judged in PyTorch by that arithmetic, on the test split where there is one, else on the validation split.
"""

import argparse
import math
import random

import numpy as np
import torch
from scipy.stats import spearmanr
from sklearn.metrics import matthews_corrcoef

from judging import judge
from model import training
from model.encoder import Shape
from model.network import Network, add_capitals
from tasks import data, heads, sets

# Set: (columns of the texts, column of the label, split that is judged, metric, the published EmbBERT's figure in
# float32).
TASKS = {
    "imdb": (["text"], "label", "test", "accuracy", 84.1),
    "ag_news": (["text"], "label", "test", "accuracy", 90.5),
    "cyberbullying": (["text"], "label", "test", "accuracy", 84.0),
    "limit": (["text"], "label", "test", "accuracy", 76.4),
    "emotion": (["text"], "label", "test", "accuracy", 89.6),
    "hwu64": (["text"], "scenario", "test", "accuracy", 88.2),
    "snips": (["tokens"], "intent", "valid", "accuracy", 97.7),
    "cola": (["text"], "label", "valid", "mcc", 11.0),
    "sst2": (["text"], "label", "valid", "accuracy", 79.3),
    "mrpc": (["text_a", "text_b"], "label", "test", "accuracy", 69.6),
    "stsb": (["text_a", "text_b"], "score", "valid", "spearman", 49.3),
    "quora_pairs": (["text_a", "text_b"], "label", "valid", "accuracy", 83.1),
    "mnli_small": (["text_a", "text_b"], "label", "test", "accuracy", 67.8),
    "qnli_dev": (["text_a", "text_b"], "label", "valid", "accuracy", 68.9),
    "rte": (["text_a", "text_b"], "label", "valid", "accuracy", 50.0),
}
EXAMPLES = 160_000  # drawn in a run, and never more than twelve passes


def made_set(head: heads.Head, name: str):
    texts, label, _, metric, _ = TASKS[name]
    rows = data.training_rows(name)
    if metric == "spearman":
        return rows, sets.SimilarSet(head, [[r[t] for t in texts] for r in rows], [float(r[label]) / 5 for r in rows])
    if len(texts) == 2:
        return rows, sets.PairSet(
            head, [[r[t] for t in texts] for r in rows], [heads.allowed_labels(head, r[label]) for r in rows]
        )
    return rows, sets.SequenceSet(
        head, [r[texts[0]] for r in rows], [r[label] for r in rows], size=32 if name in ("imdb", "ag_news") else 96
    )


def score(network, head: heads.Head, name: str) -> float:
    texts, label, split, metric, _ = TASKS[name]
    rows = data.read_table(name, split)
    network.eval()
    with torch.inference_mode():
        if head.kind == heads.PAIR:
            return judge.judge_pairs(network, head, rows)
        vectors = [judge.pooled_of(network, [row[t] for row in rows]) for t in texts]
        if metric == "spearman":
            return float(
                spearmanr(torch.cosine_similarity(*vectors).numpy(), [float(r[label]) for r in rows]).statistic
            )
        best = [head.labels[b] for b in network[head.name](*vectors).argmax(1).tolist()]
    truth = [r[label] for r in rows]
    return float(matthews_corrcoef(truth, best) if metric == "mcc" else np.mean([b == t for b, t in zip(best, truth)]))


def run(name: str, start: str, seed: int) -> dict:
    torch.manual_seed(seed)
    texts, label, split, metric, _ = TASKS[name]
    before = torch.load(data.WORK / start)
    labels = [] if metric == "spearman" else sorted({row[label] for row in data.read_table(name, "train")})
    kind = heads.SIMILAR if metric == "spearman" else heads.PAIR if len(texts) == 2 else heads.SEQUENCE
    if kind == heads.PAIR:
        labels = [heads.YES_NO.get(label, label).lower() for label in labels]
    head = heads.Head(name, kind, labels)
    network = Network(Shape(**before["shape"]), [head])
    add_capitals(before["network"])
    network.load_state_dict({k: v for k, v in before["network"].items() if k.startswith("encoder.")}, strict=False)
    rows, drawn = made_set(head, name)
    steps = max(300, min(EXAMPLES, 12 * len(rows)) // drawn.pool.size)
    encoder = [p for n, p in network.named_parameters() if n.startswith("encoder.")]
    others = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": 1e-3}, {"params": others, "lr": 3e-3}],
        betas=(0.9, 0.99),
        weight_decay=0.01,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / 50, 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * s / steps)))
    )
    for step in range(steps):
        if step == 3 * steps // 4:
            network.encoder.set_table_scales()
            network.play_quantized()
        loss = drawn.loss(network)
        training.take_step(loss, network, optimizer, schedule)
    return {"rows": len(rows), "steps": steps, "split": split, "metric": metric, "score": score(network, head, name)}


def table(found) -> str:
    lines = [
        "| set | rows trained on | judged on | metric | this base, int8 | EmbBERT, float32, as published |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r['set']} | {r['rows']:,} | {r['split']} | {r['metric']} | {100 * r['score']:.1f} | {TASKS[r['set']][4]} |"
        for r in found
    ]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--start", default="base.pt")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    random.seed(options.seed)
    target = data.WORK / "single_tasks.jsonl"
    found = training.results(target)
    if options.table:
        print(table(found))
        return
    for name in TASKS:
        if not any(row["set"] == name for row in found):
            training.add_result(target, {"set": name}, lambda: run(name, options.start, options.seed))


if __name__ == "__main__":
    main()
