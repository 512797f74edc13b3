"""What a network is held to."""

import pytest

torch = pytest.importorskip("torch")
from model import frozen  # noqa: E402  (it needs torch)
from tasks import data  # noqa: E402
from tasks.kept import KeptSet  # noqa: E402

SHIPPED = data.RECIPE.parent / "home.pipit"
TEXTS = ["turn off the kitchen lights", "Who won the match?", "the milk is in the fridge", "set a timer"]


class Held(torch.nn.Module):
    """An encoder as the sets see a network."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder


def test_own_rows_cost_nothing():
    torch.manual_seed(1)
    kept, network = KeptSet(SHIPPED, TEXTS, size=4), Held(frozen.encoder_of(SHIPPED)).eval()
    assert abs(kept.loss(network).item()) < 1e-4
    with torch.no_grad():
        network.encoder.blocks[1].gain.mul_(2)
    assert kept.loss(network).item() > 0.01
