"""Scores of a model file in the numpy twin of the engine, which answers with the engine's bits.

    python evaluate.py ../pipit.pipit               on HWU64's validation split
    python evaluate.py ../pipit.pipit --split test  for the model card; nothing is chosen by it
    python evaluate.py ../pipit.pipit --everyday    on sentences written for the purpose, everyday.tsv
    python evaluate.py ../pipit.pipit --say "turn off the kitchen lights"
"""

import argparse

import numpy as np

import augment
import commands
import data
import measure
import pipit_format
import reference_engine
import text


class Twin:
    """A model file's answers by reference_engine.py."""

    def __init__(self, model: pipit_format.Model):
        self.model = model
        self.splitter = text.tokenizer(model.config.max_tokens)
        self.heads = {head.name: head for head in model.heads}
        self.pooling = model.config.pooling

    def rows(self, sentence: str):
        (ids,), (starts,) = text.encode(self.splitter, [sentence])
        capitals = ids >> 15  # The bit that text.encode marks them with.
        segments = reference_engine.one_segments(self.model.config, capitals[1:-1])
        return reference_engine.encode(self.model, ids & 0x7FFF, segments), starts

    def answer(self, sentence: str):
        """Intent logits `[outputs]` and tag logits `[words, tags]`."""
        rows, starts = self.rows(sentence)
        row = reference_engine.pool(rows, self.pooling)
        intents = reference_engine.logits(self.model, self.heads["intent"], row)[0]
        return intents, reference_engine.logits(self.model, self.heads["slots"], rows[starts])

    def intents(self, sentences) -> np.ndarray:
        return np.stack([self.answer(sentence)[0] for sentence in sentences])


def score(engine: Twin, split: str) -> dict[str, float]:
    """Accuracy with and without rejection, slot F1 on HWU64; recall on CLINC150's out-of-scope validation rows."""
    rows = commands.examples(split)
    answers = [engine.answer(" ".join(words)) for words, _, _ in rows]
    logits = np.stack([intents for intents, _ in answers])
    head = engine.heads["intent"]
    scores = {"examples": len(rows)} | measure.commands(
        logits, [tags for _, tags in answers], rows, head.labels, engine.heads["slots"].labels)
    rejected = measure.outside_probability(logits) > head.threshold
    right = [head.labels[row[:-1].argmax()] == intent for row, (_, _, intent) in zip(logits, rows, strict=True)]
    outside = measure.outside_probability(engine.intents(commands.out_of_scope("valid")))
    return scores | {"in_scope_kept": float(1 - rejected.mean()), "accuracy_with_rejection": float(np.mean(right & ~rejected)),
                     "oos_recall_valid": float(np.mean(outside > head.threshold))}


def understand(engine: Twin, sentence: str):
    """Intent or "null", its probability, that of out of scope, and the slots as name=value."""
    intents, tag_logits = engine.answer(sentence)
    head = engine.heads["intent"]
    shares = np.exp(intents - intents.max())
    shares /= shares.sum()
    intent = "null" if shares[-1] > head.threshold else head.labels[int(intents[:-1].argmax())]
    marks = measure.decode_tags(tag_logits, engine.heads["slots"].labels)
    words = [word.rstrip(".,!?;:") or word for word in sentence.split()]
    slots = [f"{slot}={' '.join(words[start:end])}" for slot, start, end in augment.spans(marks)]
    return intent, shares[:-1].max(), shares[-1], " ".join(slots)


def everyday(engine: Twin):
    """Prints where the answer is another than the one written down."""
    right_intents = right_slots = 0
    rows = [line.split("\t") for line in data.lines(data.RECIPE / "everyday.tsv")][1:]
    for sentence, intent, slots in rows:
        found, share, outside, values = understand(engine, sentence)
        right_intents += found == intent
        right_slots += intent == "null" or values.lower() == slots
        if found != intent or (values.lower() != slots and intent != "null"):
            print(f"{sentence}\n    {found} {share:.2f}, out of scope {outside:.2f}: {values}\n    wanted {intent}: {slots}")
    print(f"{len(rows)} sentences: intent as written {right_intents}, all slots as written {right_slots}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--split", default="valid", choices=["valid", "test"])
    parser.add_argument("--say", nargs="+")
    parser.add_argument("--everyday", action="store_true")
    options = parser.parse_args()
    engine = Twin(pipit_format.read(options.model))
    if options.say:
        for sentence in options.say:
            intent, share, outside, slots = understand(engine, sentence)
            print(f"{sentence}  ->  {intent} {share:.3f}, out of scope {outside:.3f}: {slots}")
        return
    if options.everyday:
        everyday(engine)
        return
    for name, value in score(engine, options.split).items():
        print(f"{name}: {value:.4f}" if isinstance(value, float) else f"{name}: {value}")


if __name__ == "__main__":
    main()
