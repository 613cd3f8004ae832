"""Words: the vocabulary and the distributional clusters, learnt from unlabelled news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

from evidence.tokens import TOKEN, Words, normal

VOCABULARY = 12_000
CONTEXTS = 3_000
DIMENSIONS = 64
CLUSTERS = (64, 512)


def learn(texts: Iterable[str], seed: int) -> Words:
    """Return the most frequent words of the texts, each with its coarse and its fine cluster."""
    streams = [[normal(word) for word in TOKEN.findall(text)] for text in texts]
    frequency = Counter(word for stream in streams for word in stream)
    rank = {word: i + 1 for i, (word, _) in enumerate(frequency.most_common(VOCABULARY))}
    vectors = _vectors(_company(streams, rank), seed)
    columns = [_cluster(vectors, k, seed) for k in CLUSTERS]
    clusters = np.zeros((len(rank) + 1, len(CLUSTERS)), dtype=np.int16)
    clusters[1:] = np.stack(columns, axis=1) + 1
    return Words(rank, clusters)


def _company(streams: list[list[str]], rank: dict[str, int]) -> sp.csr_matrix:
    """Count each word's neighbours at the offsets -2, -1, 1 and 2, as positive pointwise information."""
    size = len(rank) + 1
    counts = sp.csr_matrix((size, 4 * CONTEXTS), dtype=np.float64)
    for begin in range(0, len(streams), 500):
        ids = np.array([rank.get(w, 0) for s in streams[begin : begin + 500] for w in [*s, "\n", "\n"]])
        for slot, offset in enumerate((-2, -1, 1, 2)):
            near = np.roll(ids, -offset)
            keep = (ids > 0) & (near > 0) & (near <= CONTEXTS)
            cells = (np.ones(keep.sum()), (ids[keep], slot * CONTEXTS + near[keep] - 1))
            counts = counts + sp.csr_matrix(cells, shape=counts.shape)
    return _positive_information(counts)


def _positive_information(counts: sp.csr_matrix) -> sp.csr_matrix:
    total = counts.sum()
    row = np.asarray(counts.sum(axis=1)).ravel() + 1e-9
    column = np.asarray(counts.sum(axis=0)).ravel() ** 0.75 + 1e-9
    column *= total / column.sum()
    cells = counts.tocoo()
    cells.data = np.maximum(0.0, np.log(cells.data * total / (row[cells.row] * column[cells.col])))
    return cells.tocsr()


def _vectors(company: sp.csr_matrix, seed: int) -> NDArray[np.float64]:
    svd = TruncatedSVD(DIMENSIONS, random_state=seed, n_iter=4)
    return normalize(svd.fit_transform(company)[1:] / np.sqrt(np.maximum(svd.singular_values_, 1e-9)))


def _cluster(vectors: NDArray[np.float64], k: int, seed: int) -> NDArray[np.int16]:
    k = min(k, len(vectors))
    means = MiniBatchKMeans(k, random_state=seed, n_init=3, batch_size=4096, max_iter=60)
    return means.fit_predict(vectors).astype(np.int16)
