from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evidence.comparison import Change, Comparison, compared
from evidence.values import Assessment, ModelId, Rating, Sentence, SentenceAssessment

PLAIN = SentenceAssessment(
    Sentence(0, 13, "Rain fell here"), 0.5, "moderate", (0.0, 0.0, 1.0, 0.0, 0.0), "own", 0.9, "certain", 3.0
)
RATING = Rating(40.0, "D", "weakly evidenced", 3, 3, (30.0, 50.0), {}, ())


def sentence(text: str = "Rain fell here", **changed: Any) -> SentenceAssessment:
    return replace(PLAIN, sentence=Sentence(0, len(text), text), **changed)


def article(
    *sentences: SentenceAssessment, headline: SentenceAssessment | None = None, rating: Rating | None = None
) -> Assessment:
    return Assessment(ModelId("m", "1"), headline, sentences, (), (), rating)


OPINION = {"strength": None, "level": None, "sourcing": "none"}

BECAME: list[tuple[str, SentenceAssessment, str, float | None, bool]] = [
    ("nothing changed", sentence(), "same", 0.0, False),
    ("moved by its context", sentence(strength=0.53), "same", 0.03, False),
    ("stronger", sentence(strength=0.75, level="solid"), "stronger", 0.25, False),
    ("stronger within its level", sentence(strength=0.625), "stronger", 0.125, False),
    ("weaker", sentence(strength=0.25, level="weak"), "weaker", -0.25, False),
    ("over a level's edge", sentence(strength=0.48, level="weak"), "relabelled", -0.02, False),
    ("another sourcing", sentence(sourcing="named"), "relabelled", 0.0, False),
    ("another certainty", sentence(certainty="possible"), "relabelled", 0.0, False),
    ("taken back", sentence(undermined=True), "relabelled", 0.0, False),
    ("no claim any more", sentence(**OPINION), "relabelled", None, False),
    ("other words alone", sentence("Rain fell out here"), "edited", 0.0, True),
    ("other words and stronger", sentence("Rain fell out here", strength=0.75), "stronger", 0.25, True),
    ("other white space", sentence("Rain  fell\nhere"), "same", 0.0, False),
]


@pytest.mark.parametrize(
    ("new", "kind", "step", "reworded"), [row[1:] for row in BECAME], ids=[row[0] for row in BECAME]
)
def test_a_sentence_is_told_by_what_became_of_it(
    new: SentenceAssessment, kind: Any, step: float | None, reworded: bool
) -> None:
    (change,) = compared(article(sentence()), article(new)).changes
    assert change == Change(kind, 0, 0, step if step is None else pytest.approx(step), reworded)


def test_what_was_removed_is_told_where_it_stood() -> None:
    a, b, c, d = (sentence(f"Only {word} is in it") for word in ("wind", "snow", "hail", "fog"))
    x, y = sentence("Thunder rolled"), sentence("Ice broke up")
    assert [(one.kind, one.old, one.new) for one in compared(article(a, x, b), article(y, a, b)).changes] == [
        ("added", None, 0),
        ("same", 0, 1),
        ("removed", 1, None),
        ("same", 2, 2),
    ]
    assert [(one.kind, one.old, one.new) for one in compared(article(x, c, d), article(d, c)).changes] == [
        ("removed", 0, None),
        ("same", 2, 0),
        ("same", 1, 1),
    ]


@pytest.mark.parametrize(
    ("old", "new", "headline"),
    [
        (None, None, None),
        (None, sentence(), Change("added", None, 0)),
        (sentence(), None, Change("removed", 0, None)),
        (sentence(), sentence("Ice broke"), Change("edited", 0, 0, 0.0, True)),
    ],
)
def test_the_headline_is_compared_by_itself(
    old: SentenceAssessment | None, new: SentenceAssessment | None, headline: Change | None
) -> None:
    assert compared(article(headline=old), article(headline=new)) == Comparison((), headline, None)


def test_the_rating_s_change_is_known_where_both_are_rated() -> None:
    better = replace(RATING, score=52.5)
    assert compared(article(rating=RATING), article(rating=better)).rating_change == 12.5
    assert compared(article(rating=RATING), article()).rating_change is None
    assert compared(article(), article(rating=RATING)).rating_change is None
