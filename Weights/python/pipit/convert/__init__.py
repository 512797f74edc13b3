"""Makes training files of `forge teach` from what other programs are trained with; CONVERTING.md says how."""

from pipit.convert.training import ConversionError, Notes, Training

__all__ = ["ConversionError", "Notes", "Training"]
