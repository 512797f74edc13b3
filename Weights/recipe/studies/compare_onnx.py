"""The engine against ONNX Runtime, which runs the float network of the same file: what quantizing the rows changes.

    swift build -c release --product pipit
    python -m studies.compare_onnx ../pipit.pipit [--lines 500]

Exports the file (export_onnx.py), asks the host program and ONNX Runtime (on one thread) the same lines of each set,
and prints for each head how many answers are alike and how far their probabilities are apart. An answer is the best
label, or that the text is out of scope, at the head's threshold; of `@pos` it is the tag of one token. Where the set
has labels for the head, the share of right answers of both stands beside it. Ids for ONNX Runtime come from Hugging
Face's tokenizer. Heads that read words beside hidden states are left out: ONNX has the network alone.
"""

from __future__ import annotations

import argparse
import base64
import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnxruntime

import pipit.format
from pipit.onnx import export
from pipit.reference import engine
from pipit.text import syntactic_words
from pipit.text.tokenizer import MAXIMUM_LINE_BYTES, bert_tokenizer
from tasks import data

NUMBERED = {"sst2": {"0": "negative", "1": "positive"}, "mrpc": {"0": "no", "1": "yes"}}


@dataclass
class Source:
    """Lines for a head: the set, its split, and the column of labels, if the head answers with those."""

    head: str
    name: str
    split: str
    label: str | None = None

    def rows(self, count: int) -> list[tuple[str, str | None]]:
        """Texts (two of a pair: `a || b`) and labels, evenly drawn from the set; all of them when `count` is 0."""
        columns = data.TEXT_COLUMNS[self.name]
        found = [
            (" || ".join(row[column] for column in columns), row[self.label] if self.label else None)
            for row in data.read_table(self.name, self.split)
        ]
        found = [row for row in found if len(row[0].encode()) <= MAXIMUM_LINE_BYTES - 40]
        chosen = (
            found
            if count == 0
            else [found[i] for i in np.linspace(0, len(found) - 1, min(count, len(found))).astype(int)]
        )
        labels = NUMBERED.get(self.name, {})
        return [(text, labels.get(label, label)) for text, label in chosen]


SOURCES = (
    Source("intent", "hwu64_slots", "test", "intent"),
    Source("intent.clinc", "clinc150", "valid", "label"),
    Source("intent.snips", "snips", "valid", "intent"),
    Source("intent.banking", "banking77", "test", "label"),
    Source("sentiment", "sst2", "valid", "label"),
    Source("emotion", "emotion", "test", "label"),
    Source("topic", "ag_news", "test", "label"),
    Source("entail", "snli_small", "test", "label"),
    Source("paraphrase", "mrpc", "test", "label"),
    Source("pos", "ud_ewt_pos", "valid"),
    Source("embed", "hwu64_slots", "test"),
)


class FloatNetwork:
    """The exported network in ONNX Runtime."""

    def __init__(self, model: pipit.format.Model):
        self.model = model
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            export.export(model).SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        self.takes = {entry.name for entry in self.session.get_inputs()}
        self.tokenizer = bert_tokenizer(model.vocabulary.pieces())

    def logits(self, head: pipit.format.TaskHead, text: str):
        """Of one text, and its encoding without special tokens: in windows for a label, cut for all else, as on the
        device."""
        room = self.model.config.max_tokens - 2
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        if head.kind == pipit.format.SEQUENCE:
            starts = engine.window_starts(len(encoding.ids), room)
            marks = engine.capitals(text, encoding.offsets)
            return np.mean(
                [self.run(head, encoding.ids[start : start + room], marks[start : start + room]) for start in starts],
                axis=0,
            ), encoding
        encoding.truncate(room)
        return self.run(head, encoding.ids, engine.capitals(text, encoding.offsets)), encoding

    def pair_logits(self, head: pipit.format.TaskHead, first: str, second: str) -> np.ndarray:
        """Of two texts in one sequence, cut as the device cuts them."""
        c = self.model.config
        a, b = (self.tokenizer.encode(text, add_special_tokens=False) for text in (first, second))
        a_marks, b_marks = (engine.capitals(text, e.offsets) for text, e in ((first, a), (second, b)))
        kept, kept_b = engine.pair_counts(c.max_tokens, len(a.ids), len(b.ids))
        left, right = a.ids[:kept], b.ids[:kept_b]
        segments = engine.pair_segments(c, left, right, a_marks[:kept], b_marks[:kept_b])
        return self.of(head, [*left, c.sep_id, *right], segments)

    def run(self, head: pipit.format.TaskHead, pieces: list[int], marks: list[bool]) -> np.ndarray:
        return self.of(head, pieces, engine.one_segments(self.model.config, marks))

    def of(self, head: pipit.format.TaskHead, pieces: list[int], segments: np.ndarray) -> np.ndarray:
        """The head's logits for these pieces between [CLS] and [SEP]."""
        c = self.model.config
        inputs = {
            "ids": np.array([[c.cls_id, *pieces, c.sep_id]], np.int64),
            "segments": segments[None].astype(np.int64),
        }
        (found,) = self.session.run([head.name], {name: inputs[name] for name in inputs if name in self.takes})
        return found


def softmax(logits: np.ndarray) -> np.ndarray:
    e = np.exp(logits - logits.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


@dataclass
class Tally:
    """The answers to one head's lines."""

    answers: list[tuple[str | None, str | None, str | None]] = field(default_factory=list)  # ours, theirs, expected
    differences: list[float] = field(default_factory=list)
    cosines: list[float] = field(default_factory=list)

    def sequence(self, head, reply, logits, expected) -> None:
        """The score is that of the best label; both may have another, so its probability counts, whichever label it
        is."""
        shares = softmax(logits)
        labels = shares[: len(head.labels)]
        best = head.labels[int(labels.argmax())]
        if head.out_of_scope:
            self.differences.append(abs(reply["oos"] - shares[-1]))
            best = None if shares[-1] > head.threshold else best
        self.differences.append(abs(reply["score"] - labels.max()))
        ours = reply["intent"] if "intent" in reply else reply["label"]
        self.answers.append((ours, best, None if expected == "oos" else expected))

    def tags(self, head, reply, logits, encoding, text) -> None:
        pieces = syntactic_words.pieces_of(encoding, text)
        tokens = syntactic_words.syntactic_words(text.encode(), pieces)
        if len(tokens) != len(reply["tokens"]):
            raise SystemExit(f"{text!r}: {len(reply['tokens'])} tokens, {len(tokens)} expected")
        theirs = [head.labels[int(logits[1 + first].argmax())] for first, _, _ in tokens]
        self.answers += [(token["tag"], other, None) for token, other in zip(reply["tokens"], theirs, strict=True)]

    def vector(self, reply, logits) -> None:
        ours = np.frombuffer(base64.b64decode(reply["vector"]), np.int8).astype(np.float64)
        theirs = logits.astype(np.float64)
        self.cosines.append(float(ours @ theirs / np.sqrt((ours @ ours) * (theirs @ theirs))))

    def line(self, source: Source, texts: int) -> str:
        start = f"{source.head:15} {source.name + ', ' + source.split:20} {texts:6}"
        if self.cosines:
            return f"{start}   cosine of the vectors: mean {np.mean(self.cosines):.4f}, least {min(self.cosines):.4f}"
        alike = np.mean([ours == theirs for ours, theirs, _ in self.answers])
        parts = [f"{start} {len(self.answers):8} {100 * alike:7.2f} %"]
        parts.append(f"{np.mean(self.differences):7.4f} {max(self.differences):7.4f}" if self.differences else " " * 15)
        if source.label:
            right = (100 * np.mean([row[side] == row[2] for row in self.answers]) for side in (0, 1))
            parts.append("{:8.2f} {:7.2f}".format(*right))
        return "  ".join(parts).rstrip()


def replies(program: Path, model: Path, requests: list[str]) -> list[dict]:
    """What the host program answers, a reply for each line."""
    done = subprocess.run(
        [program, "--model", model, "--no-timing"],
        input="".join(request + "\n" for request in requests),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()][1:]  # The ready line comes first.
    bad = [reply for reply in found if "error" in reply]
    if bad or len(found) != len(requests):
        raise SystemExit(f"{len(requests)} lines, {len(found)} replies; {bad[:1]}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--lines", type=int, default=500, help="of each set; 0: all")
    parser.add_argument("--pipit", type=Path, default=data.REPOSITORY / ".build/release/pipit", help="the host program")
    options = parser.parse_args()
    model = pipit.format.read(options.model)
    heads = {head.name: head for head in model.heads}
    network = FloatNetwork(model)
    print(f"{options.model.name}: the engine, int8, and ONNX Runtime {onnxruntime.__version__}, float32")
    print("head            set, split            lines  answers     alike  score: mean, most off  right: engine, float")
    for source in SOURCES:
        if source.head not in heads or heads[source.head].lexicon:
            continue
        head, rows, tally = heads[source.head], source.rows(options.lines), Tally()
        answers = replies(options.pipit, options.model, [f"@{source.head} {text}" for text, _ in rows])
        for (text, expected), reply in zip(rows, answers, strict=True):
            if head.kind == pipit.format.PAIR_CLASSIFICATION:
                tally.sequence(head, reply, network.pair_logits(head, *text.split(" || ", 1)), expected)
                continue
            logits, encoding = network.logits(head, text)
            if head.kind == pipit.format.SEQUENCE:
                tally.sequence(head, reply, logits, expected)
            elif head.kind == pipit.format.TOKEN_PLAIN:
                tally.tags(head, reply, logits, encoding, text)
            else:
                tally.vector(reply, logits)
        print(tally.line(source, len(rows)), flush=True)


if __name__ == "__main__":
    main()
