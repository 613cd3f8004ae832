"""What several packages' tests share: the shipped model, a tiny corpus of our own sentences, a model fitted to it."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings
from threadpoolctl import threadpool_limits

from evidence.scorer import Scorer
from service.model import load_scorer
from service.settings import Settings
from training import heads, taggers
from training.commands import main
from training.corpora import Corpora
from training.evaluation import figures

# A busy machine is no failure: tests are not timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

TESTS = Path(__file__).parent


@pytest.fixture(scope="session")
def shipped() -> Scorer:
    """The model in models/ that LATEST names, as it ships."""
    return load_scorer(Settings())


@pytest.fixture(scope="session")
def markup() -> ModuleType:
    """The builder of the tiny corpus, loaded by place: pytest's importlib mode puts nothing on the path."""
    spec = importlib.util.spec_from_file_location("tests_corpus_build", TESTS / "corpus" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def tiny(markup: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The tiny corpus: ``tiny.corpora`` is laid out like shared/data, ``labels`` like training/labels."""
    return markup.build(tmp_path_factory.mktemp("tiny"))


@dataclass(frozen=True)
class Fit:
    """What ``python -m training all --version 0.0.1`` left of the tiny corpus, and how it ended."""

    ran: Result
    work: Path
    models: Path
    docs: Path

    @property
    def model(self) -> Path:
        """The published model's folder."""
        return self.models / "0.0.1"


@pytest.fixture(scope="session")
def fit(tiny: Any, tmp_path_factory: pytest.TempPathFactory) -> Fit:
    """A run of the whole pipeline on the tiny corpus, with small heads and a tagger that sees it often.

    Compressing the usual heads would take most of the time, and fits that run side by side, each on all cores,
    wait for each other. With the usual epochs, a tagger finds nothing after so few sentences.
    """
    folder = tmp_path_factory.mktemp("fit")
    work, models, docs = folder / "build", folder / "models", folder / "docs"
    arguments = ("all", "--version", "0.0.1", "--corpora", tiny.corpora, "--work", work, "--models", models)
    with pytest.MonkeyPatch.context() as patch, threadpool_limits(1):
        patch.setitem(heads.NETWORK, "hidden_layer_sizes", (8,))
        patch.setattr(taggers, "EPOCHS", 30)
        patch.setattr(figures, "REPEATS", 10)
        patch.setattr(taggers, "SECOND_EPOCHS", 150)
        patch.setattr("training.commands.stages.Corpora", partial(Corpora, labels=tiny.labels))
        ran = CliRunner().invoke(main, [str(argument) for argument in (*arguments, "--docs", docs)])
    return Fit(ran, work, models, docs)


@pytest.fixture(scope="session")
def scorer(fit: Fit) -> Scorer:
    """The model that was fitted to the tiny corpus: it judges badly, and by all the rules."""
    assert fit.ran.exit_code == 0, fit.ran.output
    return Scorer.load(fit.model)
