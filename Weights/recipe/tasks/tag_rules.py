"""The loss of a whole path of BIO tags, under the rules by which the device decodes one."""

import numpy as np
import torch

from tasks import bio


class TagRules:
    """A CRF (Lafferty et al. 2001) whose transitions are those that Engine/Readings/TagDecoder.swift allows, with
    nothing learned: I-X follows B-X or I-X alone, any other tag follows anything."""

    def __init__(self, labels: list[str]):
        self.inner, self.begin = map(torch.from_numpy, bio.inside_tags(labels))

    def path_loss(self, logits: torch.Tensor, truth: torch.Tensor, counts: np.ndarray) -> torch.Tensor:
        """−log of the true path's share of all allowed paths, a word.

        The words of all texts stand one after the other: logits `[words, labels]`, truth `[words]`; `counts` `[texts]`,
        each at least 1.
        """
        spread = torch.arange(int(counts.max()))[None] < torch.from_numpy(counts)[:, None]  # [texts, longest]
        scores = logits.new_zeros(*spread.shape, logits.shape[1]).masked_scatter(spread[..., None], logits)
        paths = scores[:, 0].index_fill(1, self.inner, -1e4)  # log of the sum over all paths that end in each tag
        for word in range(1, scores.shape[1]):
            inside = torch.logaddexp(paths[:, self.inner], paths[:, self.begin])
            before = paths.logsumexp(1, keepdim=True).expand_as(paths).index_copy(1, self.inner, inside)
            paths = torch.where(spread[:, word, None], before + scores[:, word], paths)
        return (paths.logsumexp(1).sum() - logits.gather(1, truth[:, None]).sum()) / len(truth)
