"""Scores of the command task, with the device's decoding of tags."""

import numpy as np

import augment


def decode_tags(logits: np.ndarray, tags: list[str]) -> list[str]:
    """The best tag of each word; an I- is allowed only behind a B- or I- of its own slot."""
    found, before = [], "O"
    for row in logits:
        for index in np.argsort(-row, kind="stable"):
            tag = tags[index]
            if not tag.startswith("I-") or before[2:] == tag[2:]:
                break
        found.append(tag)
        before = tag
    return found


def span_counts(predicted, gold) -> tuple[int, int, int]:
    """Spans right (slot, first and last word), predicted, and wanted."""
    hit = said = wanted = 0
    for guess, truth in zip(predicted, gold, strict=True):
        guess, truth = set(augment.spans(guess)), set(augment.spans(truth))
        hit, said, wanted = hit + len(guess & truth), said + len(guess), wanted + len(truth)
    return hit, said, wanted


def commands(intent_logits, tag_logits, examples, intents, tags) -> dict[str, float]:
    """Intent accuracy (the out-of-scope class left out) and slot F1 over exact spans."""
    best = intent_logits[:, : len(intents)].argmax(1)
    accuracy = np.mean([intents[b] == intent for b, (_, _, intent) in zip(best, examples, strict=True)])
    hit, said, wanted = span_counts([decode_tags(t, tags) for t in tag_logits], [e[1] for e in examples])
    return {"intent_accuracy": float(accuracy), "slot_f1": 2 * hit / max(1, said + wanted)}


def outside_probability(intent_logits) -> np.ndarray:
    """The probability of the out-of-scope class, the last one."""
    shifted = np.exp(intent_logits - intent_logits.max(1, keepdims=True))
    return shifted[:, -1] / shifted.sum(1)


def rejection(inside: np.ndarray, outside: np.ndarray, kept: float = 0.97) -> dict[str, float]:
    """The threshold under which a share `kept` of the in-scope probabilities stays, and the recall it leaves."""
    threshold = float(np.quantile(inside, kept))
    return {"threshold": threshold, "oos_recall": float(np.mean(outside > threshold))}


def line(scores: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.4f}" for name, value in scores.items())
