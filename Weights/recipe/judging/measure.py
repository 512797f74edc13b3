"""Scores of the command task, with the device's decoding of tags."""

import numpy as np

from tasks import bio


def decode_tags(logits: np.ndarray, tags: list[str]) -> list[str]:
    """The best sequence for the words' logits `[words, tags]`, as Engine/Readings/TagDecoder.swift finds it: an
    I- only behind a B- or I- of its slot."""
    inner, begin = bio.inside_tags(tags)
    sources, scores = [], np.zeros(len(tags), np.float32)
    for word, row in enumerate(logits.astype(np.float32)):
        top = int(scores.argmax())
        source = np.full(len(tags), top)
        source[inner] = np.where(scores[inner] > scores[begin], inner, begin)
        scores = scores[source] + row
        if word == 0:
            scores[inner] = -np.inf
        sources.append(source)
    path = [int(scores.argmax())]
    for source in reversed(sources[1:]):
        path.append(int(source[path[-1]]))
    return [tags[i] for i in reversed(path)]


def span_counts(predicted, gold) -> tuple[int, int, int]:
    """Spans right (slot, first and last word), predicted, and expected."""
    hit = said = expected = 0
    for guess, truth in zip(predicted, gold, strict=True):
        guess, truth = set(bio.spans(guess)), set(bio.spans(truth))
        hit, said, expected = hit + len(guess & truth), said + len(guess), expected + len(truth)
    return hit, said, expected


def commands(intent_logits, tag_logits, examples, intents, tags) -> dict[str, float]:
    """Intent accuracy (the out-of-scope class left out) and slot F1 over exact spans."""
    best = intent_logits[:, : len(intents)].argmax(1)
    accuracy = np.mean([intents[b] == intent for b, (_, _, intent) in zip(best, examples, strict=True)])
    hit, said, expected = span_counts([decode_tags(t, tags) for t in tag_logits], [e[1] for e in examples])
    return {"intent_accuracy": float(accuracy), "slot_f1": 2 * hit / max(1, said + expected)}


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
