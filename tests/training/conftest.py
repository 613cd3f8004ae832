"""What the tests of training need beside the tiny corpus: the shared folder, and labelled sentences of nonsense."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evidence.scorer import Scorer
from training.corpora import Article, Corpora, Label, Labelled
from training.evaluation.outcomes import Given, Outcomes, Said, compared
from training.examples import Examiner, Example, from_soft

TESTS = Path(__file__).parents[1]
TEXT = "abcd fghij " * 40
Row = tuple[str, str, str, str, float | None, float]  # label: sourcing, certainty, strength; said: the same


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with the corpora; a test that needs it is skipped where it is not."""
    folder = TESTS.parent.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the shared folder of corpora is not beside the checkout")
    return folder


@pytest.fixture(scope="session")
def bench(shared: Path) -> ModuleType:
    """The bench's own script, whose figures ours must be."""
    spec = importlib.util.spec_from_file_location("bench_evaluate", shared / "bench/evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def examples(scorer: Scorer, tiny: Any) -> list[Example]:
    """The tiny corpus's articles, annotated and soft, as the heads are fitted to them."""
    corpora = Corpora(tiny.corpora, tiny.labels)
    examiner = Examiner.of(scorer, 5)
    soft = from_soft(corpora.soft_labels()).items()
    return [
        *map(examiner.labelled, corpora.labelled("train")),
        *(examiner.soft(corpora.articles[id_], aims) for id_, aims in soft),
    ]


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
