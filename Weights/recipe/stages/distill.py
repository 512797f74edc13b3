"""Stage 4: distillation. The mean of the rows learns to be the teacher's sentence vector; resumable.

    python -m stages.distill

Loss: 1 - cosine to the teacher's vector, and the difference of the similarity matrices in a batch. Reads
work/start.pt and work/teacher; writes work/distilled.pt, which later heads start from as well, and at its end
model/distilled.safetensors (float16, committed).
"""

import argparse
import math
import random
import time

import numpy as np
import torch
from safetensors.torch import save_file
from scipy.stats import spearmanr
from torch import nn
from torch.nn import functional as F
from tqdm import tqdm

from model import training
from model.encoder import Encoder, Shape
from tasks import data, licences, teacher_vectors, text
from tasks.text import padded


def batches_by_length(lengths, size: int, draw: random.Random):
    """Indices in batches of texts about as long, in random order."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i] + draw.random() * 3, i))
    found = [order[i : i + size] for i in range(0, len(order), size)]
    draw.shuffle(found)
    return found


class DistilledNetwork(nn.Module):
    """The encoder and its projection onto the teacher's space, which stays in training."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.encoder = Encoder(shape)
        self.to_teacher = nn.Linear(shape.width, 384)

    def forward(self, ids):
        return F.normalize(self.to_teacher(self.encoder(ids)[1]), dim=1)


def similarity(network) -> float:
    """Spearman correlation on STS-B's validation split, for which nothing was trained."""
    rows = data.read_table("stsb", "valid")
    splitter = text.tokenizer(teacher_vectors.LONGEST_PIECES)
    sides = []
    network.eval()
    with torch.inference_mode():
        for column in ("text_a", "text_b"):
            ids = [np.array(e.ids) for e in splitter.encode_batch([row[column] for row in rows])]
            sides.append(torch.cat([network(padded(ids[i : i + 100])) for i in range(0, len(ids), 100)]))
    network.train()
    return float(spearmanr((sides[0] * sides[1]).sum(1), [float(row["score"]) for row in rows]).statistic)


def save_float16(network: DistilledNetwork):
    """model/distilled.safetensors: the trained base for later heads, in half the bytes.

    Of a permissive training it goes to work/, since what is committed has seen more.
    """
    folder = data.WORK if licences.ONLY_PERMISSIVE else data.RECIPE / "model"
    save_file(
        {name: value.half().contiguous() for name, value in network.state_dict().items()},
        folder / "distilled.safetensors",
        metadata={k: str(v) for k, v in network.encoder.shape.as_dictionary().items()},
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--start", default="start.pt")
    parser.add_argument("--output", default="distilled.pt")
    parser.add_argument("--passes", type=int, default=8)
    parser.add_argument("--sentences", type=int, default=0, help="0 for all")
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    torch.manual_seed(options.seed)
    begun = torch.load(data.WORK / options.start)
    network = DistilledNetwork(Shape(**begun["shape"]))
    network.encoder.load_state_dict(begun["encoder"])
    ids, vectors = teacher_vectors.cached()
    ids = [i & ~text.CAPITAL for i in ids]
    if options.sentences:
        ids, vectors = ids[: options.sentences], vectors[: options.sentences]
    lengths = [len(i) for i in ids]
    table = [p for n, p in network.named_parameters() if n == "encoder.table"]
    rest = [p for n, p in network.named_parameters() if n != "encoder.table"]
    optimizer = torch.optim.AdamW(
        [{"params": table, "weight_decay": 0.0}, {"params": rest, "weight_decay": 0.01}],
        lr=options.rate,
        betas=(0.9, 0.98),
        fused=True,
    )
    steps = options.passes * (len(ids) // options.batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(s / 300, 0.5 * (1 + math.cos(math.pi * min(1.0, s / steps))))
    )
    target, first = data.WORK / options.output, 0
    if target.exists():
        state = torch.load(target)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        first = state["passes"]
    for number in range(first, options.passes):
        seen, began = [], time.monotonic()
        batches = batches_by_length(lengths, options.batch, random.Random(options.seed * 1000 + number))
        for batch in tqdm(batches, desc=f"pass {number + 1}/{options.passes}", unit="batch", mininterval=5):
            expected = torch.from_numpy(vectors[batch].astype(np.float32))
            loss, cosine = teacher_vectors.distillation_loss(network(padded([ids[i] for i in batch])), expected)
            training.take_step(loss, network, optimizer, schedule)
            seen.append(cosine.item())
        print(
            f"pass {number + 1}: 1 - cosine {np.mean(seen):.4f}, STS-B valid Spearman {similarity(network):.4f}, "
            f"{time.monotonic() - began:.0f} s",
            flush=True,
        )
        torch.save(
            {
                "network": network.state_dict(),
                "optimizer": optimizer.state_dict(),
                "shape": begun["shape"],
                "schedule": schedule.state_dict(),
                "passes": number + 1,
            },
            target,
        )
    save_float16(network)


if __name__ == "__main__":
    main()
