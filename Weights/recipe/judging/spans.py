"""SQuAD's two measures of an answer, as its evaluation script normalizes them."""

import re
import string
from collections import Counter


def normalized(answer: str) -> list[str]:
    """Its words in lower case, without ASCII punctuation and articles."""
    kept = "".join(letter for letter in answer.lower() if letter not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", kept).split()


def exact_and_f1(answer: str, expected: str) -> tuple[bool, float]:
    """Whether two answers are equal, and F1 of their words."""
    one, other = normalized(answer), normalized(expected)
    if not one or not other:
        return one == other, float(one == other)
    same = (Counter(one) & Counter(other)).total()
    return one == other, 2 * same / (len(one) + len(other))
