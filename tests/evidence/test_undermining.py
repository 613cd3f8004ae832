from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from evidence.heads import Judgement
from evidence.reading import Reading
from evidence.undermining import Undermining

HALF = Undermining({"share": 0.5, "levels": (0.5, 0.5, 0, 0, 0), "certainty": (1, 0, 0, 0)})
FORMULA = "The claim could not be independently verified."


@pytest.mark.parametrize(
    ("text", "title", "flags"),
    [
        ("It rained. It snowed.", None, [False, False]),
        (f"It rained. {FORMULA}", None, [True, False]),
        (f"{FORMULA} It rained.", None, [False, False]),
        (f"It rained. {FORMULA} It snowed. {FORMULA}", None, [True, False, True, False]),
        (f"It rained.\n\n{FORMULA}", None, [True, False]),
        (FORMULA, "Ship sinks", [False, False]),
        (f"It rained. {FORMULA}", "Ship sinks", [False, True, False]),
        ("The ship sank. This assertion is made without credible attribution.", None, [True, False]),
        # so far on, the formula takes back what its own sentence says
        (f"It rained. {'The old ship that everybody had seen ' * 3} {FORMULA.lower()}", None, [False, False]),
        ("", None, []),
    ],
)
def test_a_formula_takes_back_the_sentence_before_it(
    read: Callable[..., Reading], text: str, title: str | None, flags: list[bool]
) -> None:
    assert HALF.undermined(read(text, title)).tolist() == flags


def judged(units: int) -> Judgement:
    levels = np.tile(np.array([0, 0, 0, 0, 1.0], np.float32), (units, 1))
    certainty = np.tile(np.array([0, 0, 0, 1.0], np.float32), (units, 1))
    sourcing = np.tile(np.array([1.0, 0, 0, 0, 0, 0, 0], np.float32), (units, 1))
    return Judgement(sourcing, certainty, levels, np.ones(units, np.float32), np.full(units, 3.0, np.float32))


def test_the_undermined_sentence_loses_its_share() -> None:
    lowered = HALF.lower(judged(2), np.array([True, False]))
    assert lowered.levels.tolist() == [[0.25, 0.25, 0, 0, 0.5], [0, 0, 0, 0, 1]]
    assert lowered.certainty.tolist() == [[0.5, 0, 0, 0.5], [0, 0, 0, 1]]
    # the low levels' mean is 0.5 of 4
    assert lowered.strength.tolist() == [0.5 * 1 + 0.5 * 0.125, 1]
    assert lowered.certain.tolist() == [1.5, 3]
    assert lowered.sourcing.tolist() == judged(2).sourcing.tolist()


def test_what_is_not_undermined_is_judged_as_before() -> None:
    before = judged(2)
    assert HALF.lower(before, np.array([False, False])) is before


def test_the_judgement_given_is_not_changed() -> None:
    before = judged(2)
    HALF.lower(before, np.array([True, False]))
    assert before.strength.tolist() == [1, 1]
