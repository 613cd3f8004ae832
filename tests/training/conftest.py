"""What the tests of training need beside the tiny corpus: the shared folder, where it is."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evidence.scorer import Scorer
from training.corpora import Corpora
from training.examples import Examiner, Example, from_soft

TESTS = Path(__file__).parents[1]


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
    examiner = Examiner(scorer.analyst.reader, scorer.analyst.tagger, 5)
    soft = from_soft(corpora.soft_labels()).items()
    return [
        *map(examiner.labelled, corpora.labelled("train")),
        *(examiner.soft(corpora.articles[id_], aims) for id_, aims in soft),
    ]
