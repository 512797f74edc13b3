"""Makes Tests/ForgeTests/Import/Fixtures/tiny_bert: a small random BERT as Hugging Face stores it, and what must come of it.

    python make_import_fixture.py            writes the folder
    python make_import_fixture.py --check    makes all anew and compares with the folder

golden.json holds what PyTorch answers in floats, the rows of pipit.reference to the bit, and length and CRC-32 of
every section that pipit.format.export makes for this checkpoint: three independent views of one import.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertForPreTraining, BertTokenizer

import pipit.format
from make_fixtures import packed
from pipit.format import Head, Model, tensors
from pipit.format.export import bert_config, export_bert, quantized_linear
from pipit.format.vocabulary import ordered
from pipit.random_weights import SPECIALS
from pipit.reference import engine

FOLDER = Path(__file__).resolve().parents[2] / "Tests/ForgeTests/Import/Fixtures/tiny_bert"
LABELS = ["good", "bad", "so so"]
INFO = {"name": "tiny_bert", "license": "MIT", "source": "a Hugging Face BERT checkpoint"}
CARD = """---
license: MIT
---
A random BERT with every head, made by Weights/recipe/make_import_fixture.py. Layer 0 is F16, layer 1 BF16.
"""
# Not in the order of the file; unused and lone ## are what published vocabularies hold as well.
WORDS = """zoo play ##ing the a lamp kitchen on off turn light ##s music ## some ##ed in garden . , ? ! é ##é 7 ##7
un ##lock door please is what who it not ##n ' t open close ##r red blue green to of and for""".split()
PIECES = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
TEXTS = (
    ("a", None), ("Turn on the kitchen lights!", None), ("What is it?", "Unlocked door, please. Play some music in the garden"))


def checkpoint() -> tuple[BertForPreTraining, dict[str, torch.Tensor]]:
    """The network, and its tensors as they are stored: the network's own values are those that the file can hold."""
    torch.manual_seed(20)
    shape = BertConfig(
        vocab_size=len(PIECES), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=24, initializer_range=0.2, id2label=dict(enumerate(LABELS)),
        architectures=["BertForSequenceClassification"])
    network = BertForPreTraining(shape).eval()
    stored = {}
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if parameter.ndim == 1:  # Norms and biases start at 1 and 0: that would prove nothing of them.
                parameter.add_(0.2 * torch.randn(parameter.shape))
            kind = torch.float16 if ".layer.0." in name else torch.bfloat16 if ".layer.1." in name else torch.float32
            stored[name] = parameter.detach().to(kind).contiguous().clone()
            parameter.copy_(stored[name])
    stored["bert.embeddings.position_ids"] = torch.arange(24)[None]
    stored["classifier.weight"], stored["classifier.bias"] = torch.randn(len(LABELS), 32), torch.randn(len(LABELS))
    stored["qa_outputs.weight"], stored["qa_outputs.bias"] = torch.randn(2, 32), torch.randn(2)
    return network, stored


def exported(network: BertForPreTraining, stored: dict[str, torch.Tensor], bits: int) -> tuple[Model, list[int]]:
    """The model by the Python writer, with plain scales."""
    words, permutation = ordered(PIECES, SPECIALS)
    arrays = {name: value.float().numpy() for name, value in stored.items()}
    dense = lambda name: quantized_linear(arrays[name + ".weight"], arrays[name + ".bias"])
    norm = np.stack([arrays["cls.predictions.transform.LayerNorm." + part] for part in ("weight", "bias")])
    pooler = dict(pooling=1, activation=pipit.format.TANH, transform=dense("bert.pooler.dense"))
    heads = [
        Head(pipit.format.MASKED_WORD, "fill", [], activation=pipit.format.GELU_ERF,
             transform=dense("cls.predictions.transform.dense"), transform_norm=tensors.float32(norm),
             word_bias=tensors.float32(arrays["cls.predictions.bias"][None, permutation])),
        Head(pipit.format.PAIR_CLASS, "next", ["next", "random"], dense("cls.seq_relationship"), **pooler),
        Head(pipit.format.SEQUENCE, "label", LABELS, dense("classifier"), **pooler),
        Head(pipit.format.SPAN, "qa", [], dense("qa_outputs"))]
    state = {name[5:]: value for name, value in arrays.items() if name.startswith("bert.") and "pooler" not in name}
    config = bert_config(network.config, words)
    return export_bert(
        state, config, words, INFO, heads, permutation=permutation, table_bits=bits, table_group=32, position_group=32,
        bits=bits), permutation


@torch.no_grad()
def golden(network: BertForPreTraining, stored: dict[str, torch.Tensor]) -> dict:
    model, permutation = exported(network, stored, 8)
    new_ids = np.argsort(permutation)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
        tokenizer = BertTokenizer(str(Path(folder, "vocab.txt")))
    cases = []
    for first, second in TEXTS:
        encoding = tokenizer(first, second, return_tensors="pt")
        outputs = network(**encoding, output_hidden_states=True)
        rows = outputs.hidden_states[-1][0]
        pooled = network.bert.pooler(rows[None])
        answers = {
            "fill": outputs.prediction_logits[0][:, permutation], "next": outputs.seq_relationship_logits,
            "label": pooled @ stored["classifier.weight"].T + stored["classifier.bias"],
            "qa": rows @ stored["qa_outputs.weight"].T + stored["qa_outputs.bias"]}
        ids, segments = new_ids[encoding["input_ids"][0].numpy()], encoding["token_type_ids"][0].numpy()
        exact = engine.encode(model, ids, segments)
        cases.append({
            "first": first, "second": second, "ids": ids.tolist(), "segments": segments.tolist(),
            "rows": packed(exact.q), "scales": packed(exact.s), "floatRows": packed(rows.numpy()),
            "floatLogits": {name: packed(values.numpy()) for name, values in answers.items()}})
    return {
        "cases": cases, "files": {str(bits): sections(exported(network, stored, bits)[0]) for bits in (8, 4)},
        "quantized": quantized()}


def sections(model: Model) -> list[dict]:
    """Role, index, length and CRC-32 of every section."""
    data = pipit.format.to_bytes(model)
    entry = lambda number: np.frombuffer(data, "<u4", 8, pipit.format.HEADER_BYTES + 32 * number).tolist()
    entries = [entry(number) for number in range(len(pipit.format.read_sections(data)))]
    return [{"role": e[0] & 0xFFFF, "index": e[0] >> 16, "bytes": e[5], "crc": e[6]} for e in entries]


def quantized() -> list[dict]:
    """Matrices with zeros, ties and odd counts of scales, packed in every format."""
    rng = np.random.default_rng(9)
    found = []
    for rows, columns in ((3, 48), (2, 32), (5, 16)):
        values = (rng.normal(size=(rows, columns)) * 10.0 ** rng.integers(-3, 3, (rows, 1))).astype(np.float32)
        values[0, :16] = 0
        values[1, :5] = [7, 0.5, 1.5, -2.5, -0.5]
        bias = rng.normal(size=rows).astype(np.float32)
        formats = {
            "float32": tensors.float32(values), "linear8": tensors.linear8(values, bias),
            "linear4/16": tensors.linear4(values, bias, 16), "table8/0": tensors.table8(values),
            "table8/8": tensors.table8(values, 8), "table4/0": tensors.table4(values),
            "table4/16": tensors.table4(values, 16)}
        found.append({
            "rows": rows, "columns": columns, "values": packed(values), "bias": packed(bias),
            "formats": {name: packed(np.frombuffer(tensors.pack(t), np.int8)) for name, t in formats.items()}})
    return found


def main() -> None:
    network, stored = checkpoint()
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        save_file(stored, made / "model.safetensors", metadata={"format": "pt"})
        config = network.config.to_diff_dict()
        config.pop("transformers_version", None)
        (made / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        (made / "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
        (made / "README.md").write_text(CARD, encoding="utf-8")
        (made / "golden.json").write_text(json.dumps(golden(network, stored), separators=(",", ":")) + "\n", encoding="utf-8")
        files = {path.name: path.read_bytes() for path in sorted(made.iterdir())}
    total = sum(map(len, files.values()))
    print(f"{total} bytes in {len(files)} files")
    assert total < 100_000
    for name, data in files.items():
        if sys.argv[1:] != ["--check"]:
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / name).write_bytes(data)
        elif not (FOLDER / name).is_file() or (FOLDER / name).read_bytes() != data:
            sys.exit(f"{name} differs from the folder's")


if __name__ == "__main__":
    main()
