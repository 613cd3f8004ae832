"""The judge: whatever assesses articles for the shell; the shipped one is evidence.scorer.Scorer."""

from __future__ import annotations

from typing import Protocol

from evidence.manifest import Manifest
from evidence.policy import Policy
from evidence.values import Article, Assessment, ModelId


class Judge(Protocol):
    """Assesses articles; safe to call from several threads, and total over text."""

    @property
    def model(self) -> ModelId:
        """The model's name and version."""

    @property
    def manifest(self) -> Manifest | None:
        """The facts about the model, where it comes from a file."""

    def assess(self, article: Article, policy: Policy) -> Assessment:
        """Return all that is said of the article, its levels, grade, advice and gate by the policy."""
