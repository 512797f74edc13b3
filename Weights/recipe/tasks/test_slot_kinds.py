"""The kinds of the default model's slots name slots that it has."""

from pathlib import Path

import pipit.format
from tasks import slot_kinds

MODEL = Path(__file__).resolve().parents[2] / "pipit.pipit"


def test_kinds_of_the_model_that_ships():
    heads = {head.name: head for head in pipit.format.read(MODEL).heads}
    for name, kinds in slot_kinds.KINDS.items():
        found = slot_kinds.kinds(name, heads[name].labels)
        assert len(found) == len(heads[name].labels)
        assert sum(kind > 0 for kind in found) == len(kinds)
    assert slot_kinds.kinds("ner", heads["ner"].labels) is None
