"""Last stage: fewer weights for the head of entities that a finished file has.

    python -m stages.prune_entities ../pipit.pipit --entries 5000

The strongest stay, as in stages/fit_entities.py, which made the head: by how much they do in the lines that have labels
and in plain sentences, a part of them retyped without capitals. All that stays keeps its bits.
"""

import argparse
import random
from pathlib import Path

import numpy as np

import pipit.format
from pipit.format.paths import TagFeatures
from pipit.text.parts import word_parts
from pipit.text.syntactic_words import pieces_of
from stages.fit_entities import COMMANDS, NAME, NAMED_SHARE, named_keys
from stages.tag_entities import LONGEST, SHORTEST
from tasks import data, entities, text
from tasks.entities import Example
from tasks.entity_lines import part_keys, traits

# Plain sentences of each pre-training file.
SENTENCES = {
    "tatoeba_en": 5000,
    "topical_chat": 5000,
    "trivia_qa": 3000,
    "onestop_english": 1500,
    "wikipedia_articles": 4500,
}


def plain(draw: random.Random) -> list[Example]:
    """Sentences whose names nobody has marked."""
    found = []
    for name, count in SENTENCES.items():
        parts = (part for line in data.pretraining_lines(name) for part in data.END_OF_SENTENCE.split(line))
        usable = sorted({part for part in parts if SHORTEST <= len(part) <= LONGEST})
        found += [Example(line, []) for line in draw.sample(usable, min(count, len(usable)))]
    return found


def lines(draw: random.Random) -> list[str]:
    """What the weights are judged by."""
    sets = entities.wnut17("train") + entities.btc("train")
    commands = entities.labelled("hwu64_slots", "train", entities.HWU64)
    commands += entities.labelled("snips", "train", entities.SNIPS)
    made = entities.templates(entities.LINES_OF_TEMPLATE, draw, 1)
    found = sets + [entities.small(example) for example in draw.sample(sets, len(sets) // 3)]
    found += draw.sample(commands, min(COMMANDS, len(commands)))
    found += [entities.retyped(example, draw) for example in plain(draw) + made]
    return [example.text for example in found]


def counts_of(keys: np.ndarray, texts: list[str]) -> np.ndarray:
    """How often parts of the texts have each of some rising keys."""
    counts = np.zeros(len(keys), np.int64)
    splitter = text.tokenizer()
    for line in texts:
        raw = line.encode()
        parts = word_parts(raw, pieces_of(splitter.encode(line), line)[1:-1])
        found = np.array(part_keys([traits(raw[p.start : p.end].decode()) for p in parts]), np.int64).ravel()
        places = np.searchsorted(keys, found).clip(max=len(keys) - 1)
        np.add.at(counts, places[keys[places] == found], 1)
    return counts


def strongest(stored: TagFeatures, limit: int, texts: list[str]) -> np.ndarray:
    """The numbers of the weights that do the most, rising."""
    keys, places = np.unique(stored.keys, return_inverse=True)
    done = np.abs(stored.weights) * np.sqrt(counts_of(keys, texts))[places]
    done[np.isin(stored.keys, named_keys())] *= NAMED_SHARE
    return np.sort(np.argsort(-done, kind="stable")[:limit])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="the file that has the head")
    parser.add_argument("--entries", type=int, default=5000, help="weights of features that stay, 4 bytes each")
    parser.add_argument("--output", type=Path, help="another file that is written")
    options = parser.parse_args()
    model = pipit.format.read(options.model)
    head = next(head for head in model.heads if head.name == NAME)
    stored = TagFeatures.unpack(head.tag_features, len(head.labels))
    kept = strongest(stored, options.entries, lines(random.Random(9)))
    fewer = TagFeatures(stored.keys[kept], stored.outputs[kept], stored.weights[kept], stored.scale)
    head.tag_features = fewer.pack()
    model.put(head)
    output = options.output or options.model
    print(f"{len(stored.keys)} weights, {len(kept)} kept; {output}: {pipit.format.write(model, output):,} bytes")


if __name__ == "__main__":
    main()
