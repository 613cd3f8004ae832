"""Features: the one place where a reading becomes numbers, for training and for serving.

Three views of a unit, each a matrix with a row a unit:
``ngrams``   hashed words and word pairs, sparse, of the unit alone;
``local``    dense, of the unit alone: what the tagger, the lexicon and the marks say of it;
``placed``   dense, of the unit's place in its article: who was cited before, how far down it stands.
``rows`` then puts a unit's views beside its ``context``: its neighbours' first guesses and its article's mean.
"""

from evidence.features.context import context, rows
from evidence.features.names import CONTEXT, LOCAL, LOCAL_FAMILIES, NEAR, PLACED, PLACED_FAMILIES
from evidence.features.place import placed
from evidence.features.unit import local
from evidence.features.words import NGRAM_BITS, ngrams

__all__ = [
    "CONTEXT",
    "LOCAL",
    "LOCAL_FAMILIES",
    "NEAR",
    "NGRAM_BITS",
    "PLACED",
    "PLACED_FAMILIES",
    "context",
    "local",
    "ngrams",
    "placed",
    "rows",
]
