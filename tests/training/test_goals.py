from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from evidence.goals import Goal
from evidence.heads import PARTS, WIDTH, Judgement
from training import goals


def article(name: str, strengths: list[float], weak: list[float]) -> tuple[Any, Judgement]:
    """An article whose sentences have these strengths (NaN: no claim) and these probabilities to be weak."""
    target = np.full((len(strengths), WIDTH), np.nan, np.float32)
    for row, strength in zip(target, strengths, strict=True):
        if not np.isnan(strength):
            row[PARTS["strength"]] = np.eye(5)[int(strength)]
    levels = np.zeros((len(weak), 5), np.float32)
    levels[:, 1], levels[:, 3] = weak, 1 - np.array(weak)
    empty = np.zeros((len(weak), 1), np.float32)
    return SimpleNamespace(id=name, target=target), Judgement(empty, empty, levels, empty[:, 0], empty[:, 0])


@pytest.fixture
def found() -> dict[str, Goal]:
    pairs = [
        article("a", [1, 0, 3, 2], [0.9, 0.8, 0.7, 0.1]),
        article("b", [1, 1, 1, 4, np.nan], [0.65, 0.64, 0.2, 0.3, 0.99]),
    ]
    return goals.fit([one for one, _ in pairs], {one.id: judged for one, judged in pairs})


def test_a_precision_is_reached_with_the_most_that_can_be_recalled(found: dict[str, Goal]) -> None:
    # of the probabilities 0.9 0.8 (0.7) 0.65 0.64 (0.3) 0.2 (0.1), those in brackets are of sentences not weak
    assert found["weak_precision_0.8"] == Goal(pytest.approx(0.64), 0.8, 0.8)
    assert found["weak_precision_0.9"] == Goal(pytest.approx(0.8), 1.0, 0.4)


def test_a_recall_is_reached_with_the_greatest_precision(found: dict[str, Goal]) -> None:
    assert found["weak_recall_0.8"] == Goal(pytest.approx(0.64), 0.8, 0.8)
    assert found["weak_recall_0.9"] == Goal(pytest.approx(0.2), pytest.approx(5 / 7), 1.0)


def test_a_goal_out_of_reach_is_left_out(found: dict[str, Goal]) -> None:
    # the two solid sentences stand, by their probability, third and sixth of eight
    assert not any(name.startswith("solid_precision") for name in found)
    assert {name for name in found if name.startswith("solid")} == {"solid_recall_0.8", "solid_recall_0.9"}


def test_what_never_happens_has_no_goal() -> None:
    one, judged = article("c", [2, 2], [0.5, 0.4])
    assert goals.fit([one], {"c": judged}) == {}
