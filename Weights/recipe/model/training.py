"""What every training program does alike: a step of the optimizer, and a list of results that a stopped run takes
up."""

import json
import time
from pathlib import Path

import torch
from torch import nn

from tasks import data


def fine_tuning(body: nn.Module, rate: float, layers: nn.Module, rate_of_layers: float) -> torch.optim.AdamW:
    """The optimizer of a network that knows much, whatever of it is not frozen, and of new layers on it."""
    groups = [
        {"params": [p for p in body.parameters() if p.requires_grad], "lr": rate},
        {"params": layers.parameters(), "lr": rate_of_layers},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def take_step(loss, network, optimizer, schedule):
    """One step down the gradient of `loss`, its length cut at 1."""
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    schedule.step()


def results(path: Path) -> list[dict]:
    """The results in a file, one JSON object a line; none where there is no file."""
    return [json.loads(line) for line in data.lines(path)] if path.exists() else []


def add_result(path: Path, names: dict, work):
    """Does `work()`, and adds its scores with names and seconds to the results."""
    began = time.monotonic()
    scores = work()
    row = names | {"seconds": round(time.monotonic() - began)} | scores
    with open(path, "a", encoding="utf-8") as out:
        out.write(json.dumps(row) + "\n")
    print(row, flush=True)
