"""What several packages' tests share."""

from __future__ import annotations

import pytest

from evidence.scorer import Scorer
from service.model import load_scorer
from service.settings import Settings


@pytest.fixture(scope="session")
def shipped() -> Scorer:
    """The model in models/ that LATEST names, as it ships."""
    return load_scorer(Settings())
