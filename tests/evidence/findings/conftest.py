"""Assessments made by hand, so that a rule can be tested without a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evidence.values import (
    Assessment,
    Attribution,
    Cue,
    ModelId,
    Rating,
    Sentence,
    SentenceAssessment,
    Source,
    Span,
)

PROBABILITIES = {
    "none": (0.9, 0.1, 0.0, 0.0, 0.0),
    "weak": (0.1, 0.8, 0.1, 0.0, 0.0),
    "moderate": (0.0, 0.1, 0.8, 0.1, 0.0),
    "solid": (0.0, 0.0, 0.1, 0.8, 0.1),
    "strong": (0.0, 0.0, 0.0, 0.1, 0.9),
}
STRENGTHS = {"none": 0.0, "weak": 0.25, "moderate": 0.5, "solid": 0.75, "strong": 1.0}


class Desk:
    """Writes an article sentence by sentence; a cue is "kind.subtype:words", a source is a name and its kind."""

    def __init__(self) -> None:
        self.sentences: list[SentenceAssessment] = []
        self.attributions: list[Attribution] = []
        self.sources: dict[str, Source] = {}
        self.headline: SentenceAssessment | None = None
        self.at = 0

    def say(
        self, text: str, sourcing: Any = "own", level: Any = "solid", certainty: Any = "certain", **more: Any
    ) -> Desk:
        """Add a sentence; ``more``: cues, source, kind, likely, quoted, undermined, headline."""
        headline = more.get("headline", False)
        start = 0 if headline else self.at
        role: Any = "headline" if headline else "body"
        sentence = Sentence(start, start + len(text), text, role, quoted=more.get("quoted", False))
        item = SentenceAssessment(
            sentence,
            None if level is None else STRENGTHS[level],
            level,
            (0.2,) * 5 if level is None else PROBABILITIES[level],
            sourcing,
            more.get("likely", 0.9),
            certainty,
            3.0,
            tuple(self._cue(one, sentence) for one in more.get("cues", ())),
            self._cite(more, sentence),
            undermined=more.get("undermined", False),
        )
        if headline:
            self.headline = item
        else:
            self.sentences.append(item)
            self.at += len(text) + 1
        return self

    def _cue(self, written: str, sentence: Sentence) -> Cue:
        name, words = written.split(":")
        kind, subtype = name.split(".")
        start = sentence.start + sentence.text.index(words)
        entry = f"{name}.{words.replace(' ', '_')}"
        return Cue(kind, subtype, start, start + len(words), words, entry, -0.2)  # type: ignore[arg-type]

    def _cite(self, more: Any, sentence: Sentence) -> tuple[int, ...]:
        name = more.get("source")
        if name is None:
            return ()
        start = sentence.start + sentence.text.index(name)
        span = Span(start, start + len(name))
        known = self.sources.get(name, Source(f"s{len(self.sources)}", name, more["kind"], (), (), 0.0))
        at = (*known.sentences, len(self.sentences))
        self.sources[name] = Source(known.id, name, known.kind, (*known.mentions, span), at, 0.0)
        self.attributions.append(Attribution(span, None, (), known.id))
        return (len(self.attributions) - 1,)

    def done(self, score: float | None = 61.0, note: str | None = None) -> Assessment:
        """Return the assessment, rated unless ``score`` is None."""
        rating = None
        if score is not None:
            rating = Rating(score, "B", "well evidenced", len(self.sentences), 1, (0.0, 100.0), {}, ())
        cited = {at for source in self.sources.values() for at in source.sentences}
        sources = tuple(
            Source(one.id, one.name, one.kind, one.mentions, one.sentences, len(one.sentences) / len(cited))
            for one in self.sources.values()
        )
        return Assessment(
            ModelId("by hand", "1"),
            self.headline,
            tuple(self.sentences),
            tuple(self.attributions),
            sources,
            rating,
            note,
        )


@pytest.fixture
def desk() -> Callable[[], Desk]:
    """Make a desk."""
    return Desk
