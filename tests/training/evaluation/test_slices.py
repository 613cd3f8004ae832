from __future__ import annotations

from collections.abc import Callable

import pytest

from training.evaluation import figures, slices
from training.evaluation.outcomes import Outcomes

ROWS = [
    ("own", "3", "3", "own", 0.75, 3.0),
    ("named", "1", "1", "own", 0.5, 2.0),
    ("none", "-", "-", "none", None, 3.0),
]


@pytest.fixture
def sliced(outcomes: Callable[..., Outcomes], monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, slices.Slice]]:
    """The slices of fifteen articles of three sentences."""
    monkeypatch.setattr(figures, "REPEATS", 20)
    found = slices.sliced(outcomes(*[ROWS] * 45, publisher="NYT"))
    return {axis: {one.name: one for one in own} for axis, own in found.items()}


@pytest.mark.parametrize(
    ("axis", "names"),
    [
        ("headline or body", {"headline": 45, "body": 90}),
        ("quoted or not", {"quoted": 45, "not quoted": 90}),
        ("sourcing as labelled", {"labelled own": 45, "labelled named": 45, "labelled none": 45}),
        ("hedged or not", {"hedged": 45, "not hedged": 45, "without an agreed claim": 45}),
        ("length", {"1 to 8 words": 135}),
        ("domain", {"politics (Article-Bias-Prediction)": 135}),
        ("topic", {"us election": 135}),
        ("publisher", {"newyorktimes": 135}),
    ],
)
def test_each_axis_parts_all_sentences(
    sliced: dict[str, dict[str, slices.Slice]], axis: str, names: dict[str, int]
) -> None:
    assert {name: one.sentences for name, one in sliced[axis].items()} == names
    assert set(sliced) == set(slices.AXES)


def test_a_slice_without_claims_has_its_sourcing_only(sliced: dict[str, dict[str, slices.Slice]]) -> None:
    one = sliced["sourcing as labelled"]["labelled none"]
    assert (one.claims, one.articles) == (0, 45)
    assert {name: found.value for name, found in one.figures.items()} == {"sourcing_accuracy": 1.0}


def test_only_a_large_slice_has_figures_and_its_kappa_an_interval(outcomes: Callable[..., Outcomes]) -> None:
    small = slices.sliced(outcomes(*[ROWS] * 13))
    assert [one.figures for one in small["headline or body"] if one.name == "headline"] == [{}]
    large = {one.name: one for one in slices.sliced(outcomes(*[ROWS] * 45))["headline or body"]}["body"]
    assert large.figures["strength_mae"].interval is None
    # one label and one score in all of the body: no kappa can be told
    assert set(large.figures) == {"strength_mae", "strength_spearman", "certainty_qwk", "strength_qwk",
                                  "strength_ece", "sourcing_accuracy"}  # fmt: skip
    assert large.figures["strength_qwk"].interval is not None


def test_lengths_are_in_order() -> None:
    names = ["33 words or more", "1 to 8 words", "9 to 16 words"]
    assert sorted(names, key=slices._rank) == ["1 to 8 words", "9 to 16 words", "33 words or more"]
