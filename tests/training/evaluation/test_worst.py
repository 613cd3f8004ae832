from __future__ import annotations

from collections.abc import Callable

from training.evaluation.outcomes import Outcomes
from training.evaluation.worst import error, worst


def test_the_worst_come_first_and_those_without_a_claim_never(outcomes: Callable[..., Outcomes]) -> None:
    made = outcomes(
        [("own", "3", "3", "own", 0.75, 3.0), ("own", "3", "4", "own", 0.0, 3.0), ("none", "-", "-", "own", 1.0, 3.0)],
        [("own", "3", "0", "own", 1.0, 3.0)],
    )
    found = worst(made, 3)
    assert [(one.article.id, one.label.index, error(one)) for one in found] == [
        ("as:0", 1, 4.0), ("as:1", 0, 4.0), ("as:0", 0, 0.0),
    ]  # fmt: skip
    assert len(worst(made, 1)) == 1
