"""Pieces and words of a text, as the device sees them."""

import unicodedata

import numpy as np
from tokenizers.processors import BertProcessing

from pipit.text.tokenizer import bert_tokenizer
from tasks import data

PAD, UNKNOWN, CLS, MASK, SEP = range(5)
CAPITAL = 1 << 15  # the bit of an id in training whose piece starts with a capital; the tokenizer has no letter case


def tokenizer(longest: int = 128):
    """The device's tokenizer: uncased BERT normalization, WordPiece over vocab.txt; [CLS] and [SEP] in place."""
    made = bert_tokenizer(list(data.lines(data.VOCABULARY)))
    made.post_processor = BertProcessing(("[SEP]", SEP), ("[CLS]", CLS))
    made.enable_truncation(longest)
    return made


def padded(arrays, fill=0):
    """A tensor `[B, longest]` of arrays of several lengths."""
    import torch

    out = np.full((len(arrays), max(map(len, arrays))), fill, np.int64)
    for row, array in enumerate(arrays):
        out[row, : len(array)] = array
    return torch.from_numpy(out)


def word_starts(offsets, is_special) -> list[int]:
    """The piece at which each white-space word begins (rule 1 of Sources/PipitCore/Engine/Readings/Words.swift)."""
    found, end = [], None
    for index, ((start, stop), special) in enumerate(zip(offsets, is_special, strict=True)):
        if special:
            continue
        if end is None or start > end:
            found.append(index)
        end = stop
    return found


def marked_ids(encoding, sentence: str) -> np.ndarray:
    """The ids of an encoded text, CAPITAL in those of pieces that start with one of A … Z in the text."""
    first = np.array([start for start, _ in encoding.offsets])
    codes = np.array([*map(ord, sentence), 0])[first]
    capital = (codes >= ord("A")) & (codes <= ord("Z")) & (np.array(encoding.special_tokens_mask) == 0)
    return np.array(encoding.ids, np.int32) | np.where(capital, CAPITAL, 0).astype(np.int32)


def encode(splitter, texts: list[str]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Marked ids with [CLS] and [SEP], and the first piece of each word, for every text."""
    encodings = splitter.encode_batch(texts)
    ids = [marked_ids(e, sentence) for e, sentence in zip(encodings, texts, strict=True)]
    starts = [np.array(word_starts(e.offsets, e.special_tokens_mask), np.int32) for e in encodings]
    return ids, starts


def leaves_pieces(word: str) -> bool:
    """Whether a white-space word survives the tokenizer's cleaning."""
    return any(unicodedata.category(c) not in ("Cc", "Cf", "Cn", "Co", "Mn") for c in word)
