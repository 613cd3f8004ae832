"""The shell: how commands end, in what they did or in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from evidence.manifest import ArtifactError
from training.cluster import ClusterError
from training.comparison import ComparisonError
from training.corpora import CorpusError
from training.extra import ExtraMissing
from training.publish import PublishError

CANDIDATE, METRICS, HEDGES, COMPARED = "candidate", "metrics.json", "hedges.json", "compare.md"


class StageError(Exception):
    """A stage lacks what the one before it leaves."""


FAULTS = (ArtifactError, ClusterError, ComparisonError, CorpusError, ExtraMissing, PublishError, StageError)


class Refusal(click.ClickException):
    """One sentence on standard error, and exit code 2."""

    exit_code = 2


class Shell(click.Group):
    """A group whose commands end in a refusal where one of our own errors is raised."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except FAULTS as error:
            raise Refusal(str(error)) from error


def left(path: Path, stage: str) -> Path:
    """Return what the stage leaves; StageError where it is not there."""
    if not path.exists():
        raise StageError(f"There is no {path}: run the stage {stage} first.")
    return path
