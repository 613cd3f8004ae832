"""Vectors: what all-MiniLM-L6-v2 knows of single words, as the convolution's word vectors begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.decomposition import PCA

from evidence.tokens import Floats
from training.convolution.layers import VECTOR
from training.convolution.network import STAGE
from training.encoders.shipped import small
from training.extra import library

TOGETHER = 256
DEVIATION = 0.1  # of the values that the network begins with


def vectors(words: Sequence[str], seed: int) -> Floats:
    """Return (V + 1, VECTOR): row 0, the unknown word, is zeros.

    Half of a vector comes from what the encoder looks up for the word's pieces, half from what it answers for the word
    alone, both reduced to their principal components.
    """
    torch = library("torch", STAGE)
    tokenizer, encoder = small(STAGE)
    encoder.eval()
    looked, answered = [], []
    with torch.inference_mode():
        for first in range(0, len(words), TOGETHER):
            batch = tokenizer(list(words[first : first + TOGETHER]), padding=True, return_tensors="pt")
            own = _own(torch, batch["attention_mask"])
            looked.append(_mean(encoder.get_input_embeddings()(batch["input_ids"]), own))
            answered.append(_mean(encoder(**batch).last_hidden_state, own))
    halves = [_reduced(np.concatenate(made), seed) for made in (looked, answered)]
    return np.concatenate([np.zeros((1, VECTOR), np.float32), np.concatenate(halves, axis=1)])


def _own(torch: Any, mask: Any) -> Any:
    """Return the mask of the word's own pieces, without the marks of beginning and end."""
    own = mask.clone()
    own[:, 0] = 0
    own[torch.arange(len(mask)), mask.sum(1) - 1] = 0
    return own[:, :, None].float()


def _mean(values: Any, own: Any) -> Floats:
    mean: Floats = ((values * own).sum(1) / own.sum(1).clamp(min=1)).numpy()
    return mean


def _reduced(values: Floats, seed: int) -> Floats:
    half = VECTOR // 2
    kept = min(half, *values.shape)  # fewer words than components: the rest stays zero
    found = np.zeros((len(values), half), np.float32)
    found[:, :kept] = PCA(kept, random_state=seed).fit_transform(values)
    return found / max(float(found.std()), 1e-9) * DEVIATION
