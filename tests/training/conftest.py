"""What the tests of training need: a tiny corpus of our own sentences, and the shared folder where it is."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TESTS = Path(__file__).parents[1]


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


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with the corpora; a test that needs it is skipped where it is not."""
    folder = TESTS.parent.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the shared folder of corpora is not beside the checkout")
    return folder
