"""The tokenizer: BERT's uncased normalization and WordPiece, by Hugging Face's `tokenizers`.

tokenizer = bert_tokenizer(model.vocabulary.pieces())
tokenizer.encode("turn on the lights").ids
"""

from __future__ import annotations

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

MAXIMUM_LINE_BYTES = 1024  # as the device reads them
MAXIMUM_WORD_CHARACTERS = 100  # a longer word is unknown


def bert_tokenizer(pieces: list[str]) -> Tokenizer:
    """The tokenizer over `pieces`, whose places are the ids; it adds no special tokens."""
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=MAXIMUM_WORD_CHARACTERS))
    made.normalizer = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True
    )
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


def word_pieces(tokenizer: Tokenizer, line: str) -> list[tuple[int, int, int, int]]:
    """(id, first byte, byte after the last, 1 where a word starts) of each piece of a line."""
    encoding = tokenizer.encode(line, add_special_tokens=False)
    byte_of = [0]
    for character in line:
        byte_of.append(byte_of[-1] + len(character.encode()))
    found, word_before = [], None
    for number, (start, end), word in zip(encoding.ids, encoding.offsets, encoding.word_ids, strict=True):
        found.append((number, byte_of[start], byte_of[end], int(word != word_before)))
        word_before = word
    return found


def is_reordered(line: str) -> bool:
    """Whether canonical ordering moves a mark of the line.

    There the reference's offsets belong to places and not to characters, so they are not compared; ids are.
    """
    cleaned = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False
    ).normalize_str(line)
    decompose = normalizers.NFD().normalize_str
    return decompose(cleaned) != "".join(map(decompose, cleaned))
