"""Features: the one place where a reading becomes numbers, for training and for serving.

Two views of a unit, each a matrix with a row a unit:
``local``    dense, of the unit alone: what the tagger, the lexicon and the marks say of it;
``placed``   dense, of the unit's place in its article: who was cited before, how far down it stands.
``rows`` then puts these and the unit's gist (evidence.convolution) beside its ``context``: its neighbours' gists and
its article's mean.  The networks learn from these rows; what serves adds up what their two parts bring, the columns
SAID and STANDING (evidence.heads).
"""

from evidence.features.context import context, rows
from evidence.features.names import (
    CONTEXT,
    GIST,
    LOCAL,
    LOCAL_FAMILIES,
    NEAR,
    OFFSETS,
    PLACED,
    PLACED_FAMILIES,
    ROW,
    SAID,
    STANDING,
)
from evidence.features.place import placed
from evidence.features.unit import local

__all__ = [
    "CONTEXT",
    "GIST",
    "LOCAL",
    "LOCAL_FAMILIES",
    "NEAR",
    "OFFSETS",
    "PLACED",
    "PLACED_FAMILIES",
    "ROW",
    "SAID",
    "STANDING",
    "context",
    "local",
    "placed",
    "rows",
]
