"""Compares Pipit's tokenizer with Hugging Face's on lines of all the data: ids, starts of words and byte offsets.

    python compare_tokenizer.py MODEL.pipit [--lines 20000] [--seed 1] [--forge .build/release/forge]

Runs `forge tokenize --model MODEL`, which prints `id:start:end:startsWord` for each piece of each line it reads.
Exits 1 when anything differs.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import pipit.format
import tokenizer_lines

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("model", type=Path)
    options.add_argument("--lines", type=int, default=20000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--forge", type=Path, default=REPOSITORY / ".build" / "release" / "forge")
    chosen = options.parse_args()

    model = pipit.format.read(chosen.model)
    tokenizer = tokenizer_lines.reference(model.vocabulary.pieces())
    lines = tokenizer_lines.drawn(chosen.seed, chosen.lines) + tokenizer_lines.nasty(chosen.seed)
    run = subprocess.run([chosen.forge, "tokenize", "--model", chosen.model], input="\n".join(lines).encode() + b"\n",
                         stdout=subprocess.PIPE, check=True)
    answers = run.stdout.decode().split("\n")[:-1]
    if len(answers) != len(lines):
        sys.exit(f"{len(lines)} lines asked, {len(answers)} answered")
    wrong_ids = wrong_offsets = ids_only = pieces = 0
    for line, answer in zip(lines, answers):
        got = [tuple(map(int, piece.split(":"))) for piece in answer.split()]
        wanted = tokenizer_lines.tokens(tokenizer, line)
        pieces += len(wanted)
        same_ids = [(piece[0], piece[3]) for piece in got] == [(piece[0], piece[3]) for piece in wanted]
        skips_offsets = tokenizer_lines.is_reordered(line)
        ids_only += skips_offsets
        wrong_ids += not same_ids
        wrong_offsets += same_ids and got != wanted and not skips_offsets
        if (not same_ids or (got != wanted and not skips_offsets)) and wrong_ids + wrong_offsets <= 10:
            print(f"{line!a}\n  wanted {wanted}\n  got    {got}")
    odd = sum(not line.isascii() for line in lines)
    print(f"{len(lines)} lines, {odd} of them with more than ASCII, {pieces} pieces: ids differ in {wrong_ids} lines, "
          f"offsets alone in {wrong_offsets} (not compared in {ids_only} where marks are reordered)")
    wrong_offsets += wrong_ids
    sys.exit(1 if wrong_offsets else 0)


if __name__ == "__main__":
    main()
