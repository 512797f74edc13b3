"""Writes what follows from Sources/PipitCore/Model/format.json: a Swift file, a Python module, the tables of FORMAT.md.

    python generate_format.py             writes the files that are stale
    python generate_format.py --check     changes nothing; names each stale file and its first wrong line, and fails

Only the standard library is needed. The texts are made by format_sources/{swift,layout,markdown}.py.
"""

from __future__ import annotations

import argparse
import sys
from itertools import zip_longest
from pathlib import Path

from format_sources import layout, markdown, swift
from format_sources.description import Description

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "Sources/PipitCore/Model"


def texts(description: Description) -> dict[Path, str]:
    """Each file with what it should hold."""
    page = MODEL / "FORMAT.md"
    return {
        MODEL / "FileFormat.swift": swift.text(description),
        ROOT / "Weights/python/pipit/format/layout.py": layout.text(description),
        page: markdown.filled(page.read_text(encoding="utf-8"), description),
    }


def first_difference(old: str, new: str) -> str:
    """The first line, counted from 1, where the old text is not the new one."""
    lines = enumerate(zip_longest(old.splitlines(), new.splitlines()), start=1)
    number, (was, right) = next(((number, pair) for number, pair in lines if pair[0] != pair[1]), (0, ("", "")))
    return f"{number}: has {was!r}, format.json says {right!r}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail when a file is stale, and write nothing")
    check = parser.parse_args().check
    stale = 0
    for path, text in texts(Description.read(MODEL / "format.json")).items():
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if old == text:
            continue
        stale += 1
        if check:
            print(f"{path.relative_to(ROOT)}:{first_difference(old, text)}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: written")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
