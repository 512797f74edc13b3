"""Scores on validation splits, by PyTorch, while a network is trained; what ships is judged by `forge eval`."""

import numpy as np
import torch
from scipy.stats import spearmanr
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import matthews_corrcoef

from judging import measure
from tasks import commands, data, heads, sets, text
from tasks.text import padded

# Sequence heads: the set, the column of its labels, and what they are called here. Word heads with spans: the set.
LABELLED = {
    "intent.clinc": ("clinc150", "label", None),
    "intent.snips": ("snips", "intent", None),
    "intent.banking": ("banking77", "label", None),
    "intent.home": ("ha_intents", "label", None),
    "sentiment": ("sst2", "label", heads.POLARITY),
    "emotion": ("emotion", "label", None),
    "topic": ("ag_news", "label", None),
    "question": ("trec", "label", heads.QUESTIONS),
    "acceptable": ("cola", "label", heads.YES_NO),
}
SPANS = {"slots": "hwu64_slots", "slots.snips": "snips", "ner": "wnut17"}


def command_answers(network, sentences: list[str]):
    """Intent logits `[texts, intents + 1]` and tag logits of each text's words."""
    ids, starts = text.encode(text.tokenizer(), sentences)
    intents, tags = [], []
    with torch.inference_mode():
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        for begin in range(0, len(order), 64):
            picked = order[begin : begin + 64]
            rows, pooled = network.encoder(padded([ids[i] for i in picked]))
            intents += list(network["intent"](pooled).numpy())
            tags += [marks[starts[i]] for marks, i in zip(network["slots"](rows).numpy(), picked)]
    back = np.argsort(order)
    return np.stack(intents)[back], [tags[i] for i in back]


def judge_commands(network) -> dict[str, float]:
    """Scores on HWU64's validation split, and on CLINC150's out-of-scope validation rows."""
    names, tags = commands.labels()
    rows = commands.examples("valid")
    intent_logits, tag_logits = command_answers(network, [" ".join(words) for words, _, _ in rows])
    scores = measure.commands(intent_logits, tag_logits, rows, names, tags)
    inside = measure.outside_probability(intent_logits)
    outside = measure.outside_probability(command_answers(network, commands.out_of_scope("valid"))[0])
    return scores | measure.rejection(inside, outside)


def tagged_words(network, head: heads.Head, name: str, splitter=None):
    """Logits and true tags of the words of a validation split, rows whose words the tokenizer changes left out."""
    rows = data.read_table(name, "valid")
    ids, starts = text.encode(splitter or text.tokenizer(), [row["tokens"] for row in rows])
    answers, truths = [], []
    with torch.inference_mode():
        for begin in range(0, len(rows), 64):
            logits = network[head.name](network.encoder(padded(ids[begin : begin + 64]))[0]).numpy()
            for k, row in enumerate(rows[begin : begin + 64]):
                tags = row["tags"].split(" ")
                if len(tags) == len(starts[begin + k]):
                    answers.append(logits[k, starts[begin + k]]), truths.append(tags)
    return answers, truths


def judge_spans(network, head: heads.Head, name: str, splitter=None) -> float:
    """F1 over exact spans of a word head on a validation split."""
    answers, truths = tagged_words(network, head, name, splitter)
    hit, said, expected = measure.span_counts([measure.decode_tags(logits, head.labels) for logits in answers], truths)
    return 2 * hit / max(1, said + expected)


def pooled_of(network, texts: list[str], splitter=None) -> torch.Tensor:
    """The pooled states `[texts, d]`; the device's tokenizer unless another is given."""
    ids = sets.encode(texts, splitter)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found = [network.encoder(padded([ids[i] for i in order[k : k + 64]]))[1] for k in range(0, len(order), 64)]
    return torch.cat(found)[torch.from_numpy(np.argsort(order))]


def accuracy(network, head, name, kind="label", rename=None, splitter=None) -> float:
    rows = [row for row in data.read_table(name, "valid") if row[kind] != "oos"]
    logits = network[head.name](
        pooled_of(network, [row["tokens" if "tokens" in row else "text"] for row in rows], splitter)
    )
    best = [head.labels[b] for b in logits[:, : len(head.labels)].argmax(1).tolist()]
    expected = [rename[row[kind]] if rename else row[kind] for row in rows]
    return float(
        matthews_corrcoef(expected, best) if name == "cola" else np.mean([b == w for b, w in zip(best, expected)])
    )


def judge_pos(network, head: heads.Head, splitter=None) -> float:
    """The share of syntactic words with their tag; any network with the interface of Network."""
    pos = sets.pos_set(head, "valid", splitter)
    hits = []
    for k in range(0, len(pos.ids), 64):
        rows = network["pos"](network.encoder(padded(pos.ids[k : k + 64]))[0])
        picked = zip(pos.places[k : k + 64], pos.allowed[k : k + 64], strict=True)
        hits += [
            mask[np.arange(len(place)), rows[i, place].argmax(1).numpy()] for i, (place, mask) in enumerate(picked)
        ]
    return float(np.mean(np.concatenate(hits)))


def judge_pairs(network, head: heads.Head, rows) -> float:
    """The share of pairs (rows with text_a, text_b, label) that get an allowed label."""
    pairs = sets.PairSet(
        head,
        [(row["text_a"], row["text_b"]) for row in rows],
        [heads.allowed_labels(head, row["label"]) for row in rows],
    )
    hits = []
    for k in range(0, len(rows), 64):
        picked = range(k, min(k + 64, len(rows)))
        best = pairs.logits(network, picked).argmax(1)
        hits.append(pairs.allowed[picked].gather(1, best[:, None])[:, 0])
    return float(torch.cat(hits).float().mean())


def judge_similarity(network) -> float:
    """Spearman correlation of the pooled states' cosine on STS-B."""
    rows = data.read_table("stsb", "valid")
    network.eval()
    with torch.inference_mode():
        u, v = (pooled_of(network, [row[c] for row in rows]) for c in ("text_a", "text_b"))
    network.train()
    return float(spearmanr(torch.cosine_similarity(u, v).numpy(), [float(r["score"]) for r in rows]).statistic)


def judge_everything(network, named) -> dict[str, float]:
    """Every task of the second stage."""
    network.eval()
    with torch.inference_mode():
        found = {"hwu64." + k: v for k, v in judge_commands(network).items()}
        found |= {head: judge_spans(network, named[head], name) for head, name in SPANS.items() if head != "slots"}
        found |= {head: accuracy(network, named[head], *source) for head, source in LABELLED.items()}
        for head, name in (("entail", "snli_small"), ("paraphrase", "mrpc"), ("entail", "rte")):
            found[f"{head}.{name}"] = judge_pairs(network, named[head], data.read_table(name, "valid"))
        found["pos"] = judge_pos(network, named["pos"])
        found |= judge_base(network, named)
    network.train()
    return found


def judge_base(network, named) -> dict[str, float]:
    """Masked words, similarity and spans: what the base is judged by."""
    found = {"stsb": judge_similarity(network)}
    network.eval()
    with torch.inference_mode():
        found |= judge_fill(network, named["fill"])
        spans = sets.SpanSet(named["qa"], [data.read_table(name, "valid") for name in ("squad", "squadshifts_short")])
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


def judge_fill(network, head: heads.Head) -> dict[str, float]:
    """Pieces hidden in lines of pre-training text held back, the same ones each time."""
    state = torch.get_rng_state()
    torch.manual_seed(0)
    lines = sets.FillSet(head, [line for line in data.pretraining_lines("valid") if 20 <= len(line) <= 160][:1500])
    known, losses = [], []
    for k in range(0, len(lines.ids), 100):
        guess, truth = lines.guesses(network, range(k, min(k + 100, len(lines.ids))))
        known.append((guess.topk(5).indices == truth[:, None]).any(1))
        losses.append(torch.nn.functional.cross_entropy(guess, truth, reduction="none"))
    torch.set_rng_state(state)
    return {"fill.loss": float(torch.cat(losses).mean()), "fill.top5": float(torch.cat(known).float().mean())}


def judge_contrast(network, named) -> dict[str, float]:
    """Intents that the network has not seen, from few examples; and what it knew before."""
    found = {"stsb": judge_similarity(network)}
    network.eval()
    with torch.inference_mode():
        found |= judge_few_shot(network) | judge_fill(network, named["fill"])
    network.train()
    return found


def judge_assistant(network, named) -> dict[str, float]:
    """Commands and questions of the sets whose heads home.pipit has, and what the network knew before."""
    found = {"stsb": judge_similarity(network)}
    network.eval()
    with torch.inference_mode():
        found |= {"hwu64." + k: v for k, v in judge_commands(network).items()}
        found["slots.snips"] = judge_spans(network, named["slots.snips"], SPANS["slots.snips"])
        for head in ("intent.clinc", "intent.snips", "intent.banking"):
            found[head] = accuracy(network, named[head], *LABELLED[head])
        found |= judge_few_shot(network, counts=(5, 20))
    network.train()
    return found


def judge_few_shot(network, counts=(1, 5, 10, 20), draws: int = 2) -> dict[str, float]:
    """The accuracy on HWU64's validation rows of a logistic regression on the unit vectors of a few training rows of
    each intent, the mean of the draws."""
    splits = {split: data.read_table("hwu64_slots", split) for split in ("train", "valid")}
    rows = {
        split: torch.nn.functional.normalize(pooled_of(network, [r["tokens"] for r in table]), dim=1).numpy()
        for split, table in splits.items()
    }
    labels = {split: np.array([r["intent"] for r in table]) for split, table in splits.items()}
    found = {}
    for count in counts:
        scores = []
        for draw in range(draws):
            order = np.random.default_rng(draw).permutation(len(labels["train"]))
            picked = np.concatenate(
                [order[labels["train"][order] == name][:count] for name in sorted(set(labels["train"]))]
            )
            fitted = LogisticRegression(C=30, max_iter=200).fit(rows["train"][picked], labels["train"][picked])
            scores.append(fitted.score(rows["valid"], labels["valid"]))
        found[f"few_shot.{count}"] = float(np.mean(scores))
    return found
