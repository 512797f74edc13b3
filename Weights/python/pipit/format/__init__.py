"""Reader, writer and quantizers of `.pipit` model files (Sources/PipitCore/Model/FORMAT.md).

    model = pipit.format.read("pipit.pipit")
    pipit.format.write(model, "copy.pipit")

A model is a Config, the lines of `info`, a Vocabulary, matrices by (role, layer), and task heads. The matrices are made
by the functions of pipit.format.tensors; `python -m pipit.format FILE` prints a summary.
"""

from pipit.format.layout import (
    HEADER_BYTES,
    MASKED_WORD,
    PAIR_CLASSIFICATION,
    PAIR_SIMILARITY,
    SENTENCE_VECTOR,
    SEQUENCE,
    SPAN,
    TOKEN_BIO,
    TOKEN_PLAIN,
    Role,
    SlotKind,
)
from pipit.format.model import (
    BERT,
    CAUSAL,
    EMBBERT,
    FINAL_NORM,
    GELU_ERF,
    GELU_TANH,
    NO_ACTIVATION,
    POOL_FIRST,
    POOL_MEAN,
    RELU,
    RESIDUAL,
    TANH,
    Config,
    Model,
    TaskHead,
)
from pipit.format.reading import read, read_bytes, read_sections
from pipit.format.tensors import FormatError, Tensor
from pipit.format.vocabulary import Vocabulary
from pipit.format.writing import to_bytes, write

__all__ = [
    "BERT",
    "CAUSAL",
    "Config",
    "EMBBERT",
    "FINAL_NORM",
    "FormatError",
    "GELU_ERF",
    "GELU_TANH",
    "HEADER_BYTES",
    "TaskHead",
    "MASKED_WORD",
    "Model",
    "NO_ACTIVATION",
    "PAIR_CLASSIFICATION",
    "PAIR_SIMILARITY",
    "POOL_FIRST",
    "POOL_MEAN",
    "RELU",
    "RESIDUAL",
    "Role",
    "SENTENCE_VECTOR",
    "SEQUENCE",
    "SPAN",
    "SlotKind",
    "TANH",
    "TOKEN_BIO",
    "TOKEN_PLAIN",
    "Tensor",
    "Vocabulary",
    "read",
    "read_bytes",
    "read_sections",
    "to_bytes",
    "write",
]
