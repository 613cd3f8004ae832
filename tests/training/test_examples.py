from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from evidence.heads import PARTS, WIDTH
from evidence.scorer import Scorer
from evidence.values import Span
from training.corpora import Corpora, Label, SoftLabels
from training.examples import Aim, Examiner, Example, blended, fold_of, from_labels, from_soft, pool, soft_pool

NAN = float("nan")


@pytest.mark.parametrize(
    ("written", "sourcing", "certainty", "strength"),
    [
        (("named", "3", "4"), [0, 1, 0, 0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0, 1]),
        (("own", "0", "0"), [1, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0, 0]),
        (("document|named", "2.5", "3.5"), [0, 0.5, 0.5, 0, 0, 0, 0], [0, 0, 0.5, 0.5], [0, 0, 0, 0.5, 0.5]),
        (("none", "-", "-"), [0, 0, 0, 0, 0, 0, 1], [NAN] * 4, [NAN] * 5),
        (("own|none", "3?", "2?"), [0.5, 0, 0, 0, 0, 0, 0.5], [NAN] * 4, [NAN] * 5),
    ],
)
def test_a_label_becomes_a_target(
    written: tuple[str, str, str], sourcing: list[float], certainty: list[float], strength: list[float]
) -> None:
    (aim,) = from_labels([Label("a", 0, 2, 9, *written)])
    assert (aim.title, aim.span.start, aim.span.end, aim.undermines) == (True, 2, 9, False)
    np.testing.assert_array_equal(aim.target, np.array([*sourcing, *certainty, *strength], np.float32))


def test_soft_labels_are_gathered_by_article() -> None:
    def rows(width: int) -> np.ndarray:
        return np.repeat(np.arange(3.0)[:, None], width, axis=1)

    soft = SoftLabels(
        ("a", "b", "a"), np.array([0, 1, 2]), np.array([0, 5, 9]), np.array([4, 8, 12]), rows(7), rows(4), rows(5)
    )
    found = from_soft(soft)
    assert {id_: [(aim.title, aim.span.start, aim.span.end) for aim in aims] for id_, aims in found.items()} == {
        "a": [(True, 0, 4), (False, 9, 12)],
        "b": [(False, 5, 8)],
    }
    assert found["a"][1].target.tolist() == [2.0] * WIDTH


def test_an_annotator_has_the_greater_share_beside_the_teacher() -> None:
    def aim(end: int, sourcing: float, strength: float, undermines: bool = False) -> Aim:
        target = np.full(WIDTH, strength, np.float32)
        target[PARTS["sourcing"]] = sourcing
        return Aim(False, Span(0, end), target, undermines)

    both, alone, new = blended([aim(4, 1.0, np.nan, True), aim(9, 1.0, 1.0)], [aim(4, 0.2, 0.4), aim(6, 0.3, 0.5)])
    assert [one.span.end for one in (both, alone, new)] == [4, 6, 9]
    np.testing.assert_allclose(both.target[PARTS["sourcing"]], 0.8)  # three quarters and a quarter
    np.testing.assert_allclose(both.target[PARTS["strength"]], 0.4)  # no claim for the annotator
    assert (both.undermines, alone.undermines) == (True, False)
    assert (alone.target[0], new.target[0]) == (np.float32(0.3), 1.0)


def test_the_pool_has_the_labels_of_annotators_beside_the_soft_ones(tiny: Any) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    found = pool(corpora, soft_pool(corpora))
    assert {id_: len(aims) for id_, aims in found.items()} == {"as:ice": 6, "as:lamp": 7}
    (lamp,) = corpora.labelled("pool")
    soft = from_soft(corpora.soft_labels())["as:lamp"]
    said = found["as:lamp"]
    for at, label in enumerate(from_labels(lamp.labels)):
        np.testing.assert_allclose(said[at].target, 0.75 * label.target + 0.25 * soft[at].target, atol=1e-6)
    np.testing.assert_array_equal([one.target for one in said[4:]], [one.target for one in soft[4:]])


def test_a_publisher_has_the_same_fold_in_every_run() -> None:
    assert [fold_of(name, 5) for name in ("Gull Post", "Fell Herald", "gull-post")] == [4, 2, 4]


@pytest.mark.parametrize(
    "names",
    [
        ("Fox News", "Fox Online News", "Fox News (Online)"),
        ("NYT", "New York Times"),
        ("Reu", "http://www.Reuters.com"),
    ],
)
def test_a_publisher_has_one_fold_however_it_is_spelt(names: tuple[str, ...]) -> None:
    assert len({fold_of(name, 1_000_003) for name in names}) == 1


@pytest.fixture(scope="module")
def wall(scorer: Scorer, tiny: Any) -> Example:
    examiner = Examiner.of(scorer, 5)
    given = next(one for one in Corpora(tiny.corpora, tiny.labels).labelled("train") if one.article.id == "as:wall")
    return examiner.labelled(given)


def test_an_example_has_a_row_for_each_unit(wall: Example) -> None:
    units = len(wall.reading.units)
    assert wall.reading.headed
    assert (wall.own.shape[0], wall.place.shape[0], wall.gist.shape[0]) == (units,) * 3
    assert wall.target.shape == (units, WIDTH)
    assert (wall.id, wall.soft, wall.rating, wall.fold) == ("as:wall", False, 70.0, fold_of("The Skarvik Tern", 5))


def test_every_labelled_sentence_has_its_target(wall: Example, tiny: Any) -> None:
    given = next(one for one in Corpora(tiny.corpora, tiny.labels).labelled("train") if one.article.id == "as:wall")
    found = wall.target[:, PARTS["sourcing"]]
    assert not np.isnan(found).any()
    wanted = [label.sourcings[0] for label in sorted(given.labels, key=lambda label: label.index)]
    assert [
        ("own", "named", "document", "media", "unnamed", "hearsay", "none")[at] for at in found.argmax(axis=1)
    ] == wanted


def test_a_label_that_fits_no_sentence_is_left_out(scorer: Scorer, tiny: Any) -> None:
    corpora = Corpora(tiny.corpora, tiny.labels)
    examiner = Examiner.of(scorer, 5)
    article = corpora.articles["as:wall"]
    first = from_labels([Label("as:wall", 1, 0, 8, "own", "3", "3")])
    assert np.isnan(examiner.soft(article, first).target).all()
