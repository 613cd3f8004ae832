"""The stage: annotators' labels in, the encoder's parameters, its figures on dev and soft labels of the pool out."""

from __future__ import annotations

import itertools
import json
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evidence.heads import PARTS
from evidence.tokens import Floats
from evidence.values import SOURCINGS
from training import metrics
from training.corpora import Corpora, Label, SoftLabels
from training.corpora.folder import SOFT_LABELS, Split
from training.examples import from_labels
from training.progress import Report
from training.teacher.encoder import Lesson, Teacher
from training.teacher.passages import Piece, labelled
from training.teacher.shards import Shards, pieces

EPOCHS = 1
SPARED = 2  # one in so many of the pool's annotated articles: what the teacher says of these it was not told
SEED = 7  # of the order in which the pool is labelled
TOGETHER = 50  # pieces in a table
PARAMETERS, FIGURES = "encoder.{}.safetensors", "figures.json"


@dataclass(frozen=True, slots=True)
class Labelling:
    """How long the pool is labelled at most, and what becomes of the soft labels that are there.

    With ``anew`` what has soft labels is labelled too; in the mean of both the new ones have this ``share``, and the
    old ones stay only where the time does not suffice.
    """

    minutes: float
    anew: bool = False
    share: float = 1.0


def teach(corpora: Corpora, out: Path, seed: int, how: Labelling, report: Report, say: Callable[[str], None]) -> Path:
    """Fine-tune unless ``out`` holds the last epoch's parameters, label the pool, return the merged table.

    The tables that an interrupted run left in ``out`` count, while its fine-tuning begins anew; articles of dev
    are never labelled.
    """
    out.mkdir(parents=True, exist_ok=True)
    teacher = Teacher(seed)
    fitted = out / PARAMETERS.format(EPOCHS)
    if fitted.exists():
        teacher.load(fitted)
    else:
        _fit(teacher, corpora, out, seed, report, say)
    shards = Shards(out / "soft")
    _label(teacher, shards, wanted(corpora, how.anew), time.monotonic() + 60 * how.minutes, say)
    count = shards.merge(corpora.label_folder / SOFT_LABELS, out / SOFT_LABELS, how.share)
    say(f"{count} sentences have soft labels.")
    return out / SOFT_LABELS


def told(corpora: Corpora, split: Split, seed: int) -> list[tuple[Piece, Sequence[Label]]]:
    """Return the annotated articles of one split, each with the labels of what it asks about.

    Our own invented articles and the annotated ones of the pool belong to train, but for the articles that a teacher of
    this seed is spared.
    """
    given = list(corpora.labelled(split))
    if split == "train":
        given += [one for one in corpora.labelled("pool") if not _spared(one.article.id, seed)]
        given += corpora.written()
    read = ((labelled(one.article, one.labels), one.labels) for one in given)
    # a title without a word has a label at most: the first
    return [(piece, labels[-len(piece.asked) :]) for piece, labels in read if piece.asked]


def _spared(article: str, seed: int) -> bool:
    """Say whether a teacher is not told this article's labels: what one is spared, one of the next seed is told."""
    return (zlib.crc32(article.encode()) + seed) % SPARED == 1


def figures(labels: Sequence[Label], probabilities: Floats) -> dict[str, float]:
    """Return the figures of the probabilities (n, WIDTH).

    Means are rounded as they are, where the service stretches them (``evidence.heads.estimate``).
    """
    accepted = [label.sourcings for label in labels]
    said = [SOURCINGS[at] for at in probabilities[:, PARTS["sourcing"]].argmax(1)]
    rated = [i for i, label in enumerate(labels) if label.strength_value is not None and not label.disputed]
    strength = [labels[i].strength_value or 0.0 for i in rated]
    certainty = [labels[i].certainty_value or 0.0 for i in rated]
    levels = probabilities[rated, PARTS["strength"]] @ np.arange(5)
    certain = probabilities[rated, PARTS["certainty"]] @ np.arange(4)
    return {
        "strength_qwk": metrics.qwk(strength, metrics.rounded(levels), 4),
        "strength_spearman": metrics.spearman(strength, levels),
        "certainty_qwk": metrics.qwk(certainty, metrics.rounded(certain), 3),
        "hedged_auc": metrics.auc([value < 3 for value in certainty], -certain),
        "sourcing_accuracy": metrics.accuracy(accepted, said),
        "sourcing_macro_f1": metrics.macro_f1(accepted, said),
        "no_claim_f1": metrics.no_claim_f1(accepted, said),
    }


def wanted(corpora: Corpora, anew: bool = False) -> Iterator[Piece]:
    """Yield the pieces of the pool: the articles that are neither of train nor of dev, annotated ones included.

    Soft labels spare an article, or the part of it that has them, unless it is to be labelled ``anew``.
    """
    ours = {label.article for label in (*corpora.labels("train"), *corpora.labels("dev"))}
    reached = {} if anew else _reached(corpora.soft_labels())
    pool = [article for article in corpora.articles.values() if article.id not in ours]
    return pieces(pool, reached, np.random.default_rng(SEED))


def _reached(soft: SoftLabels) -> dict[str, tuple[int, int]]:
    """Return the index and the end of the last sentence of each article that has soft labels."""
    reached: dict[str, tuple[int, int]] = {}
    for article, index, end in zip(soft.articles, soft.index.tolist(), soft.end.tolist(), strict=True):
        # the title's end counts into the title
        reached[article] = max(reached.get(article, (0, 0)), (index, end if index else 0))
    return reached


def _label(teacher: Teacher, shards: Shards, pool: Iterator[Piece], until: float, say: Callable[[str], None]) -> None:
    left = shards.left(pool)
    while time.monotonic() < until and (together := list(itertools.islice(left, TOGETHER))):
        asked = [passage for piece in together for passage in piece.wanted]
        path = shards.add(asked, teacher(together))
        say(f"{path.name}: {len(asked)} sentences of {len(together)} articles")


def _fit(teacher: Teacher, corpora: Corpora, out: Path, seed: int, report: Report, say: Callable[[str], None]) -> None:
    lessons = [
        Lesson(piece, np.array([aim.target for aim in from_labels(labels)], np.float32))
        for piece, labels in told(corpora, "train", seed)
    ]
    dev = told(corpora, "dev", seed)
    asked, right = [piece for piece, _ in dev], [label for _, labels in dev for label in labels]
    begun, reached = time.monotonic(), list[dict[str, float]]()

    def after(epoch: int) -> None:
        teacher.save(out / PARAMETERS.format(epoch))
        reached.append({"minutes": (time.monotonic() - begun) / 60} | figures(right, teacher(asked)))
        (out / FIGURES).write_text(json.dumps(reached, indent=2) + "\n", encoding="utf-8")
        say(f"epoch {epoch}: " + ", ".join(f"{name} {value:.3f}" for name, value in reached[-1].items()))

    teacher.fit(lessons, EPOCHS, lambda share: report("teacher", share), after)
