"""Scores of a model file in the numpy reference, which answers with the engine's bits.

python -m judging.evaluate_reference ../pipit.pipit               on HWU64's validation split
python -m judging.evaluate_reference ../pipit.pipit --split test  for the model card; nothing is chosen by it
python -m judging.evaluate_reference ../pipit.pipit --everyday    on sentences written for the purpose, everyday.tsv
python -m judging.evaluate_reference ../pipit.pipit --say "turn off the kitchen lights"
"""

import argparse

import numpy as np

import pipit.format
from judging import measure
from pipit.reference import engine
from tasks import bio, commands, data, text


class Reference:
    """A model file's answers by pipit.reference."""

    def __init__(self, model: pipit.format.Model):
        self.model = model
        self.splitter = text.tokenizer(model.config.max_tokens)
        self.heads = {head.name: head for head in model.heads}
        self.pooling = model.config.pooling

    def rows(self, sentence: str):
        (ids,), (starts,) = text.encode(self.splitter, [sentence])
        capitals = ids >> 15  # The bit that text.encode marks them with.
        segments = engine.one_segments(self.model.config, capitals[1:-1])
        return engine.encode(self.model, ids & 0x7FFF, segments), starts

    def answer(self, sentence: str):
        """Intent logits `[outputs]` and tag logits `[words, tags]`."""
        rows, starts = self.rows(sentence)
        row = engine.pool(rows, self.pooling)
        intents = engine.logits(self.model, self.heads["intent"], row)[0]
        return intents, engine.logits(self.model, self.heads["slots"], rows[starts])

    def intents(self, sentences) -> np.ndarray:
        return np.stack([self.answer(sentence)[0] for sentence in sentences])


def score(reference: Reference, split: str) -> dict[str, float]:
    """Accuracy with and without rejection, slot F1 on HWU64; recall on CLINC150's out-of-scope validation rows."""
    rows = commands.examples(split)
    answers = [reference.answer(" ".join(words)) for words, _, _ in rows]
    logits = np.stack([intents for intents, _ in answers])
    head = reference.heads["intent"]
    scores = {"examples": len(rows)} | measure.commands(
        logits, [tags for _, tags in answers], rows, head.labels, reference.heads["slots"].labels
    )
    rejected = measure.outside_probability(logits) > head.threshold
    right = [head.labels[row[:-1].argmax()] == intent for row, (_, _, intent) in zip(logits, rows, strict=True)]
    outside = measure.outside_probability(reference.intents(commands.out_of_scope("valid")))
    return scores | {
        "in_scope_kept": float(1 - rejected.mean()),
        "accuracy_with_rejection": float(np.mean(right & ~rejected)),
        "oos_recall_valid": float(np.mean(outside > head.threshold)),
    }


def understand(reference: Reference, sentence: str):
    """Intent or "null", its probability, that of out of scope, and the slots as name=value."""
    intents, tag_logits = reference.answer(sentence)
    head = reference.heads["intent"]
    shares = np.exp(intents - intents.max())
    shares /= shares.sum()
    intent = "null" if shares[-1] > head.threshold else head.labels[int(intents[:-1].argmax())]
    marks = measure.decode_tags(tag_logits, reference.heads["slots"].labels)
    words = [word.rstrip(".,!?;:") or word for word in sentence.split()]
    slots = [f"{slot}={' '.join(words[start:end])}" for slot, start, end in bio.spans(marks)]
    return intent, shares[:-1].max(), shares[-1], " ".join(slots)


def everyday(reference: Reference):
    """Prints where the answer is another than the one written down."""
    right_intents = right_slots = 0
    rows = [line.split("\t") for line in data.lines(data.RECIPE / "judging" / "everyday.tsv")][1:]
    for sentence, intent, slots in rows:
        found, share, outside, values = understand(reference, sentence)
        right_intents += found == intent
        right_slots += intent == "null" or values.lower() == slots
        if found != intent or (values.lower() != slots and intent != "null"):
            print(
                f"{sentence}\n    {found} {share:.2f}, out of scope {outside:.2f}: {values}\n"
                f"    expected {intent}: {slots}"
            )
    print(f"{len(rows)} sentences: intent as written {right_intents}, all slots as written {right_slots}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--split", default="valid", choices=["valid", "test"])
    parser.add_argument("--say", nargs="+")
    parser.add_argument("--everyday", action="store_true")
    options = parser.parse_args()
    reference = Reference(pipit.format.read(options.model))
    if options.say:
        for sentence in options.say:
            intent, share, outside, slots = understand(reference, sentence)
            print(f"{sentence}  ->  {intent} {share:.3f}, out of scope {outside:.3f}: {slots}")
        return
    if options.everyday:
        everyday(reference)
        return
    for name, value in score(reference, options.split).items():
        print(f"{name}: {value:.4f}" if isinstance(value, float) else f"{name}: {value}")


if __name__ == "__main__":
    main()
