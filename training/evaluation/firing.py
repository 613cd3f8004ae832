"""Firing: how often the sentences of our own tables, hedged or not, are taken for weak ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence import lexicon
from evidence.cues import find
from evidence.findings.ignoring import WEAKENING
from evidence.scorer import Scorer
from evidence.values import Article, SentenceAssessment
from training.corpora.tables import rows

# "cued" has the words of a hedge in claims that are certain by the rubric (docs/labelling.md).
TABLES = ("hedged", "cued", "plain", "traps")
FOLDER = Path(__file__).parents[2] / "tests" / "evidence" / "tables"  # in a checkout; an installed copy has none
VAGUE = frozenset({"unnamed", "hearsay"})


@dataclass(frozen=True, slots=True)
class Fired:
    """The shares of a table's n sentences that fired.

    ``lexicon``: a weakening cue is found; ``model``: the certainty is less than certain or the sourcing unnamed or
    hearsay; ``weak``: the strength is less than solid.
    """

    n: int
    lexicon: float
    model: float
    weak: float


def measure(scorer: Scorer, folder: Path = FOLDER) -> Mapping[str, Fired]:
    """Return the shares of each table that is in the folder."""
    return {name: _fired(scorer, path) for name in TABLES if (path := folder / f"{name}.tsv").is_file()}


def _fired(scorer: Scorer, path: Path) -> Fired:
    sentences = [row["sentence"] for row in rows(path)]
    known = lexicon.load()
    cued = [any(match.category in WEAKENING for match in find(text, known)) for text in sentences]
    said = [scorer.assess(Article.of(text)).sentences for text in sentences]
    n = len(sentences)
    hedged = sum(any(map(_hedged, own)) for own in said)
    weak = sum(any(one.level in ("none", "weak", "moderate") for one in own) for own in said)
    return Fired(n, sum(cued) / n, hedged / n, weak / n)


def _hedged(said: SentenceAssessment) -> bool:
    return said.sourcing != "none" and (said.certainty != "certain" or said.sourcing in VAGUE)
