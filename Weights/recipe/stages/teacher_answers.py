"""Stage 8: many texts with the fine-tuned teachers' answers, from which the small network learns.

    python -m stages.teacher_answers [task ...]

For each task its training rows as they stand, copies with exchanged slot values, other styles or words replaced by
their neighbours, and texts of other sets without a label. Writes work/answers/TASK.npz: marked ids (text.encode) and
pieces (how many a text has); of a sequence head label (−1: not known) and logits; of a word head words (how many a text
has), places (pieces), tags, tag_logits and states, the teacher's rows. A task whose file is there is left alone.
"""

import argparse
import random

import numpy as np
import torch
from tqdm import tqdm

from model import teacher
from stages import finetune_teacher
from tasks import answer_texts, data, licences, sets, text
from tasks.text import padded

# The teachers of each task (group, seed), whose distributions are averaged; the teacher of tasks unless said.
COMMANDS = [("commands", 1), ("commands", 2)]
TEACHERS = {
    "commands": COMMANDS,
    "commands_valid": COMMANDS,
    "snips": COMMANDS,
    "acceptable": [("sentences", 1)],
    "emotion": [("sentences", 1)],
}
if licences.ONLY_PERMISSIVE:
    TEACHERS |= dict.fromkeys(("snips", "clinc", "banking"), [("assistant", 1)])


def words_of(splitter, texts: list[str], plain: bool):
    """Ids, and for every word that the head tags its first piece; a plain head tags finer tokens."""
    if not plain:
        return text.encode(splitter, texts)
    found = [sets.pieces_with_tokens(splitter, sentence) for sentence in texts]
    return [ids for _, _, ids in found], [np.array(places, np.int32) for places, _, _ in found]


def predict(network, sequence, words, ids, places):
    """Log-probabilities of the sequence head `[texts, labels]` and of the words of each text, and the rows of these."""
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    of_text, of_words, states = [None] * len(ids), [None] * len(ids), [None] * len(ids)
    with torch.inference_mode():
        for begin in tqdm(range(0, len(order), 64), mininterval=10):
            picked = order[begin : begin + 64]
            rows, pooled = network.encoder(padded([ids[i] for i in picked]))
            logits = network[sequence](pooled).log_softmax(1).numpy() if sequence else [None] * len(picked)
            for k, i in enumerate(picked):
                of_text[i] = logits[k]
                if words:
                    seen = rows[k, places[i]]
                    of_words[i], states[i] = (
                        network[words](seen).log_softmax(1).numpy(),
                        seen.numpy().astype(np.float16),
                    )
    return of_text, of_words, states


def mean_of(answers) -> np.ndarray | None:
    """The logarithm of the mean of several teachers' distributions; None where there is none."""
    return None if answers[0] is None else (np.logaddexp.reduce(answers) - np.log(len(answers))).astype(np.float16)


def answer(task: str, teachers, found):
    """Writes the answers of a task, those of its teachers (network, heads by name) averaged; states are the first
    one's."""
    named = teachers[0][1]
    sequence, words = answer_texts.HEADS[task]
    texts = [t for t, _, _ in found]
    plain = words == "pos"
    ids, places = words_of(text.tokenizer(finetune_teacher.LONGEST_PIECES), texts, plain)
    theirs, their_places = words_of(teacher.tokenizer(finetune_teacher.LONGEST_PIECES), texts, plain)
    answers = [predict(network, sequence, words, theirs, their_places) for network, _ in teachers]
    of_text, of_words = ([mean_of(same) for same in zip(*(one[kind] for one in answers))] for kind in (0, 1))
    states = answers[0][2]
    kept = [i for i in range(len(found)) if not words or len(places[i]) == len(their_places[i]) > 0]
    print(f"{task}: {len(kept)} of {len(found)} texts", flush=True)
    stored = {
        "ids": np.concatenate([ids[i] for i in kept]).astype(np.uint16),
        "pieces": np.array([len(ids[i]) for i in kept]),
    }
    if sequence:
        number = {label: i for i, label in enumerate(named[sequence].labels)} | {
            "": len(named[sequence].labels),
            None: -1,
        }
        stored |= {
            "label": np.array([number[found[i][1]] for i in kept]),
            "logits": np.stack([of_text[i] for i in kept]),
        }
    if words:
        number, truth = {tag: i for i, tag in enumerate(named[words].labels)}, []
        for i in kept:
            tags = found[i][2]
            if tags and plain:
                tags = [
                    tags[owner]
                    for owner in sets.pieces_with_tokens(text.tokenizer(finetune_teacher.LONGEST_PIECES), texts[i])[1]
                ]
            truth.append([number[t] for t in tags[: len(places[i])]] if tags else [-1] * len(places[i]))
            assert len(truth[-1]) == len(places[i])
        stored |= {
            "words": np.array([len(places[i]) for i in kept]),
            "places": np.concatenate([places[i] for i in kept]),
            "tags": np.concatenate(truth),
            "tag_logits": np.concatenate([of_words[i] for i in kept]),
            "states": np.concatenate([states[i] for i in kept]),
        }
    target = data.WORK / "answers" / f"{task}.npz"
    partial = target.with_suffix(".partial.npz")
    np.savez(partial, **stored)
    partial.rename(target)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tasks", nargs="*", default=list(answer_texts.HEADS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", type=int, help="at most so many of a task, drawn at random: for a rehearsal")
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    (data.WORK / "answers").mkdir(exist_ok=True)
    neighbours = answer_texts.Neighbours(teacher.embedding_rows())
    for task in options.tasks:
        if not (data.WORK / "answers" / f"{task}.npz").exists():
            teachers = [finetune_teacher.load(*known) for known in TEACHERS.get(task, [("tasks", 1)])]
            found = answer_texts.COLLECT[task](random.Random(options.seed), neighbours)
            if options.texts:
                found = random.Random(options.seed).sample(found, min(options.texts, len(found)))
            answer(task, teachers, found)


if __name__ == "__main__":
    main()
