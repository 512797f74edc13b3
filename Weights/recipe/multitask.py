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

import commands
import data
import finetune
import heads
import measure
import sets
from finetune_teacher import padded
from model import Shape

FILES_OF_TEXT = {"tatoeba_en": 40_000, "sgd_dialogues": 30_000, "books": 60_000, "wikipedia_paragraphs": 20_000,
                 "topical_chat": 15_000, "onestop_english": 8_000, "trivia_qa": 15_000, "recipes": 5_000}


def texts_to_fill(draw: random.Random) -> list[str]:
    """Lines of the pre-training text for the masked-word head, commands and questions of the training sets among them."""
    found = []
    for name, count in FILES_OF_TEXT.items():
        lines = [line for line in data.pretraining_lines(name) if 20 <= len(line) <= 240]
        found += draw.sample(lines, min(count, len(lines)))
    for name in ("clinc150", "hwu64_slots", "snips", "ha_intents", "limit"):
        found += list(data.training_texts(name))
    return found


def neighbours(draw: random.Random, count: int):
    """Pairs of lines of which the second follows the first, or does not."""
    pairs, wanted = [], []
    for name in ("sgd_dialogues", "topical_chat", "books", "taskmaster_dialogues"):
        lines = [line if 8 <= len(line) <= 200 else "" for line in data.lines(data.DATA / "pretrain" / f"{name}.txt")]
        for _ in range(count // 4):
            i = draw.randrange(len(lines) - 1)
            follows = draw.random() < 0.5
            j = i + 1 if follows else draw.randrange(len(lines))
            if lines[i] and lines[j]:
                pairs.append((lines[i], lines[j])), wanted.append([follows, not follows])
    return pairs, wanted


def similarity_pairs():
    pairs, wanted = [], []
    for name, top, low in (("stsb", 5.0, 0.0), ("sick", 5.0, 1.0)):
        for row in data.read_table(name, "train"):
            pairs.append((row["text_a"], row["text_b"])), wanted.append((float(row["score"]) - low) / (top - low))
    return pairs, wanted


def entailment_pairs(labels):
    pairs, wanted = [], []
    for name, kind in (("snli_small", "label"), ("mnli_small", "label"), ("sick", "entailment"), ("rte", "label")):
        for row in data.read_table(name, "train"):
            label = row[kind].lower()
            pairs.append((row["text_a"], row["text_b"]))
            wanted.append([label != "entailment" and l != "entailment" if label == "not_entailment" else l == label for l in labels])
    return pairs, wanted


def paraphrase_pairs():
    rows = [row for name in ("mrpc", "quora_pairs") for row in data.read_table(name, "train")]
    return [(r["text_a"], r["text_b"]) for r in rows], [[r["label"] == "0", r["label"] == "1"] for r in rows]


def training_sets(named: dict[str, heads.Head], command_share: float, files: list[str]):
    """(share of the steps, set)."""
    draw = random.Random(7)
    column = heads.column

    def sequence(head, name, kind="label", rename=None, extra=()):
        labels = [rename[l] if rename else l for l in column(name, kind)]
        source = "tokens" if name == "snips" else "text"
        texts = column(name, source) + [t for t, _ in extra]
        return sets.SequenceSet(named[head], texts, labels + [l for _, l in extra])

    told = [(line, "oos") for line in commands.foreign(3, 1, 1500)[1:]]
    outside = [(row["text"], "oos") for row in data.read_table("clinc150", "train") if row["label"] == "oos"] * 7
    snips = lambda tag: [tag]
    entities = lambda tag: {"O": ["O"], "PER": ["person"], "LOC": ["location"], "ORG": ["corporation", "group"]}[tag.split("-")[-1]]
    btc = lambda tag: ["O"] if tag == "O" else [f"{tag[0]}-{kind}" for kind in entities(tag)]
    yes_no = {"0": "no", "1": "yes"}
    return [
        (command_share, sets.CommandSet(files)), (0.12, sets.VectorSet()),
        (0.09, sequence("intent.clinc", "clinc150", extra=outside + told)),
        (0.03, sequence("intent.snips", "snips", "intent")),
        (0.06, sets.bio_set(named["slots.snips"], [("snips", snips)])),
        (0.07, sequence("intent.banking", "banking77")), (0.02, sequence("intent.home", "ha_intents")),
        (0.08, sequence("sentiment", "sst2", rename={"0": "negative", "1": "positive"})),
        (0.06, sequence("emotion", "emotion")), (0.04, sequence("topic", "ag_news")),
        (0.03, sequence("question", "trec", rename=heads.QUESTIONS)),
        (0.02, sequence("acceptable", "cola", rename=yes_no)),
        (0.06, sets.bio_set(named["ner"], [("wnut17", lambda tag: [tag]), ("btc_ner", btc)])),
        (0.06, sets.pos_set(named["pos"])),
        (0.07, sets.PairSet(named["similar"], *similarity_pairs())),
        (0.09, sets.PairSet(named["entail"], *entailment_pairs(named["entail"].labels))),
        (0.04, sets.PairSet(named["paraphrase"], *paraphrase_pairs())),
        (0.03, sets.PairSet(named["next"], *neighbours(draw, 40_000))),
        (0.12, sets.SpanSet(named["qa"], ["squad", "squadshifts_short"])),
        (0.10, sets.FillSet(named["fill"], texts_to_fill(draw))),
    ]


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
    from scipy.stats import spearmanr
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
        rows = data.read_table("stsb", "valid")
        u, v = (pooled_of(network, [row[c] for row in rows]) for c in ("text_a", "text_b"))
        found["stsb"] = float(spearmanr(torch.cosine_similarity(u, v).numpy(), [float(r["score"]) for r in rows]).statistic)
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
        spans = sets.SpanSet(named["qa"], ["squadshifts_short"], split="valid")
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
    parser.add_argument("--start", default="commands.pt")
    parser.add_argument("--output", default="everything.pt")
    parser.add_argument("--steps", type=int, default=14_000)
    parser.add_argument("--float-share", type=float, default=0.6)
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--command-share", type=float, default=0.24, help="share of the steps for the command task")
    parser.add_argument("--with-validation", action="store_true", help="HWU64's validation rows among the command task's: the last fit")
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
    renamed = {k.replace("intents.", "heads.intent.output.").replace("tags.", "heads.slots.output."): v for k, v in before["network"].items()}
    _, unknown = network.load_state_dict(renamed, strict=False)
    assert not unknown, unknown
    files = ["transfer.npz", "transfer_valid.npz"] if options.with_validation else ["transfer.npz"]
    shares, drawn = zip(*training_sets(named, options.command_share, files))
    old = [p for n, p in network.named_parameters() if n.startswith("encoder.") and n != "encoder.segments"]
    new = [p for n, p in network.named_parameters() if not n.startswith("encoder.") or n == "encoder.segments"]
    optimizer = torch.optim.AdamW([{"params": old, "lr": options.rate, "weight_decay": 0.0}, {"params": new, "lr": 2 * options.rate}],
                                  betas=(0.9, 0.99), weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / 300, 0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * min(1.0, s / options.steps)))))
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
        if (step + 1) % 2500 == 0 or step + 1 == options.steps:
            print(f"step {step + 1}, {time.monotonic() - began:.0f} s: {measure.line(losses)}", flush=True)
            shown = mean.module if mean else network
            print(f"step {step + 1} valid: {measure.line(validate(shown, named))}", flush=True)
            torch.save({"network": shown.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(),
                        "shape": before["shape"], "steps": step + 1}, target)


if __name__ == "__main__":
    main()
