"""Writes the tables by which the tokenizer folds accents and case: folding_tables.c, described in pipit_unicode.h.

    python make_folding_tables.py            writes the file
    python make_folding_tables.py --check    status 1 when the file is not what it would write

Needs the package pipit (Weights/python, or its folder in PYTHONPATH) and `tokenizers`, whose version the file names;
another version may know other characters.

What BERT's uncased normalization and splitting do to a character is asked of the Hugging Face `tokenizers` library,
code point by code point, so the tables hold what that library does and not what a Unicode version says. The rules
become runs of code points, cut where the whole takes the fewest bytes.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import tokenizers
from tokenizers import normalizers, pre_tokenizers

from pipit.text.scalars import SURROGATES, is_mark

OUTPUT = Path(__file__).resolve().parent / "folding_tables.c"
PLANES, PLANE = 17, 0x10000
HANGUL = range(0xAC00, 0xD7A4)

# As in pipit_unicode.h.
PLAIN, SHIFT, PAIRS, CELLS, MARK = range(5)
DROP, DROP_STARTER, KEEP, ALONE, SPACE, SYLLABLE = range(6)
ASTRAL, SEVERAL = 0xD800, 0xDC00

uncased = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True)
cleaned = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False)
decomposed = normalizers.NFD()
splitter = pre_tokenizers.BertPreTokenizer()


class Rule(NamedTuple):
    """What becomes of a code point: one of the plain rules, other code points, or a mark with its order."""

    plain: int | None = None
    becomes: tuple[int, ...] = ()
    order: int = 0


class Run(NamedTuple):
    start: int
    end: int
    kind: int
    payload: int


def stands_alone(character: str) -> bool:
    return [part for part, _ in splitter.pre_tokenize_str(f"a{character}b")] == ["a", character, "b"]


def rule_of(code: int) -> Rule:
    if code in SURROGATES:
        return Rule(KEEP)
    if code in HANGUL:
        return Rule(SYLLABLE)
    character = chr(code)
    result = uncased.normalize_str(character)
    if result == "":
        moves = cleaned.normalize_str(character) == "" or is_mark(character)
        return Rule(DROP if moves else DROP_STARTER)
    if result == " ":
        return Rule(SPACE)
    kept = result.strip(" ")
    if kept != character:
        return Rule(becomes=tuple(map(ord, kept)))
    return Rule(ALONE if kept != result or stands_alone(character) else KEEP)


def all_rules() -> list[Rule]:
    rules = [rule_of(code) for code in range(PLANES * PLANE)]
    for code, rule in enumerate(rules):
        for result in rule.becomes:  # A result is final, and what stands alone comes alone.
            allowed = (KEEP, ALONE) if len(rule.becomes) == 1 else (KEEP,)
            assert rules[result].plain in allowed, f"{code:04X} becomes {result:04X}"
    kept = [code for code, rule in enumerate(rules) if rule.plain == KEEP and code not in SURROGATES]
    marks = [code for code in kept if is_mark(chr(code))]

    def comes_first(a: int, b: int) -> bool:
        return decomposed.normalize_str(f"a{chr(b)}{chr(a)}") == f"a{chr(a)}{chr(b)}"

    before = {code: sum(comes_first(other, code) for other in marks if other != code) for code in marks}
    for code in marks:
        rules[code] = Rule(order=1 + sorted(set(before.values())).index(before[code]))
    return rules


def segments_of(plane: int, rules: list[Rule]) -> list[tuple[int, int, Rule]]:
    """Neighbours with one rule that needs no number of its own, joined: (start, end, rule)."""
    segments = []
    for code in range(plane * PLANE, (plane + 1) * PLANE):
        if segments and segments[-1][2] == rules[code] and not rules[code].becomes:
            segments[-1] = (segments[-1][0], code + 1, rules[code])
        else:
            segments.append((code, code + 1, rules[code]))
    return segments


def cell_bytes(start: int, end: int, rule: Rule) -> int | None:
    """The bytes of a segment in a run of cells; None where cells cannot say it."""
    if len(rule.becomes) > 1:
        same_plane = all(result // PLANE == start // PLANE for result in rule.becomes)
        return 4 + 2 * len(rule.becomes) if same_plane else None
    if rule.becomes:
        return {0: 2, 2: 4}.get(rule.becomes[0] // PLANE)
    return 2 * (end - start) if rule.plain in (DROP, DROP_STARTER, KEEP) else None


def cheapest_runs(plane: int, rules: list[Rule]) -> list[Run]:
    """Cuts a plane into the runs that take the fewest bytes, by dynamic programming over the cuts."""
    segments = segments_of(plane, rules)
    best: list = [(0, None)] + [(1 << 30, None)] * len(segments)
    for first, (start, _, rule) in enumerate(segments):

        def offer(last: int, size: float, kind: int, payload: int, first=first, start=start):
            if best[first][0] + size < best[last + 1][0]:
                best[last + 1] = (best[first][0] + size, (first, Run(start, segments[last][1], kind, payload)))

        if rule.order:
            offer(first, 4, MARK, rule.order)
            continue
        if rule.plain is not None:
            offer(first, 4, PLAIN, rule.plain)
        if len(rule.becomes) == 1:
            shift = rule.becomes[0] - start
            for last in range(first, len(segments)):
                at, _, other = segments[last]
                if other.becomes != (at + shift,) or other.becomes[0] // PLANE != plane:
                    break
                offer(last, 4.5, SHIFT, shift % PLANE)  # The half: new shifts are to be rare.
        for odd in (0, 1):
            for last in range(first, len(segments)):
                at, end, other = segments[last]
                is_pair = other.becomes == (at + 1,) if at % 2 == odd else other.plain == KEEP and end == at + 1
                if not is_pair:
                    break
                offer(last, 4, PAIRS, odd)
        size = 4
        for last in range(first, min(first + 1000, len(segments))):
            more = cell_bytes(*segments[last])
            if more is None or more > 64:
                break
            size += more
            offer(last, size, CELLS, 0)
    runs, last = [], len(segments)
    while last:
        last, run = best[last][1]
        runs.append(run)
    return runs[::-1]


class Tables:
    """The arrays of the C file."""

    def __init__(self, rules: list[Rule]):
        self.rules = rules
        self.runs, self.planes = [], [0]
        self.shifts, self.cells, self.astral, self.expansions = [], [], [], []
        for plane in range(PLANES):
            for run in cheapest_runs(plane, rules):
                payload = self.payload(run)
                assert payload < 1 << 13
                self.runs.append((run.start % PLANE, run.kind << 13 | payload))
            self.planes.append(len(self.runs))

    def payload(self, run: Run) -> int:
        if run.kind == SHIFT:
            if run.payload not in self.shifts:
                self.shifts.append(run.payload)
            return self.shifts.index(run.payload)
        if run.kind == CELLS:
            at = len(self.cells)
            self.cells += [self.cell(code) for code in range(run.start, run.end)]
            return at
        return run.payload

    def cell(self, code: int) -> int:
        rule = self.rules[code]
        if len(rule.becomes) > 1:
            at = len(self.expansions)
            self.expansions += [len(rule.becomes), *(result % PLANE for result in rule.becomes)]
            return SEVERAL + at
        if not rule.becomes:
            return code % PLANE if rule.plain == KEEP else rule.plain
        result = rule.becomes[0]
        if result // PLANE == 2:
            self.astral.append(result % PLANE)
            return ASTRAL + len(self.astral) - 1
        assert result not in SURROGATES and result != code % PLANE and result > DROP_STARTER
        return result

    def sizes(self) -> dict[str, int]:
        arrays = ["planes", "shifts", "cells", "astral", "expansions"]
        return {"runs": 4 * len(self.runs)} | {name: 2 * len(getattr(self, name)) for name in arrays}

    def source(self) -> str:
        def rows(items: list[str], width: int) -> str:
            return "".join(f"    {' '.join(items[i : i + width])}\n" for i in range(0, len(items), width))

        def array(name: str) -> str:
            numbers = [f"{number}," for number in getattr(self, name)]
            return f"const uint16_t pipit_unicode_{name}[] = {{\n{rows(numbers, 16)}}};\n"

        runs = rows([f"{{{start}, {rule}}}," for start, rule in self.runs], 7)
        return "\n".join(
            [
                f"// Written by make_folding_tables.py, which asked tokenizers {tokenizers.__version__}. Do not edit.",
                f"// {sum(self.sizes().values())} bytes; the header says what they mean.",
                "",
                '#include "pipit_unicode.h"',
                "",
                f"const pipit_unicode_run pipit_unicode_runs[] = {{\n{runs}}};\n",
                *(array(name) for name in ["planes", "shifts", "cells", "astral", "expansions"]),
            ]
        )


def without_version(source: str) -> str:
    return source.partition("\n")[2]


def main():
    tables = Tables(all_rules())
    if sys.argv[1:] == ["--check"]:
        if without_version(OUTPUT.read_text()) != without_version(tables.source()):
            sys.exit(f"{OUTPUT} is not what tokenizers {tokenizers.__version__} answers")
        return
    OUTPUT.write_text(tables.source())
    print(tables.sizes(), "together", sum(tables.sizes().values()), "bytes")
    print("runs by kind", sorted(Counter(rule >> 13 for _, rule in tables.runs).items()))


if __name__ == "__main__":
    main()
