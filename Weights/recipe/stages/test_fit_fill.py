"""Layers of masked words in a file are those that were trained, and nothing else in it changes."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
import pipit.format  # noqa: E402  (it needs torch, as all below)
from model.encoder import Shape  # noqa: E402
from model.network import Network  # noqa: E402
from pipit.format.rules import Role  # noqa: E402
from pipit.reference import engine  # noqa: E402
from stages import export, fit_fill  # noqa: E402
from tasks import heads  # noqa: E402

IDS = [2, 900, 17, 3, 4_000, 4]


def written(path):
    """A random network with a head fill, and one beside it, as a file."""
    torch.manual_seed(1)
    all_heads = [heads.Head(fit_fill.NAME, heads.FILL, group=48), heads.Head("embed", heads.VECTOR)]
    network = Network(Shape(vocabulary=8192, width=96, rank=8, heads=2, layers=2, query_group=48), all_heads)
    network.encoder.set_table_scales()
    network.play_quantized()
    model = export.as_model(network, all_heads, "test")
    pipit.format.write(model, path)
    return model


def changed(model, path, layers: int):
    """Own layers for masked words, moved at random, in the model."""
    made = fit_fill.MaskPath(model, path, layers)
    with torch.no_grad():
        for parameter in made.own.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    fit_fill.put(model, made)
    return made, pipit.format.read_bytes(pipit.format.to_bytes(model))


@pytest.mark.parametrize("layers", [1, 2])
def test_file_has_what_was_trained(tmp_path, layers):
    file = tmp_path / "test.pipit"
    model = written(file)
    before = engine.encode(model, IDS, [1] * len(IDS))
    made, again = changed(model, file, layers)
    assert again.config.mask_layers == layers
    rows = engine.encode(again, IDS, [1] * len(IDS))
    assert np.array_equal(rows.q, before.q) and np.array_equal(rows.s, before.s)
    masked = engine.encode(again, IDS, [1] * len(IDS), masks=True).to_float()
    with torch.inference_mode():
        expected = made.eval().encoder(torch.tensor([IDS]))[0][0].numpy()
    assert np.allclose(masked, expected, atol=0.05 * np.abs(expected).max())
    assert not np.allclose(masked, before.to_float(), atol=0.1 * np.abs(expected).max())


def test_layers_take_the_place_of_those_before(tmp_path):
    file = tmp_path / "test.pipit"
    model = written(file)
    changed(model, file, 2)
    _, again = changed(model, file, 1)
    assert again.config.mask_layers == 1 and (Role.NORM, 3) not in again.tensors
