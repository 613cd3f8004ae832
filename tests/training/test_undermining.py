from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from evidence.heads import PARTS, WIDTH, Judgement
from evidence.undermining import Undermining
from training import undermining


def example(level: int | None, undermines: tuple[int, ...] = (1,)) -> Any:
    target = np.full((2, WIDTH), np.nan, np.float32)
    if level is not None:
        target[0, PARTS["strength"]] = np.eye(5)[level]
    return SimpleNamespace(id=f"a{level}", target=target, undermines=undermines)


def unseen(*examples: Any, level: int = 4) -> dict[str, Judgement]:
    levels = np.tile(np.eye(5, dtype=np.float32)[level], (2, 1))
    rest = np.zeros((2, 1), np.float32)
    return {one.id: Judgement(rest, rest, levels, rest[:, 0], rest[:, 0]) for one in examples}


@pytest.mark.parametrize(
    ("level", "judged", "share"),
    [
        (0, 4, 1.0),  # the annotator says "none" and the heads would never: all of it is taken back
        (4, 4, 0.0),  # the heads were right, and "strong" is no level of what was taken back
        (None, 4, 0.5),  # nothing labelled, nothing learnt
    ],
)
def test_the_share_is_the_likeliest(level: int | None, judged: int, share: float) -> None:
    one = example(level)
    learnt = undermining.fit([one], unseen(one, level=judged))
    assert learnt["share"] == pytest.approx(share, abs=1e-6)


def test_half_of_the_sentences_taken_back_is_half_the_share() -> None:
    pair = [example(0), example(4)]
    assert undermining.fit(pair, unseen(*pair))["share"] == pytest.approx(0.5, abs=1e-6)


def test_a_first_sentence_undermines_nothing() -> None:
    one = example(0, undermines=(0,))
    assert undermining.fit([one], unseen(one))["share"] == 0.5


def test_what_is_learnt_is_what_the_core_reads() -> None:
    learnt = undermining.fit([], {})
    assert set(learnt) == {"share", "levels", "certainty"}
    assert (sum(undermining.LOW), sum(undermining.DOUBTED)) == (pytest.approx(1), pytest.approx(1))
    assert Undermining(learnt).learnt["levels"] == undermining.LOW
