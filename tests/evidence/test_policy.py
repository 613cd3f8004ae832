from __future__ import annotations

import pytest

from evidence.policy import DEFAULT, Policy


@pytest.mark.parametrize(
    ("strength", "level"),
    [
        (0.0, "none"), (0.1249, "none"), (0.125, "weak"), (0.3749, "weak"), (0.375, "moderate"), (0.6249, "moderate"),
        (0.625, "solid"), (0.8749, "solid"), (0.875, "strong"), (1.0, "strong"),
    ],
)  # fmt: skip
def test_a_strength_has_the_level_whose_threshold_it_reaches(strength: float, level: str) -> None:
    assert DEFAULT.level(strength) == level


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        (0.0, ("E", "hardly evidenced")),
        (29.99, ("E", "hardly evidenced")),
        (30.0, ("D", "weakly evidenced")),
        (45.0, ("C", "partly evidenced")),
        (59.99, ("C", "partly evidenced")),
        (60.0, ("B", "well evidenced")),
        (75.0, ("A", "strongly evidenced")),
        (100.0, ("A", "strongly evidenced")),
    ],
)
def test_a_score_has_the_grade_whose_threshold_it_reaches(score: float, grade: tuple[str, str]) -> None:
    assert DEFAULT.grade(score) == grade


def test_another_policy_has_thresholds_of_its_own() -> None:
    strict = Policy("strict", "2", levels=(0.5, 0.7, 0.8, 0.9), grades=(50, 60, 70, 80), fewest_claims=5)
    assert (strict.level(0.4), strict.level(0.75), strict.grade(55)[0]) == ("none", "moderate", "D")
