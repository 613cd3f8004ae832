"""Corpora: the texts and labels that models are fitted to and judged by, each opened by name and checksum."""

from training.corpora.catalogue import CorpusChanged, CorpusError, CorpusMissing, CorpusReserved, Purpose
from training.corpora.folder import Corpora
from training.corpora.values import (
    Article,
    Hedged,
    Label,
    Labelled,
    PolnearArticle,
    PolnearAttribution,
    SoftLabels,
    TypedCue,
    Uncertain,
)

__all__ = [
    "Article",
    "Corpora",
    "CorpusChanged",
    "CorpusError",
    "CorpusMissing",
    "CorpusReserved",
    "Hedged",
    "Label",
    "Labelled",
    "PolnearArticle",
    "PolnearAttribution",
    "Purpose",
    "SoftLabels",
    "TypedCue",
    "Uncertain",
]
