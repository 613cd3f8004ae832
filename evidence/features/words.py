"""Words: the hashed words and word pairs of a unit alone."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from evidence.reading import OUTSIDE, Reading
from evidence.tagger import Tags, mixed
from evidence.tokens import FINE, Ints

NGRAM_BITS = 15
LIKELY = 0.4  # from this probability on a token counts as part of a span


def ngrams(reading: Reading, tags: Tags) -> sp.csr_matrix:
    """Return (U, 2 ** NGRAM_BITS): hashed words, pairs and triples, alone and with what the tags say of them."""
    tokens, n = reading.tokens, len(reading.tokens)
    beyond = np.array([-1, -2])
    unit = np.concatenate([tokens.unit, beyond])
    pair, triple = unit[1 : n + 1] == tokens.unit, unit[2 : n + 2] == tokens.unit
    word, fine = (np.concatenate([values, -beyond]) for values in (tokens.digest, tokens.kind[:, FINE]))
    here, second, third = word[:n], word[1 : n + 1], word[2 : n + 2]
    quoted, part = (reading.marks != OUTSIDE).astype(np.int64), parts(tags)
    every = np.ones(n, bool)
    grams = (
        (here, here * 0, every), (here, quoted, every), (here, part, every), (here, second, pair),
        (here, third, triple), (mixed(here, second, 1), third, triple), (mixed(here, second, 2), part, pair),
        (mixed(fine[:n], fine[1 : n + 1], 3), part, pair),
    )  # fmt: skip
    columns = np.concatenate([mixed(a, b, salt)[kept] for salt, (a, b, kept) in enumerate(grams, 11)])
    rows = np.concatenate([tokens.unit[kept] for *_, kept in grams])
    scale = 1 / np.sqrt(len(grams) / 2 * np.maximum(1, np.diff(tokens.bounds)))
    cells = (scale.astype(np.float32)[rows], (rows, columns % (1 << NGRAM_BITS)))
    return sp.csr_matrix(cells, shape=(len(reading.units), 1 << NGRAM_BITS))


def parts(tags: Tags) -> Ints:
    """Return for each token what it is most likely part of: 0 nothing, 1 a source, 2 a cue, 3 a content."""
    source, cue, content = (tags.spans[:, k] + tags.spans[:, k + 1] for k in (0, 2, 4))
    return np.select([cue > LIKELY, source > LIKELY, content > LIKELY], [2, 1, 3], 0)
