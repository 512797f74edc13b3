"""Questions made of statements: a name or a number of a sentence becomes the answer, some of its other words the
question.

Question answering without questions, after Lewis et al. 2019 (arXiv 1906.04980), with rules in place of a translator:
it teaches to look near the question's words for something of the right kind. The paragraphs keep their case, which
shows the names.
"""

import random
import re

from tasks import data

SOURCES = {
    "wikipedia_paragraphs": 1.0,
    "wikipedia_articles": 0.5,
    "onestop_english": 0.5,
    "openstax_textbooks": 0.3,
    "books": 0.04,
}
YEAR = re.compile(
    r"\b(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2},)? )?(?:1[0-9]|20)\d\d\b"
)
NUMBER = re.compile(r"\b\d[\d,.]*\d?(?: (?:million|billion|percent|per cent|years|days|miles|km|metres|feet))?\b")
NAME = re.compile(r"\b[A-Z][\w'-]+(?: (?:of |the |de )?[A-Z][\w'-]+){0,3}")
THING = re.compile(
    r"\b(?:the|a|an|its|their|his|her) ((?:[a-z-]{3,} ){0,2}[a-z-]{4,})"
    r"(?=[,.;]| (?:of|in|and|to|for|that|which|was|is|are|were)\b)"
)
PLACE_BEFORE = {"in", "at", "from", "near", "to", "around"}
PERSON_AFTER = {"was", "said", "wrote", "became", "won", "born", "who", "had", "and", "is"}


def spans(sentence: str):
    """(start, end, words that may ask for it) of what could be an answer."""
    found = [(m.start(), m.end(), ("when", "what year", "in what year")) for m in YEAR.finditer(sentence)]
    taken = [(a, b) for a, b, _ in found]

    def apart(m):
        return all(m.end() <= a or m.start() >= b for a, b in taken)

    found += [
        (m.start(), m.end(), ("how many", "how much", "what number")) for m in NUMBER.finditer(sentence) if apart(m)
    ]
    for m in NAME.finditer(sentence):
        if m.start() == 0 and " " not in m.group() or not apart(m):
            continue
        before = sentence[: m.start()].split()[-1:] or [""]
        after = sentence[m.end() :].split()[:1] or [""]
        if before[0].lower() in PLACE_BEFORE:
            openings = ("where", "where", "what place", "which city", "what country")
        elif after[0].strip(",") in PERSON_AFTER or before[0].lower() == "by":
            openings = ("who", "who", "which person", "what")
        else:
            openings = ("what", "which", "who", "what is the name of")
        found.append((m.start(), m.end(), openings))
    found += [(m.start(1), m.end(1), ("what", "what kind of", "which")) for m in THING.finditer(sentence) if apart(m)]
    return found


def question(sentence: str, start: int, end: int, openings, draw: random.Random) -> str:
    """Most of the words around the answer, some lost, now and then in another order."""
    words = (
        re.findall(r"[\w'-]+", sentence[:start])[-draw.randint(2, 9) :],
        re.findall(r"[\w'-]+", sentence[end:])[: draw.randint(2, 9)],
    )
    lost = draw.choice((0.1, 0.25, 0.4))
    first, second = ([w for w in part if draw.random() > lost] for part in words)
    if draw.random() < 0.4:
        first, second = second, first
    return " ".join([draw.choice(openings), *first, *second]) + "?"


def rows(count: int, seed: int) -> list[dict[str, str]]:
    """Examples with the columns of the question sets."""
    draw = random.Random(seed)
    paragraphs = []
    for name, share in SOURCES.items():
        found = [line for line in data.pretraining_lines(name) if 120 <= len(line) <= 900]
        paragraphs += draw.sample(found, int(share * len(found)))
    made = []
    while len(made) < count:
        paragraph = draw.choice(paragraphs)
        sentences = data.END_OF_SENTENCE.split(paragraph)
        first = draw.randrange(len(sentences))
        kept = " ".join(sentences[max(0, first - draw.randint(0, 2)) : first + draw.randint(1, 3)])
        sentence = sentences[first]
        choices = spans(sentence) if 40 <= len(sentence) <= 300 else []
        kinds = {openings for _, _, openings in choices}
        if not choices:
            continue
        kind = draw.choice(sorted(kinds))  # numbers and names as often as things
        start, end, openings = draw.choice([c for c in choices if c[2] == kind])
        made.append(
            {
                "context": kept,
                "question": question(sentence, start, end, openings, draw),
                "answer": sentence[start:end],
                "answer_start": str(kept.index(sentence) + start),
            }
        )
    return made


if __name__ == "__main__":
    for row in rows(20, 1):
        print(row["question"], "|", row["answer"], "|", row["context"])
