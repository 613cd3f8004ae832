"""The stage: judge dev and a sample of the archive with both models, and write down what changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence.manifest import ArtifactError, Manifest
from evidence.scorer import Scorer
from evidence.values import Article
from training.comparison import ComparisonError
from training.comparison.archive import Piece
from training.comparison.changes import Changes, changes, verdict
from training.comparison.movements import Movements, movement
from training.corpora import Corpora
from training.evaluation.figures import FIGURES
from training.evaluation.stage import on_dev
from training.progress import Report
from training.publish import GATES, worse


@dataclass(frozen=True)
class Comparison:
    """Two models, what changes on dev, and what moves in a sample of the archive."""

    old: Manifest
    new: Manifest
    dev: Changes
    archive: str
    sample: Movements

    @property
    def worse(self) -> list[str]:
        """What is worse on the whole of dev: figures whose whole interval is, and those that would not be published."""
        sure = [
            f"{FIGURES[name].title}: {one.new:.3f} after {one.old:.3f}"
            for name, one in self.dev.whole.items()
            if verdict(name, one) == "worse"
        ]
        values = [
            {name: getattr(one, side) for name, one in self.dev.whole.items() if name in GATES}
            for side in ("new", "old")
        ]
        return [*sure, *(f"{fault}, which keeps it from being published" for fault in worse(values[0], values[1]))]


def load(folder: Path) -> Scorer:
    """Return the scorer of a model's folder; ComparisonError where this code cannot judge with it."""
    try:
        return Scorer.load(folder)
    except ArtifactError as error:
        raise ComparisonError(
            f"The model in {folder} does not fit this code, so nothing is compared: {error}"
        ) from error


def compare(
    old: Scorer, new: Scorer, corpora: Corpora, archive: str, pieces: Sequence[Piece], report: Report
) -> Comparison:
    """Return what changes from the old model to the new one, both loaded, on dev and on the archive's pieces."""
    moved = []
    for at, piece in enumerate(pieces, 1):
        article = Article.of(piece.text, piece.title)
        moved.append(movement(piece.id, old.assess(article), new.assess(article)))
        report("archive", at / len(pieces))
    found = [on_dev(scorer, corpora, report) for scorer in (old, new)]
    assert old.manifest is not None
    assert new.manifest is not None
    dev = changes(found[0], found[1], report)
    return Comparison(old.manifest, new.manifest, dev, archive, Movements(tuple(moved)))
