"""Lines that are hard to tokenize, for tests."""

from __future__ import annotations

import random


def hard_lines(seed: int) -> list[str]:
    """Marks, emoji, Hangul, odd cases, ideographs, invisible and unassigned characters, long words."""
    chance = random.Random(seed)
    fixed = [
        "cafe\u0301 caf\u00e9 CAFE\u0301 na\u00efve r\u00e9sum\u00e9 \u00c5ngstr\u00f6m A\u030angstro\u0308m",
        "\u0301leading mark and trailing\u0301",
        "\u0301",
        "a\u0301\u0302\u0303\u0327b",
        "\u0130stanbul \u0131s\u0131 DI\u015e",
        "Stra\u00dfe STRASSE \u1e9e",
        "\ufb01ne e\ufb03cient \ufb00",
        "\uac00\ub098\ub2e4 \ud55c\uad6d\uc5b4 \u1112\u1161\u11ab",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 family",
        "thumbs\U0001f44d\U0001f3fdup",
        "\U0001f1e9\U0001f1ea flag",
        "\u2764\ufe0f",
        "\u4f60\u597d\u4e16\u754chello\u4e16\u754c",
        "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8",
        "\u30ac\u30ae\u3071 \u30cf\u309a",
        "\U00020000\U0002a6d6 \U0002f800x\U0002fa1d \uf900\ufad9 \u3400\u4db5",
        "so\u00adft hy\u00adphen",
        "no\u00a0break\u202fspace\u2009thin",
        "tab\tbed\t\tlines",
        "zero\u200bwidth\u200cnon\u200djoiner\ufeffbom",
        "bell\x07 nul\x00 esc\x1b[0m del\x7f c1\x85\x9f",
        "\ufffd replacement \ufffe \uffff",
        "\u0378\u0379 unassigned \U0001fbff \U000e0080",
        "private \ue000\uf8ff \U000f0000\U0010fffd",
        "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2 \u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3",
        "\u1f08\u03b4\u03b7\u03c2 \u1fb3 \u1ffc \u1f80",
        "\u00bfQu\u00e9? \u00a1S\u00ed! \u00abguillemets\u00bb \u2026 \u2014 \u2013 \u201cq\u201d \u2018s\u2019",
        "a\u037eb \u1fefc \u2260 \u2212 \u00d7",
        "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22",
        "\u0939\u093f\u0928\u094d\u0926\u0940",
        "\u0627\u0644\u0639\u064e\u0631\u064e\u0628\u0650\u064a\u0629",
        "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd",
        "\u212a\u212b\u2126 kelvin",
        "\u2160\u2170 \u24b6\u24d0 \uff21\uff41\uff11",
        "\U0001d400\U0001d7ff",
        "\U0001d15e\U0001d15f\U0001d160 \U0001d16d\U0001d165",
        "\u10a0\u2d00 \u13a0\uab70 \U00010400\U00010428",
        "x" * 100,
        "x" * 101,
        "\u00e9" * 100,
        "\u00e9" * 101,
        "e\u0301" * 100,
        "e\u0301" * 101,
        "\uac01" * 33 + "a",
        "\uac01" * 33 + "ab",
        "\U00010428" * 100,
        "\U00010428" * 101,
        "x" * 100 + "." + "y" * 101,
        "-" * 101,
        "",
        " ",
        "  \t ",
        "#",
        "##",
        "##ing",
        "[CLS] [MASK] [UNK] [SEP] [PAD]",
        "don't can't o'clock",
        "a_b a-b a/b a\\b",
        "100% $5.99 #tag @user",
        "\u1b44\u1b06 \u0b4b \u0ccb",
        "\u302a\u302e\u302f",
        "\u0344\u0340\u0341",
        "a\u0345\u0334b",
        "\u1100\u1161\u11a8",
        "\u3131\uffa1",
    ]
    areas = [
        range(0x20, 0x7F),
        range(0xA0, 0x250),
        range(0x300, 0x370),
        range(0x370, 0x530),
        range(0x5D0, 0x700),
        range(0x900, 0xE00),
        range(0x1E00, 0x2100),
        range(0x2190, 0x2C00),
        range(0x3000, 0x3200),
        range(0x4E00, 0x5000),
        range(0xAC00, 0xAD00),
        range(0xF900, 0xFB50),
        range(0xFE00, 0x10000),
        range(0x1D100, 0x1D200),
        range(0x1F300, 0x1F700),
        range(0x2F800, 0x2FA20),
        range(0x110000),
    ]
    for _ in range(230):
        one_area = chance.choice(areas)
        line = ""
        for _ in range(chance.randint(3, 40)):
            area = chance.choice([areas[0], areas[0], one_area, chance.choice(areas)])
            code = chance.choice(area)
            line += " " if chance.random() < 0.12 or 0xD800 <= code < 0xE000 or code in (0x0A, 0x0D) else chr(code)
        fixed.append(line)
    return fixed
