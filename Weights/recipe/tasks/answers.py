"""Questions as the device reads them: windows of the context, and what each span of it is worth (HEADS.md, kind 4)."""

from dataclasses import dataclass, field

import numpy as np

from tasks import data, text

LONGEST = 128
LONGEST_ANSWER = 30


@dataclass
class Window:
    """A question beside a part of its context: `first` and `count` number the context's pieces."""

    ids: np.ndarray
    shift: int
    first: int
    count: int


@dataclass
class Question:
    """A question of a set, and the windows in which its context is read."""

    context: str
    answer: str
    offsets: list
    starts: np.ndarray
    windows: list[Window] = field(default_factory=list)


def windows(question: np.ndarray, context: np.ndarray, starts: np.ndarray) -> list[Window]:
    """Those of marked ids; `starts`: whether each piece of the context starts a word, and one more for its end."""
    question = question[: (LONGEST - 3) // 2]
    room, first, found = LONGEST - 3 - len(question), 0, []
    while True:
        count = min(room, len(context) - first)
        ids = np.array([text.CLS, *question, text.SEP, *context[first : first + count], text.SEP])
        found.append(Window(ids, len(question) + 2, first, count))
        following = [k for k in range(first + max(count // 2, 1), first + count + 1) if starts[k]]
        if first + count == len(context) or not following:
            return found
        first = following[0]


def questions(name: str, split: str) -> list[Question]:
    """The questions of a set."""
    rows, splitter = data.read_table(name, split), text.tokenizer(10_000)
    found = []
    for row in rows:
        question, context = (
            splitter.encode(row[column], add_special_tokens=False) for column in ("question", "context")
        )
        starts = np.array([not token.startswith("##") for token in context.tokens] + [True])
        one = Question(row["context"], row["answer"], context.offsets, starts)
        one.windows = windows(
            text.marked_ids(question, row["question"]), text.marked_ids(context, row["context"]), starts
        )
        found.append(one)
    return found


def allowed(starts: np.ndarray) -> np.ndarray:
    """Which spans of pieces may be an answer `[pieces, pieces]`; `starts` has one more, for what follows."""
    count = len(starts) - 1
    place = np.arange(count)
    near = (place >= place[:, None]) & (place < place[:, None] + LONGEST_ANSWER)
    return near & starts[:-1, None] & starts[1:]


@dataclass
class Found:
    """The best span of a question: its words, its margin over none, and the sum of e^(margin / T) of all spans by T."""

    words: str
    margin: float
    margins: np.ndarray

    def score(self, temperature: float) -> float:
        """The share of the best span among all spans and none."""
        rest = np.exp((self.margins - self.margin) / temperature).sum()
        return float(1 / (rest + np.exp(min(80.0, -self.margin / temperature))))


def best_span(question: Question, logits: list[np.ndarray], length_cost: float = 0) -> Found:
    """The best span by the start and end logits of the tokens of each window; `length_cost` is that of the head."""
    best, words, all_margins = -np.inf, "", []
    for window, z in zip(question.windows, logits, strict=True):
        first, last = window.first, window.first + window.count
        inner = z[window.shift : window.shift + window.count]
        place = np.arange(window.count)
        length = np.float32(length_cost) * (place - place[:, None]).astype(np.float32)
        margins = ((inner[:, None, 0] + inner[None, :, 1]) - (z[0, 0] + z[0, 1])) - length
        margins = np.where(allowed(question.starts[first : last + 1]), margins, -np.inf)
        all_margins.append(margins[np.isfinite(margins)])
        if margins.size and margins.max() > best:
            best = float(margins.max())
            i, j = np.unravel_index(margins.argmax(), margins.shape)
            words = question.context[question.offsets[first + i][0] : question.offsets[first + j][1]]
    return Found(words, best, np.concatenate(all_margins))
