"""Stage 2: writes the teacher's sentence vectors for short sentences of all kinds; resumable.

    python -m stages.cache_teacher

Result in work/teacher: texts.txt (one sentence a line, shuffled with a fixed seed) and a file of float16 vectors
`[sentences, 384]` for each 8,192 of them.
"""

import argparse
import random

import torch
from tqdm import tqdm

from model import teacher
from tasks import data, licences
from tasks.teacher_vectors import write_cache

CHUNK = 8192
LONGEST_CHARACTERS = 200
LONGEST_PIECES = 64

# At most so many sentences of each source; the sets of commands are taken whole.
LABELLED = {
    "hwu64_slots": 9000,
    "clinc150": 15100,
    "snips": 13100,
    "banking77": 9000,
    "ha_intents": 1400,
    "atis": 3000,
    "trec": 5000,
    "emotion": 9000,
    "sst2": 12000,
    "limit": 6000,
    "cola": 8000,
    "wnut17": 3000,
    "btc_ner": 4000,
    "ud_ewt_pos": 10000,
    "stsb": 11500,
    "mrpc": 4000,
    "sick": 6000,
    "quora_pairs": 16000,
    "snli_small": 10000,
    "mnli_small": 10000,
    "qnli_dev": 4000,
    "rte": 2000,
    "squad": 4000,
    "squadshifts_short": 6000,
    "ag_news": 3000,
    "cyberbullying": 2000,
    "imdb": 4000,
}
PRETRAIN = {
    "sgd_dialogues": 40000,
    "tatoeba_en": 60000,
    "trivia_qa": 20000,
    "topical_chat": 15000,
    "taskmaster_dialogues": 8000,
    "wikipedia_paragraphs": 6000,
    "wikipedia_articles": 8000,
    "books": 15000,
    "onestop_english": 4000,
    "openstax_textbooks": 3000,
    "recipes": 3000,
}


def sentences(text: str):
    """The text itself where it is short, else its sentences."""
    if len(text) <= LONGEST_CHARACTERS:
        yield text
    else:
        yield from data.END_OF_SENTENCE.split(text)


def collect(seed: int) -> list[str]:
    """A shuffled sample of every source, without repeats."""
    draw = random.Random(seed)
    chosen = set()
    sources = [(n, limit, data.training_texts) for n, limit in LABELLED.items()]
    sources += [(n, limit, data.pretraining_lines) for n, limit in PRETRAIN.items()]
    sources = [source for source in sources if licences.may_train_on(source[0])]
    for name, limit, texts in tqdm(sources, desc="collecting", unit="source"):
        found = {s.strip() for text in texts(name) for s in sentences(text)}
        usable = sorted(s for s in found if 2 <= len(s) <= LONGEST_CHARACTERS and any(c.isalpha() for c in s))
        draw.shuffle(usable)
        chosen.update(usable[:limit])
    shuffled = sorted(chosen)
    draw.shuffle(shuffled)
    return shuffled


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=int, default=32 * CHUNK)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    splitter, network = teacher.tokenizer(LONGEST_PIECES), teacher.encoder().eval()
    write_cache(
        data.WORK / "teacher",
        lambda: collect(options.seed),
        options.sentences,
        CHUNK,
        lambda texts: teacher.sentence_vectors(network, splitter.encode_batch(texts)),
    )


if __name__ == "__main__":
    main()
