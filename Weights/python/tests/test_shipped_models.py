"""The models that ship: written again they are the same bytes, and the reference answers as their float network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import pipit.format
from pipit.reference import engine
from pipit.text.tokenizer import bert_tokenizer

WEIGHTS = Path(__file__).resolve().parents[2]
SENTENCES = ("turn off the kitchen lights", "Neil Armstrong was the first man on the moon.", "Play some MUSIC!", "no")


@pytest.fixture(params=("base", "home", "pipit"))
def data(request) -> bytes:
    return (WEIGHTS / f"{request.param}.pipit").read_bytes()


def test_bytes(data):
    assert pipit.format.to_bytes(pipit.format.read_bytes(data)) == data


def test_float_network(data):
    """The cosine of the rows of ONNX Runtime, in float32, and of the reference, in integers."""
    onnxruntime = pytest.importorskip("onnxruntime")
    from pipit.onnx.export import export

    model = pipit.format.read_bytes(data)
    config, tokenizer = model.config, bert_tokenizer(model.vocabulary.pieces())
    session = onnxruntime.InferenceSession(export(model).SerializeToString(), providers=["CPUExecutionProvider"])
    for sentence in SENTENCES:
        encoding = tokenizer.encode(sentence)
        ids = np.array([config.cls_id, *encoding.ids, config.sep_id])
        segments = engine.one_segments(config, engine.capitals(sentence, encoding.offsets))
        (expected,) = session.run(["pooled"], {"ids": ids[None], "segments": segments[None]})
        actual = engine.pool(engine.encode(model, ids, segments), config.pooling).to_float()[0]
        cosine = expected @ actual / np.sqrt((expected @ expected) * (actual @ actual))
        assert cosine >= 0.9995, f"{sentence}: {cosine}"
