"""The model that answers: which version the settings mean, and the scorer loaded from it."""

from __future__ import annotations

import gc
from dataclasses import replace

from evidence.artifact import ArtifactError
from evidence.scorer import Scorer
from service.settings import Settings


def current_version(settings: Settings) -> str:
    """Return the version that is pinned, else the one in ``models/LATEST``; raises ArtifactError."""
    if settings.model is not None:
        return settings.model
    latest = settings.models / "LATEST"
    try:
        version = latest.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ArtifactError(f"There is no model to load: {latest} cannot be read.") from error
    if not version:
        raise ArtifactError(f"There is no model to load: {latest} is empty.")
    return version


def load_scorers(settings: Settings) -> tuple[Scorer, ...]:
    """Return the scorers of all versions that the settings mean, the one that answers by default first."""
    versions = dict.fromkeys((current_version(settings), *settings.models_loaded))
    return tuple(load_scorer(replace(settings, model=version)) for version in versions)


def load_scorer(settings: Settings) -> Scorer:
    """Return the scorer of the version that the settings mean; raises ArtifactError."""
    version = current_version(settings)
    scorer = Scorer.load(settings.models / version)
    if scorer.model.version != version:
        # Answers, feedback and /v1/models go by the manifest's: served so, nobody could tell which model it was.
        named = scorer.model.version
        raise ArtifactError(
            f"The model in {settings.models / version} is version {named} by its manifest, not {version}."
        )
    # Model and lexicon stay for good: the garbage collector need not walk them while an article waits, and the
    # workers that are forked off go on sharing their memory.
    gc.collect()
    gc.freeze()
    return scorer
