"""Stage 7: writes the vectors of the teacher of sentences (model/sentence_teacher.py) for short commands, questions and
small talk; resumable.

    python -m stages.cache_relations

Result in work/relations, as stage 2's: texts.txt and a file of float16 vectors `[sentences, 768]` for each 2,048 of
them. The contrastive stage draws the cosines of its own vectors to theirs. No text of the sets that judge it is here.
"""

import argparse
import random

import torch

from model import sentence_teacher
from tasks import data, household, relations
from tasks.phrases import MARKUP
from tasks.teacher_vectors import write_cache

CHUNK = 2048
SHORTEST_WORDS, LONGEST_WORDS, LONGEST_CHARACTERS = 2, 14, 90

# At most so many sentences of each source.
LABELLED = {"clinc150": 7000, "banking77": 3000, "ha_intents": 1400, "sgd_slots": 8000, "trec": 3000}
PRETRAIN = {"taskmaster_dialogues": 5000, "tatoeba_en": 9000, "topical_chat": 2500, "trivia_qa": 2000}
PATTERNS = 2000


def collect(seed: int) -> list[str]:
    """A shuffled sample of every source, without repeats."""
    draw, chosen = random.Random(seed), set(household.sentences(PATTERNS, seed))
    sources = [
        (limit, (MARKUP.sub(r"\1", row["text"]) for row in data.read_table(n, "train")))
        for n, limit in LABELLED.items()
    ]
    sources += [
        (limit, (line.split("? ")[0] + "?" * ("? " in line) for line in data.pretraining_lines(n)))
        for n, limit in PRETRAIN.items()
    ]
    for limit, texts in sources:
        usable = sorted(
            {
                t
                for t in map(str.strip, texts)
                if SHORTEST_WORDS <= len(t.split()) <= LONGEST_WORDS and len(t) < LONGEST_CHARACTERS
            }
        )
        chosen.update(draw.sample(usable, min(limit, len(usable))))
    shuffled = sorted(chosen)
    draw.shuffle(shuffled)
    return shuffled


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=int, default=13 * CHUNK)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    splitter, network = sentence_teacher.tokenizer(), sentence_teacher.encoder()
    write_cache(
        relations.folder(),
        lambda: collect(options.seed),
        options.sentences,
        CHUNK,
        lambda texts: sentence_teacher.sentence_vectors(network, splitter.encode_batch(texts)),
    )


if __name__ == "__main__":
    main()
