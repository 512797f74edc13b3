"""A teacher of entities: MiniLM fine-tuned on what stages.fit_entities learns from.

    python -m stages.tag_entities --sentences 24000  → work/tagged.jsonl.xz, once
    python -m stages.teach_entities                  → work/teacher_entities_SEED.pt

Its embeddings are frozen. Beside its rows it reads all the features that the small network's head may have, since it
sees no capitals. Learns from fewer of the tagger's sentences and of the templates than that head, so that what people
have marked counts more. A run that was stopped goes on from its file.
"""

import argparse
import random

import numpy as np
import torch
from tqdm import tqdm

from model import training
from model.entities_teacher import EntitiesTeacher, file_of
from model.path_head import path_loss
from stages.fit_entities import SHARES, examples, judged
from tasks import data
from tasks.entity_lines import Lines

CHECK = 300  # steps between two files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sentences", type=int, default=5_000, help="of those that the tagger has marked, at most")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--steps", type=int, help="at most: for a rehearsal")
    parser.add_argument("--templates", type=int, default=12, help="lines of each")
    options = parser.parse_args()
    target = file_of(options.seed)
    torch.manual_seed(options.seed)
    torch.set_num_threads(data.THREADS)
    learnt, judges = examples(random.Random(options.seed), options.sentences, SHARES | {"btc": 1}, options.templates)
    lines = Lines(learnt)
    draw = random.Random(options.seed)
    batches = [part for _ in range(options.passes) for own in lines.like_long(draw) for part in np.array_split(own, 3)]
    batches = batches[: options.steps]
    state = torch.load(target, weights_only=False) if target.exists() else None
    if state and state["steps"] == len(batches):
        return
    held = {name: Lines(judges[name][:1000]) for name in ("WNUT17", "BTC", "tagged")}
    network = EntitiesTeacher(lines.frequent_keys())
    network.head.dropped = 0.4
    optimizer = training.fine_tuning(network.network, options.rate, network.head, 2e-3)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(s / 200, max(0.01, (len(batches) - s) / len(batches)))
    )
    learners = {"network": network, "optimizer": optimizer, "schedule": schedule}
    first = state["steps"] if state else 0
    for name, part in learners.items() if state else ():
        part.load_state_dict(state[name])
    print(f"{len(lines)} lines, {len(batches)} steps, {len(network.head.known)} features", flush=True)
    ids, places = network.read(lines)
    numbers = network.head.numbers(np.array(lines.keys)).int()
    allowed, shares, sizes = torch.from_numpy(lines.allowed), torch.from_numpy(lines.shares), np.diff(lines.bounds)
    for step in tqdm(range(first, len(batches)), initial=first, total=len(batches), mininterval=10):
        network.train()
        batch = batches[step]
        own = lines.parts_of(batch)
        scores = network([ids[i] for i in batch], [places[i] for i in batch], numbers[own].long())
        loss = path_loss(network.head, scores, allowed[own], sizes[batch])
        loss = (loss * shares[batch]).sum() / shares[batch].sum()
        training.take_step(loss, network, optimizer, schedule)
        if (step + 1) % CHECK == 0 or step + 1 == len(batches):
            found = {"keys": network.head.known, "steps": step + 1}
            torch.save(found | {name: part.state_dict() for name, part in learners.items()}, target)
    for name, found in held.items():
        print(f"{name}: {judged(network.best_paths(found), found)[0]}", flush=True)


if __name__ == "__main__":
    main()
