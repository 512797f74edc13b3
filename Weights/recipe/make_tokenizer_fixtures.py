"""Writes the goldens of the tokenizer's tests, Tests/PipitCoreTests/Fixtures/tokenizer, by Hugging Face's.

    python make_tokenizer_fixtures.py

The lines come from training splits of freely licensed sets only; the README beside the fixtures names them.
"""

import random
import sys

from tokenizers import PreTokenizedString, normalizers, pre_tokenizers

import data
import tokenizer_lines
from pipit.format.vocabulary import ordered, pack

sys.path.append(str(data.REPOSITORY / "Sources" / "PipitKernels" / "unicode"))
import make_folding_tables  # noqa: E402

FIXTURES = data.REPOSITORY / "Tests" / "PipitCoreTests" / "Fixtures" / "tokenizer"
COUNTS = {"clinc150": 250, "snips": 200, "hwu64_slots": 200, "banking77": 150, "ha_intents": 100, "wnut17": 250,
          "btc_ner": 250, "tatoeba_en": 200, "books": 200}
BLOCK = 4096  # code points a digest
normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True)
splitter = pre_tokenizers.BertPreTokenizer()


def free_lines() -> list[str]:
    """Half of each set's share are lines with more than ASCII, where it has so many."""
    chance = random.Random(1)
    lines = []
    for name, count in COUNTS.items():
        texts = data.pretraining_lines(name) if name in data.PRETRAIN else data.training_texts(name)
        texts = sorted({text for text in texts if 0 < len(text.encode()) <= 240})
        odd = [text for text in texts if not text.isascii()]
        chosen = chance.sample(odd, min(count // 2, len(odd)))
        lines += chosen + chance.sample([text for text in texts if text.isascii()], count - len(chosen))
    return lines


def leb128(number: int) -> bytes:
    found = bytearray()
    while number >= 0x80:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(found + bytes([number]))


def golden(tokenizer, line: str) -> bytes:
    """LEB128 numbers: how many pieces, and for each 2 · id + startsWord, start − start before, end − start."""
    pieces, start_before = tokenizer_lines.tokens(tokenizer, line), 0
    packed = leb128(len(pieces))
    for number, start, end, starts_word in pieces:
        packed += leb128(number << 1 | starts_word) + leb128(start - start_before) + leb128(end - start)
        start_before = start
    return packed


def words(text: str) -> bytes:
    """The normalized words, each followed by a byte FF and its first and last byte in the text, then a byte FE."""
    split = PreTokenizedString(text)
    split.normalize(normalizer.normalize)
    splitter.pre_tokenize(split)
    found = bytearray()
    for word, (start, end), _ in split.get_splits(offset_referential="original", offset_type="byte"):
        found += word.encode() + bytes([0xFF, start, end])
    return bytes(found + b"\xfe")


def digest(block: int) -> int:
    """FNV-1a, 64 bits, over the words of each code point alone and between a and b."""
    value = 0xCBF29CE484222325
    for code in range(block * BLOCK, (block + 1) * BLOCK):
        if 0xD800 <= code < 0xE000:
            continue
        for byte in words(chr(code)) + words(f"a{chr(code)}b"):
            value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def heaps_of_marks() -> str:
    """Lines of letters and many marks, kept and dropped; then, after a TAB, their words, a space after each."""
    chance = random.Random(1)
    codes = [code for code in range(0x110000) if code not in make_folding_tables.SURROGATES]
    moving = [chr(code) for code in codes if make_folding_tables.is_reordered(chr(code))]
    kept = [mark for mark in moving if normalizer.normalize_str(mark) == mark]
    still = ["a", "b", ".", " ", "\u200d", "\ufe00", "\u0903", "\U0001d15f", "\u00e9", "\uac01", "\u4e2d"]
    lines = ""
    for _ in range(400):
        text = "".join(chance.choice(chance.choice([moving, kept, kept, still])) for _ in range(chance.randint(2, 14)))
        words = splitter.pre_tokenize_str(normalizer.normalize_str(text))
        lines += text + "\t" + "".join(word + " " for word, _ in words) + "\n"
    return lines


def main():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    pieces = data.VOCABULARY.read_text(encoding="utf-8").splitlines()
    vocabulary, _ = ordered(pieces, pieces[:5])
    (FIXTURES / "vocabulary.bin").write_bytes(pack(vocabulary))
    tokenizer = tokenizer_lines.reference(vocabulary.pieces())
    lines = free_lines() + [line for line in tokenizer_lines.nasty(1) if not tokenizer_lines.is_reordered(line)]
    (FIXTURES / "lines.txt").write_bytes("".join(line + "\n" for line in lines).encode())
    (FIXTURES / "tokens.bin").write_bytes(b"".join(golden(tokenizer, line) for line in lines))
    (FIXTURES / "marks.txt").write_bytes(heaps_of_marks().encode())
    digests = "".join(f"{digest(block):016x}\n" for block in range(0x110000 // BLOCK))
    (FIXTURES / "unicode.txt").write_text(digests)
    for path in sorted(FIXTURES.iterdir()):
        print(path.name, path.stat().st_size, "bytes")
    print(len(lines), "lines")


if __name__ == "__main__":
    main()
