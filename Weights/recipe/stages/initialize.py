"""Stages 3 and 5: starts the network from the teacher's word embeddings; writes work/start.pt.

    python -m stages.initialize [--width 144 --rank 96 --layers 2 --kernel 7 --heads 3 …]

The rows of the vocabulary are put through the teacher's own embedding norm and reduced by a PCA weighted with
the square root of use. A random rotation spreads the variance evenly over the columns, so that a whole row can share
one scale at 4 bits; the projection takes the rotation back.
"""

import argparse
from collections import Counter

import numpy as np
import torch
from torch import nn

from model import shipped, teacher
from model.encoder import Block, Encoder, Shape
from tasks import data, text


def use_of_entries() -> np.ndarray:
    """How often each entry stands in the teacher's texts, `[8192]`."""
    counts = Counter()
    splitter = text.tokenizer()
    for encoding in splitter.encode_batch(list(data.lines(data.WORK / "teacher" / "texts.txt"))):
        counts.update(encoding.ids)
    return np.array([counts[i] for i in range(splitter.get_vocab_size())], np.float64)


def principal_rows(rows, weight, rank: int, generator) -> tuple[np.ndarray, np.ndarray]:
    """Rows `[V, rank]` and the basis `[384, rank]` they stand in, rotated at random."""
    weight = weight / weight.sum()
    centred = rows - weight @ rows
    covariance = (centred * weight[:, None]).T @ centred
    values, vectors = np.linalg.eigh(covariance)
    print(f"rank {rank} keeps {values[-rank:].sum() / values.sum():.1%} of the weighted variance")
    rotation, _ = np.linalg.qr(generator.standard_normal((rank, rank)))
    basis = vectors[:, -rank:] @ rotation
    return centred @ basis, basis


def start(shape: Shape, seed: int) -> Encoder:
    """An encoder whose embeddings are the teacher's, reduced, and whose blocks add little."""
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    encoder = Encoder(shape)
    table, _ = principal_rows(teacher.embedding_rows(), np.sqrt(use_of_entries() + 1), shape.rank, generator)
    table /= np.sqrt((table**2).mean())
    widen, _ = np.linalg.qr(generator.standard_normal((shape.width, shape.width)))
    with torch.no_grad():
        encoder.table.copy_(torch.from_numpy(table.astype(np.float32)))
        encoder.table[text.PAD] = 0
        encoder.projection.weight.copy_(torch.from_numpy(widen[:, : shape.rank].astype(np.float32)))
        encoder.projection.weight.mul_((shape.width / shape.rank) ** 0.5)
    return encoder


def read_base(path):
    """Shape and float arrays of a trained base (distilled.safetensors)."""
    from safetensors import safe_open
    from safetensors.torch import load_file

    with safe_open(path, "pt") as file:
        shape = {
            k: type(getattr(Shape(), k))(float(v)) if v.replace(".", "").replace("e-", "").isdigit() else v
            for k, v in file.metadata().items()
        }
    return shape, {name: value.float() for name, value in load_file(path).items()}


def directions(network):
    """Embeddings `[V, d]` of a trained base, and their directions `[d, d]`, the best first, weighted with the root of
    use."""
    rows = network["encoder.table"].double().numpy() @ network["encoder.projection.weight"].double().numpy().T
    weight = np.sqrt(np.sqrt(use_of_entries() + 1))[:, None]
    _, values, right = np.linalg.svd(rows * weight, full_matrices=False)
    print(
        "share of the weighted squares by rank: "
        + ", ".join(f"{r}: {(values[:r] ** 2).sum() / (values**2).sum():.1%}" for r in (64, 72, 80))
    )
    return rows, right.T


def narrowed(path, rank: int, seed: int) -> dict:
    """A trained base (model/distilled.safetensors) whose token table has fewer columns: those of its best directions,
    rotated at random."""
    shape, network = read_base(path)
    rows, right = directions(network)
    rotation, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((rank, rank)))
    basis = right[:, :rank] @ rotation
    size = np.sqrt(((rows @ basis) ** 2).mean())
    network["encoder.table"] = torch.from_numpy((rows @ basis / size).astype(np.float32))
    network["encoder.projection.weight"] = torch.from_numpy((basis * size).astype(np.float32))
    network["encoder.table_scale"] = torch.zeros(len(rows))
    return {"shape": shape | {"rank": rank}, "network": network}


def widened(name: str, path, rank: int, seed: int) -> dict:
    """A checkpoint that was trained from a narrowed base, its token table with more columns: that base's next best
    directions.

    The masked-word head, whose row meets the table, gets as many outputs more, which begin at nothing.
    """
    start = data.WORK / name
    state = shipped.checkpoint(start) if start.suffix == ".pipit" else torch.load(start)
    network, before = state["network"], state["shape"]["rank"]
    rows, right = directions(read_base(path)[1])
    rotation, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((rank - before, rank - before)))
    basis = right[:, before:rank] @ rotation
    size = np.sqrt(((rows @ basis) ** 2).mean()) / network["encoder.table"].square().mean().sqrt().item()
    network["encoder.table"] = torch.cat(
        [network["encoder.table"], torch.from_numpy((rows @ basis / size).astype(np.float32))], 1
    )
    network["encoder.projection.weight"] = torch.cat(
        [network["encoder.projection.weight"], torch.from_numpy((basis * size).astype(np.float32))], 1
    )
    network["encoder.table_scale"] = torch.zeros(len(rows))
    for part, value in (
        ("transform.weight", 0.0),
        ("transform.bias", 0.0),
        ("norm.weight", 0.1),
        ("norm.bias", 0.0),
    ):  # of masked words
        old = network["heads.fill." + part]
        network["heads.fill." + part] = torch.cat([old, old.new_full((rank - before, *old.shape[1:]), value)])
    return {"shape": state["shape"] | {"rank": rank}, "network": network}


def deepened(name: str, layers: int, seed: int) -> dict:
    """A checkpoint with blocks added at the end, whose outputs begin at nothing, so that it answers as before."""
    state = torch.load(data.WORK / name)
    shape = Shape(**state["shape"] | {"layers": layers})
    torch.manual_seed(seed)
    for number in range(state["shape"]["layers"], layers):
        block = Block(shape)
        for output in (block.attention_output, block.convolution_output):
            nn.init.zeros_(output.weight)
        state["network"] |= {f"encoder.blocks.{number}.{part}": value for part, value in block.state_dict().items()}
    return {"shape": shape.as_dictionary(), "network": state["network"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in Shape().as_dictionary().items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", default="start.pt")
    parser.add_argument("--narrow", help="a trained distilled.safetensors to start from, at --rank")
    parser.add_argument(
        "--widen", help="with --narrow: a checkpoint, or a shipped file, that started there at a smaller rank"
    )
    parser.add_argument("--deepen", help="a checkpoint that gets more blocks, --layers in all")
    options = vars(parser.parse_args())
    seed, output, narrow, widen, deepen = (
        options.pop(name) for name in ("seed", "output", "narrow", "widen", "deepen")
    )
    if deepen:
        torch.save(deepened(deepen, options["layers"], seed), data.WORK / output)
        return
    if narrow:
        torch.save(
            widened(widen, narrow, options["rank"], seed) if widen else narrowed(narrow, options["rank"], seed),
            data.WORK / output,
        )
        return
    shape = Shape(**options)
    encoder = start(shape, seed)
    torch.save({"shape": shape.as_dictionary(), "encoder": encoder.state_dict()}, data.WORK / output)
    print(f"{output}: {sum(p.numel() for p in encoder.parameters()):,} parameters")


if __name__ == "__main__":
    main()
