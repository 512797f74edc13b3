"""Stage 1: prunes the WordPiece vocabulary of all-MiniLM-L6-v2 to 8,192 entries by use; writes vocab.txt.

    python -m stages.vocabulary

Only training splits and pre-training text are counted. A source of N words weighs 1 / sqrt(N) a word, so that the small
sets count beside the books, and what people say to assistants weighs twice that. The pruning goes in rounds, each of
which tokenizes all words anew: a word that falls passes its use on to the pieces it then breaks into. Single characters
never fall, so that an unknown word is spelled rather than lost.

Order of the result, as Sources/PipitCore/Model/FORMAT.md wants it: the special tokens, the words, the continuation
pieces; the latter two sorted by their UTF-8 bytes.
"""

import argparse
import math
from collections import Counter
from pathlib import Path

from tokenizers import normalizers, pre_tokenizers
from tqdm import tqdm

from model import teacher
from tasks import data

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[MASK]", "[SEP]"]
KEPT_SYMBOLS = "‘’“”–—…•£€¥°§©®™×÷½¼¾±²³´·«»¡¿"
COMMANDS = {"hwu64_slots", "clinc150", "snips", "banking77", "ha_intents", "sgd_dialogues", "tatoeba_en"}
LONGEST_WORD = 100  # characters; beyond it the tokenizer answers [UNK]


def count_words() -> Counter:
    """Weighted use of each pre-tokenized word over all training text."""
    normalizer = normalizers.BertNormalizer(
        lowercase=True, strip_accents=True, clean_text=True, handle_chinese_chars=True
    )
    splitter = pre_tokenizers.BertPreTokenizer()
    words = Counter()
    sources = [(name, data.training_texts) for name in data.TEXT_COLUMNS]
    sources += [(name, data.pretraining_lines) for name in data.PRETRAIN]
    for name, texts in tqdm(sources, desc="counting", unit="source"):
        chunks = Counter()
        for text in texts(name):
            chunks.update(text.split())
        weight = (2 if name in COMMANDS else 1) / math.sqrt(sum(chunks.values()))
        for chunk, count in chunks.items():
            for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(chunk)):
                words[word] += count * weight
    return words


def word_pieces(word: str, vocabulary) -> list[str] | None:
    """Greedy longest match; None where the word cannot be spelled."""
    if len(word) > LONGEST_WORD:
        return None
    found, start = [], 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = word[start:end] if start == 0 else "##" + word[start:end]
            if piece in vocabulary:
                found.append(piece)
                start = end
                break
        else:
            return None
    return found


def piece_use(words: Counter, vocabulary) -> tuple[Counter, float]:
    """Weighted use of each piece, and the share of words that cannot be spelled."""
    use, lost = Counter(), 0.0
    for word, weight in words.items():
        pieces = word_pieces(word, vocabulary)
        if pieces is None:
            lost += weight
        else:
            for piece in pieces:
                use[piece] += weight
    return use, lost / sum(words.values())


def is_kept(piece: str) -> bool:
    """Printable ASCII characters, continuations of letters and digits, and common symbols."""
    body = piece.removeprefix("##")
    if len(body) != 1:
        return False
    if piece == body:
        return body.isascii() or body in KEPT_SYMBOLS
    return body.isascii() and body.isalnum()


def prune(words: Counter, full: list[str], size: int) -> list[str]:
    """The size - 5 pieces that are used most."""
    vocabulary = {piece for piece in full if not (piece.startswith("[") and piece.endswith("]") and len(piece) > 1)}
    kept = {piece for piece in vocabulary if is_kept(piece)}
    target = size - len(SPECIALS)
    sizes = [round(target * (len(vocabulary) / target) ** (1 - step / 12)) for step in range(1, 13)]
    for count in tqdm(sizes, desc="pruning", unit="round"):
        use, _ = piece_use(words, vocabulary)
        ranked = sorted(vocabulary - kept, key=lambda piece: (-use[piece], piece))
        vocabulary = kept | set(ranked[: count - len(kept)])
    return sorted(vocabulary)


def ordered(pieces: list[str]) -> list[str]:
    """Specials, words, continuation pieces; sorted by UTF-8 bytes."""
    words = sorted((p for p in pieces if not p.startswith("##") or p == "##"), key=lambda p: p.encode())
    rest = sorted((p for p in pieces if p not in set(words)), key=lambda p: p[2:].encode())
    return SPECIALS + words + rest


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=8192)
    parser.add_argument("--output", type=Path, default=data.VOCABULARY)
    options = parser.parse_args()
    words = count_words()
    pieces = prune(words, teacher.vocabulary(), options.size)
    entries = ordered(pieces)
    assert len(entries) == len(set(entries)) == options.size
    options.output.write_text("".join(entry + "\n" for entry in entries), encoding="utf-8")
    use, lost = piece_use(words, set(pieces))
    whole, _ = piece_use(words, set(teacher.vocabulary()))
    total = sum(words.values())
    print(
        f"{options.output}: {len(entries)} entries; pieces a word {sum(use.values()) / total:.3f} "
        f"(MiniLM's own {sum(whole.values()) / total:.3f}); unspelled words {lost:.5%}"
    )


if __name__ == "__main__":
    main()
