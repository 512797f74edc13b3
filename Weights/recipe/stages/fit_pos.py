"""Last stage: the head of parts of speech again, so that the capital of a line's first word misleads it less.

    python -m stages.fit_pos ../pipit.pipit

Goes on from the head of a finished file, on its encoder as it is, with every training sentence twice: as it stands, and
without the capital of its first word. All other heads keep their bits.
"""

import argparse
from pathlib import Path

import torch
from torch.nn import functional as F

import pipit.format
from model import frozen
from model.encoder import row_int8
from model.network import SegmentedEncoder
from pipit.format import tensors
from tasks import data, sets, text

NAME, SET = "pos", "ud_ewt_pos"
PASSES, BATCH, RATE = 8, 2048, 2e-3


def rows_and_tags(
    encoder: SegmentedEncoder, labels: list[str], split: str, drops: bool
) -> tuple[torch.Tensor, torch.Tensor]:
    """The encoder's rows of all words of a split, and the numbers of their tags; `drops`: the first capital."""
    splitter = text.tokenizer(sets.LONGEST)
    lines, places, tags = [], [], []
    # In this order, since training draws by place.
    for row in sorted(data.read_table(SET, split), key=lambda row: len(row["tokens"])):
        found, owners, ids = sets.pieces_with_tokens(splitter, row["tokens"])
        if not found:
            continue
        own = row["upos"].split(" ")
        tags += [labels.index(own[owner]) for owner in owners]
        if drops:
            ids[1] &= ~text.CAPITAL
        lines.append(ids)
        places.append(found)
    return frozen.half_rows(encoder, lines, places), torch.tensor(tags)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="the file whose head is fitted")
    parser.add_argument("--passes", type=int, default=PASSES)
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(data.THREADS)
    encoder = frozen.encoder_of(options.model)
    model = pipit.format.read(options.model)
    head = model.head(NAME)
    learnt = [rows_and_tags(encoder, head.labels, "train", drops) for drops in (False, True)]
    rows, tags = (torch.cat(parts) for parts in zip(*learnt, strict=True))
    held = [rows_and_tags(encoder, head.labels, "valid", drops) for drops in (False, True)]
    weight = torch.nn.Parameter(torch.from_numpy(head.output.to_float().copy()))
    bias = torch.nn.Parameter(torch.from_numpy(head.output.bias.copy()))

    def report(when: str) -> None:
        with torch.no_grad():
            shares = [(F.linear(r.float(), row_int8(weight), bias).argmax(1) == t).float().mean() for r, t in held]
        print(f"{when}: words of the validation split {100 * shares[0]:.2f}, without capitals {100 * shares[1]:.2f}")

    report("before")
    optimizer = torch.optim.Adam([weight, bias], lr=RATE)
    steps = options.passes * (len(rows) // BATCH + 1)
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = RATE * max(0.01, 1 - step / steps)
        picked = torch.randint(len(rows), (BATCH,))
        loss = F.cross_entropy(F.linear(rows[picked].float(), row_int8(weight), bias), tags[picked])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    report("after")
    head.output = tensors.linear8(weight.detach().numpy(), bias.detach().numpy())
    print(f"{options.model}: {pipit.format.write(model, options.model):,} bytes")


if __name__ == "__main__":
    main()
