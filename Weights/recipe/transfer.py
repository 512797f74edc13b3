"""Stage 6: many sentences with the fine-tuned teachers' mean answers, from which the small network learns.

    python transfer.py

HWU64's training rows as they stand, rows with exchanged slot values and other styles, rows with words replaced by
their neighbours, texts of the other training sets and dialogues, and text out of scope. Writes work/transfer.npz:
texts, the true intent and tags where they are known (else -1), and the mean of the teachers' logits for intents and words.
"""

import argparse
import random

import numpy as np
import torch
from tqdm import tqdm

import augment
import commands
import data
import finetune_teacher
import initialize
import teacher
import text

OTHERS = {"clinc150": 12000, "snips": 5000, "ha_intents": 1400, "banking77": 2000, "trec": 1500}
SPOKEN = {"sgd_dialogues": 6000, "tatoeba_en": 5000, "trivia_qa": 3000, "topical_chat": 2000, "taskmaster_dialogues": 2500}


class Neighbours:
    """Whole words near each other in the teacher's embeddings."""

    def __init__(self, count: int = 12):
        entries = list(data.lines(data.VOCABULARY))
        self.words = [(i, e) for i, e in enumerate(entries) if e.isalpha() and len(e) > 2]
        rows = initialize.teacher_rows()[[i for i, _ in self.words]]
        rows = torch.nn.functional.normalize(torch.from_numpy(rows - rows.mean(0)), dim=1)
        near = torch.cat([part @ rows.t() for part in rows.split(1000)]).topk(count + 1).indices[:, 1:]
        self.near = {word: [self.words[j][1] for j in near[i].tolist()] for i, (_, word) in enumerate(self.words)}

    def replaced(self, words, draw: random.Random, share: float = 0.2):
        """Words, about `share` of them replaced and one now and then dropped."""
        kept = [w for w in words if len(words) < 3 or draw.random() > 0.04] or words
        return [draw.choice(self.near[w]) if w in self.near and draw.random() < share else w for w in kept]


def collect(seed: int, copies: int, split: str):
    """(text, intent or None, tags or None); the intent "" means out of scope. Other sets' texts go with "train"."""
    draw = random.Random(seed)
    rows = commands.examples(split)
    values, neighbours = commands.slot_values(rows), Neighbours()
    found = [(" ".join(words), intent, tags) for words, tags, intent in rows]
    for copy in range(copies):
        for words, tags, intent in rows:
            words, tags = values.exchange(words, tags, intent, draw, share=0.3 if copy == 0 else 0.8)
            words, tags = augment.restyled(words, tags, draw)
            found.append((" ".join(words), intent, tags))
    found += [(" ".join(neighbours.replaced(words, draw)), None, None) for words, _, _ in rows]
    if split != "train":
        return found
    for name, limit in OTHERS.items():
        texts = sorted({t for t in data.training_texts(name) if len(t) <= 120})
        found += [(t, None, None) for t in draw.sample(texts, min(limit, len(texts)))]
    for name, limit in SPOKEN.items():
        texts = sorted({t for t in data.pretraining_lines(name) if 8 <= len(t) <= 90})
        found += [(t, None, None) for t in draw.sample(texts, limit)]
    outside = commands.out_of_scope("train") * 5 + commands.foreign(seed, 1200, 1200)
    for sentence in outside:
        words, _ = augment.restyled(sentence.lower().split(), ["O"] * len(sentence.split()), draw, requests=False)
        found.append((" ".join(words), "", None))
    return found


def answers(texts: list[str], split: str):
    """The mean over the fine-tuned teachers of their logits for intents `[texts, intents]` and words."""
    splitter = teacher.tokenizer(finetune_teacher.LONGEST_PIECES)
    intents, tags, words = [], [], None
    for path in sorted(data.WORK.glob("commands_teacher_*.pt")):
        kept = path.with_name(path.stem.replace("commands_teacher", f"answers_{split}") + ".npz")
        if not kept.exists():
            network, found = finetune_teacher.load(path), []
            for begin in tqdm(range(0, len(texts), 2048), desc=f"{len(texts)} sentences, {path.stem}", unit="chunk"):
                one, other = finetune_teacher.predict(network, splitter, texts[begin : begin + 2048])
                found.append((one.astype(np.float16), np.concatenate(other).astype(np.float16), [len(t) for t in other]))
            np.savez(kept, intents=np.concatenate([f[0] for f in found]), tags=np.concatenate([f[1] for f in found]),
                     words=np.concatenate([f[2] for f in found]))
        stored = np.load(kept)
        intents.append(stored["intents"])
        tags.append(stored["tags"])
        words = stored["words"]
    mean = np.mean(tags, 0, np.float32).astype(np.float16)
    return np.mean(intents, 0, np.float32).astype(np.float16), np.split(mean, np.cumsum(words)[:-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=["train", "valid"], default="train", help="valid is for the last fit alone")
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    intents, tags = commands.labels()
    intent_index = {name: i for i, name in enumerate(intents)} | {"": len(intents), None: -1}
    tag_index = {name: i for i, name in enumerate(tags)}
    found = collect(options.seed, options.copies, options.split)
    texts = [sentence for sentence, _, _ in found]
    _, starts = text.encode(text.tokenizer(finetune_teacher.LONGEST_PIECES), texts)
    intent_logits, tag_logits = answers(texts, options.split)
    kept = [i for i in range(len(found)) if len(starts[i]) == len(tag_logits[i]) > 0]
    print(f"{len(kept)} of {len(found)} sentences have the same words in both vocabularies")
    truth = [[tag_index[t] for t in found[i][2]][: len(starts[i])] if found[i][2] else [-1] * len(starts[i]) for i in kept]
    assert all(len(t) == len(starts[i]) for t, i in zip(truth, kept, strict=True))
    np.savez(
        data.WORK / ("transfer.npz" if options.split == "train" else "transfer_valid.npz"), texts=np.array([texts[i] for i in kept]),
        intents=np.array([intent_index[found[i][1]] for i in kept]), words=np.array([len(t) for t in truth]),
        tags=np.concatenate(truth), intent_logits=intent_logits[kept],
        tag_logits=np.concatenate([tag_logits[i] for i in kept]))


if __name__ == "__main__":
    main()
