"""Prints a summary of a model file: python -m pipit.format FILE"""

import sys
from dataclasses import fields
from pathlib import Path

from pipit.format.layout import Format, Role
from pipit.format.reading import read_bytes, read_sections
from pipit.format.tensors import FormatError


def summary(data: bytes) -> str:
    model = read_bytes(data)
    lines = [f"{key}: {value}" for key, value in model.info.items()]
    lines += [f"{item.name} {getattr(model.config, item.name):g}" for item in fields(model.config)]
    for head in model.heads:
        scope = f", out of scope over {head.threshold:g}" if head.out_of_scope else ""
        lines.append(f"head {head.name}: kind {head.kind}, {len(head.labels)} labels{scope}")
    for section in read_sections(data):
        name = Role(section.role).name.lower()
        shape = f"{section.rows} x {section.columns}" + (f", groups of {section.group}" if section.group else "")
        format = Format(section.format).name.lower()
        lines.append(f"{name:24} {section.index:3}  {format:10} {len(section.data):9}  {shape}")
    return "\n".join(lines + [f"{len(data)} bytes"])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m pipit.format FILE")
    try:
        print(summary(Path(sys.argv[1]).read_bytes()))
    except (OSError, FormatError) as problem:
        sys.exit(f"{sys.argv[1]}: {problem}")
