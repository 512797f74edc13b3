"""Stages 9 and 10: every head on one encoder, in float and then with the engine's quantization in the loop; resumable.

    python multitask.py                work/commands.pt -> work/everything.pt

Each step draws one of the sets by its share. The command task keeps its teacher, and the base teacher's vectors stay in,
so that the encoder goes on knowing what it knew.
"""

import argparse
import math
import random
import time

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

import data
import finetune
import heads
import measure
import mixture
import sets
import text
from finetune_teacher import padded
from model import Shape

def pooled_of(network, texts: list[str]) -> torch.Tensor:
    ids = sets.encode(texts)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found = [network.encoder(padded([ids[i] for i in order[k : k + 64]]))[1] for k in range(0, len(order), 64)]
    return torch.cat(found)[torch.from_numpy(np.argsort(order))]


def accuracy(network, head, name, kind="label", rename=None) -> float:
    rows = [row for row in data.read_table(name, "valid") if row[kind] != "oos"]
    logits = network[head.name](pooled_of(network, [row["tokens" if name == "snips" else "text"] for row in rows]))
    best = logits[:, : len(head.labels)].argmax(1).tolist()
    return float(np.mean([head.labels[b] == (rename[r[kind]] if rename else r[kind]) for b, r in zip(best, rows)]))


def validate(network, named) -> dict[str, float]:
    """Scores on validation splits, by PyTorch; what ships is judged by `forge eval`."""
    network.eval()
    yes_no = {"0": "no", "1": "yes"}
    with torch.inference_mode():
        found = {"hwu64." + k: v for k, v in finetune.validate(sets.Commands(network)).items()}
        network.eval()
        for head, name, kind, rename in (
                ("intent.clinc", "clinc150", "label", None), ("intent.snips", "snips", "intent", None),
                ("intent.banking", "banking77", "label", None), ("intent.home", "ha_intents", "label", None),
                ("sentiment", "sst2", "label", {"0": "negative", "1": "positive"}), ("emotion", "emotion", "label", None),
                ("topic", "ag_news", "label", None), ("question", "trec", "label", heads.QUESTIONS), ("acceptable", "cola", "label", yes_no)):
            found[head] = accuracy(network, named[head], name, kind, rename)
        for head, name in (("entail", "snli_small"), ("paraphrase", "mrpc"), ("entail", "rte")):
            rows = data.read_table(name, "valid")
            u, v = (pooled_of(network, [row[c] for row in rows]) for c in ("text_a", "text_b"))
            best = network[head](heads.pair_features(u, v)).argmax(1).tolist()
            labels = named[head].labels
            hit = lambda b, wanted: labels[b] == wanted or (wanted == "not_entailment" and labels[b] != "entailment") or labels[b] == yes_no.get(wanted)
            found[f"{head}.{name}"] = float(np.mean([hit(b, r["label"]) for b, r in zip(best, rows)]))
        pos = sets.pos_set(named["pos"], "valid")
        hits = []
        for k in range(0, len(pos.ids), 64):
            rows = network["pos"](network.encoder(padded(pos.ids[k : k + 64]))[0])
            hits += [mask[np.arange(len(place)), rows[i, place].argmax(1).numpy()] for i, (place, mask) in enumerate(zip(pos.places[k : k + 64], pos.allowed[k : k + 64]))]
        found["pos"] = float(np.mean(np.concatenate(hits)))
        found |= validate_base(network, named)
    network.train()
    return found


def validate_base(network, named) -> dict[str, float]:
    """Masked words, similarity and spans: what the base is judged by."""
    from scipy.stats import spearmanr
    network.eval()
    found = {}
    with torch.inference_mode():
        rows = data.read_table("stsb", "valid")
        u, v = (pooled_of(network, [row[c] for row in rows]) for c in ("text_a", "text_b"))
        found["stsb"] = float(spearmanr(torch.cosine_similarity(u, v).numpy(), [float(r["score"]) for r in rows]).statistic)
        torch_state = torch.get_rng_state()
        torch.manual_seed(0)
        lines = sets.FillSet(named["fill"], [line for line in data.pretraining_lines("valid") if 20 <= len(line) <= 160][:1500])
        known, losses = [], []
        for k in range(0, len(lines.ids), 100):
            guess, truth = lines.guesses(network, range(k, min(k + 100, len(lines.ids))))
            known.append((guess.topk(5).indices == truth[:, None]).any(1)), losses.append(torch.nn.functional.cross_entropy(guess, truth, reduction="none"))
        torch.set_rng_state(torch_state)
        found["fill.loss"], found["fill.top5"] = float(torch.cat(losses).mean()), float(torch.cat(known).float().mean())
        spans = sets.SpanSet(named["qa"], mixture.questions("squad", "squadshifts_short", split="valid"))
        exact = []
        for k in range(0, len(spans.windows), 32):
            picked = np.arange(k, min(k + 32, len(spans.windows)))
            logits = spans.logits(network, picked)
            for i, guess in zip(picked, logits.argmax(1).tolist()):
                if spans.windows[i][2] != (0, 0):
                    exact.append(tuple(guess) == spans.windows[i][2])
        found["qa.exact_in_window"] = float(np.mean(exact))
    network.train()
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=sorted(mixture.STAGES))
    parser.add_argument("--start", default="start.pt")
    parser.add_argument("--output", default="everything.pt")
    parser.add_argument("--steps", type=int, default=14_000)
    parser.add_argument("--float-share", type=float, default=1.0, help="of the steps; the others go through the engine's arithmetic")
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--check", type=int, default=2500, help="steps between checkpoints")
    parser.add_argument("--average", type=float, default=0.0, help="decay of the running mean of the weights that is saved; 0: none")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    torch.manual_seed(options.seed)
    target = data.WORK / options.output
    all_heads = heads.all_heads()
    named = {head.name: head for head in all_heads}
    before = torch.load(data.WORK / options.start)
    network = heads.Everything(Shape(**before["shape"]), all_heads)
    _, unknown = network.load_state_dict(before["network"], strict=False)
    assert not unknown, unknown
    made = mixture.builders(named)
    shares, drawn = zip(*((share, made[name]()) for name, share in mixture.STAGES[options.stage].items()))
    old = [p for n, p in network.named_parameters() if n.startswith("encoder.") and n != "encoder.segments"]
    new = [p for n, p in network.named_parameters() if not n.startswith("encoder.") or n == "encoder.segments"]
    optimizer = torch.optim.AdamW([{"params": old, "lr": options.rate, "weight_decay": 0.0}, {"params": new, "lr": 2 * options.rate}],
                                  betas=(0.9, 0.99), weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / 300, 0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * min(1.0, s / options.steps)))))
    judge = validate_base if options.stage == "base" else validate
    first, switch = 0, int(options.float_share * options.steps)
    if target.exists():
        state = torch.load(target)
        network.load_state_dict(state["network"]), optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        first = state["steps"]
        if first > switch:
            network.play_quantized()
    if first == 0 and switch == 0:
        network.encoder.set_table_scales()
        network.play_quantized()
    mean = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(options.average)) if options.average else None
    draw, began, losses = random.Random(options.seed + first), time.monotonic(), {}
    for step in tqdm(range(first, options.steps), initial=first, total=options.steps, mininterval=10):
        if step == switch > 0:
            network.encoder.set_table_scales()
            network.play_quantized()
        chosen = draw.choices(drawn, shares)[0]
        loss = chosen.loss(network)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if mean:
            mean.update_parameters(network)
        name = chosen.head.name if hasattr(chosen, "head") else type(chosen).__name__
        losses[name] = 0.95 * losses.get(name, loss.item()) + 0.05 * loss.item()
        if (step + 1) % options.check == 0 or step + 1 == options.steps:
            print(f"step {step + 1}, {time.monotonic() - began:.0f} s: {measure.line(losses)}", flush=True)
            shown = mean.module if mean else network
            print(f"step {step + 1} valid: {measure.line(judge(shown, named))}", flush=True)
            for each in drawn:
                if isinstance(each, sets.VectorSet):
                    each.reload()
            torch.save({"network": shown.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(),
                        "shape": before["shape"], "steps": step + 1}, target)


if __name__ == "__main__":
    main()
