"""Last stage: says of heads that they are experiments, so that `@tasks` does, too.

    python -m stages.mark_experimental ../pipit.pipit acceptable entail paraphrase

Their figures on sets of their own kind hide that they go by the words that two texts share, or by little at all; all
bits but the flags of their records stay.
"""

import argparse
from pathlib import Path

import pipit.format


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("heads", nargs="+", metavar="HEAD")
    options = parser.parse_args()
    model = pipit.format.read(options.model)
    named = {head.name: head for head in model.heads}
    for name in options.heads:
        if name not in named:
            parser.error(f"no head {name}; there are: {', '.join(named)}")
        named[name].experimental = True
    pipit.format.write(model, options.model)
    print(f"{options.model}: experimental: {', '.join(head.name for head in model.heads if head.experimental)}")


if __name__ == "__main__":
    main()
