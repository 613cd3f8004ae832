"""PolNeAR: news articles whose attributions carry source, cue and content spans (Newell et al. 2018)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

from evidence.values import Span
from training.corpora.values import PolnearArticle, PolnearAttribution


def read_polnear(path: Path) -> tuple[PolnearArticle, ...]:
    """Return the articles of one split; attributions that hold no span at all are left out."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return tuple(_article(json.loads(line)) for line in file)


def _article(row: dict[str, object]) -> PolnearArticle:
    attributions = row["attributions"]
    assert isinstance(attributions, list)
    return PolnearArticle(
        id=str(row["id"]),
        text=str(row["text"]),
        sentences=_spans(row["sentences"]),
        attributions=tuple(_attribution(a) for a in attributions if any(a.values())),
    )


def _attribution(row: dict[str, object]) -> PolnearAttribution:
    return PolnearAttribution(_spans(row["source"]), _spans(row["cue"]), _spans(row["content"]))


def _spans(pairs: object) -> tuple[Span, ...]:
    assert isinstance(pairs, Iterable)
    return tuple(Span(start, end) for start, end in sorted(pairs))
