"""The public benchmark of hedging: CoNLL-2010 shared task 1, uncertain sentences of Wikipedia.

Nothing of it is shipped.  It shows what the features that the service reads are worth on labels that others made.
"""

from training.hedges.stage import measure

__all__ = ["measure"]
