"""The judge: whatever assesses articles for the shell; the shipped one is evidence.scorer.Scorer."""

from __future__ import annotations

from typing import Protocol

from evidence.policy import DEFAULT, Policy
from evidence.values import Article, Assessment, ModelId


class Judge(Protocol):
    """Assesses articles; safe to call from several threads, and total over text."""

    @property
    def model(self) -> ModelId:
        """The model's name and version."""

    def assess(self, article: Article, policy: Policy = DEFAULT) -> Assessment:
        """Return all that is said of the article under a policy."""
