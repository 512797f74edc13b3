"""BIO tags: their spans, and the tags that stand inside of one."""

import numpy as np


def spans(tags: list[str]) -> list[tuple[str, int, int]]:
    """(slot, first word, word after the last) of each span; an I- that follows nothing of its kind begins one."""
    found = []
    for index, tag in enumerate(tags):
        kind = tag[2:]
        if tag.startswith("B-") or (
            tag.startswith("I-") and not (found and found[-1][0] == kind and found[-1][2] == index)
        ):
            found.append((kind, index, index + 1))
        elif tag.startswith("I-"):
            found[-1] = (kind, found[-1][1], index + 1)
    return found


def inside_tags(tags: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The number of each I- tag, and of the B- of its slot."""
    inner = np.array([i for i, tag in enumerate(tags) if tag.startswith("I-")], np.int64)
    return inner, np.array([tags.index("B-" + tags[i][2:]) for i in inner], np.int64)
