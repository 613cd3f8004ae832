"""What the evaluation's tests are made of: labelled sentences of nonsense, and what was said of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from training.corpora import Article, Label, Labelled
from training.evaluation.outcomes import Given, Outcomes, Said, compared

TEXT = "abcd fghij " * 40
Row = tuple[str, str, str, str, float | None, float]  # label: sourcing, certainty, strength; said: the same


@pytest.fixture(scope="session")
def said() -> Callable[..., Said]:
    """Makes what is said of a stretch."""

    def made(
        start: int,
        end: int,
        sourcing: str = "own",
        strength: float | None = 0.5,
        certainty: float = 3.0,
        quoted: bool = False,
    ) -> Said:
        return Said(start, end, quoted, sourcing, 0.9, strength, (0, 0, 0.2, 0.3, 0.5), certainty)

    return made


@pytest.fixture(scope="session")
def outcomes(said: Callable[..., Said]) -> Callable[..., Outcomes]:
    """Makes the outcomes of articles of the given rows, ten characters a sentence, beginning with the title."""

    def made(*articles: Sequence[Row], publisher: str = "The Gull Post") -> Outcomes:
        pairs = []
        for n, rows in enumerate(articles):
            article = Article(f"as:{n}", publisher, "2024-01-01", "us_election", "Gulls leave", TEXT)
            labels = tuple(
                Label(article.id, i, 11 * i if i else 0, 11 * i + 10, *row[:3]) for i, row in enumerate(rows)
            )
            told = [said(11 * i if i else 0, 11 * i + 10, *row[3:], quoted=i % 2 == 1) for i, row in enumerate(rows)]
            pairs.append((Labelled(article, labels, 10.0 * n), Given(told[0], tuple(told[1:]), 10.0 * n + 5)))
        return compared(pairs)

    return made
