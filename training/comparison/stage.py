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


def load(folder: Path) -> tuple[Scorer, Manifest]:
    """Return the scorer of a model's folder; ComparisonError where this code cannot judge with it."""
    try:
        scorer = Scorer.load(folder)
    except ArtifactError as error:
        raise ComparisonError(
            f"The model in {folder} does not fit this code, so nothing is compared: {error}"
        ) from error
    assert scorer.manifest is not None
    return scorer, scorer.manifest


def compare(
    models: tuple[Path, Path], corpora: Corpora, archive: str, pieces: Sequence[Piece], report: Report
) -> Comparison:
    """Return what changes from the first model to the second, on dev and on the archive's pieces."""
    (old, before), (new, after) = map(load, models)
    moved = []
    for at, piece in enumerate(pieces, 1):
        article = Article.of(piece.text, piece.title)
        moved.append(movement(piece.id, old.assess(article), new.assess(article)))
        report("archive", at / len(pieces))
    found = [on_dev(scorer, corpora, report) for scorer in (old, new)]
    return Comparison(before, after, changes(found[0], found[1], report), archive, Movements(tuple(moved)))
