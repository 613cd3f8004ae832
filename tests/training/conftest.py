"""What the tests of training need beside the tiny corpus: the shared folder, where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with the corpora; a test that needs it is skipped where it is not."""
    folder = TESTS.parent.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the shared folder of corpora is not beside the checkout")
    return folder
