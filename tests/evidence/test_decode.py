from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.decode import BEGIN, LEANING, OUT, WITHIN, decode

SURE = 0.9


def rows(labels: str) -> list[list[float]]:
    """The tags of one type: B begins, I is within, O neither."""
    return [[SURE if label == "B" else 0.05, SURE if label == "I" else 0.05] for label in labels]


@pytest.mark.parametrize(
    ("labels", "bounds", "spans"),
    [
        ("OBIO", [0, 4], ((1, 3),)),
        ("BIBI", [0, 4], ((0, 2), (2, 4))),
        ("BBI", [0, 3], ((0, 1), (1, 3))),
        ("OBI", [0, 3], ((1, 3),)),
        ("OOO", [0, 3], ()),
        ("BIBI", [0, 2, 4], ((0, 2), (2, 4))),
        ("OBOBI", [0, 2, 2, 5], ((1, 2), (3, 5))),
        ("", [0], ()),
        ("", [0, 0, 0], ()),
    ],
)
def test_spans_begin_and_go_on(labels: str, bounds: list[int], spans: tuple[tuple[int, int], ...]) -> None:
    tags = np.array(rows(labels), np.float32).reshape(-1, 2)
    assert decode(tags, np.array(bounds)) == (spans,)


@pytest.mark.parametrize("bounds", [[0, 4], [0, 2, 4], [0, 1, 2, 3, 4]])
def test_what_goes_on_from_nothing_begins_in_each_unit_or_is_dropped(bounds: list[int]) -> None:
    (spans,) = decode(np.array(rows("IIII"), np.float32), np.array(bounds), [1.0])
    units = list(pairwise(bounds))
    # all the weight is on "within": a unit of one token has no way to it, a longer one begins with its first
    assert spans == tuple(unit for unit in units if unit[1] - unit[0] > 1)


def test_the_types_are_decoded_apart() -> None:
    tags = np.concatenate([np.array(rows("BIO")), np.array(rows("OBI")), np.array(rows("OOO"))], axis=1)
    assert decode(tags.astype(np.float32), np.array([0, 3])) == (((0, 2),), ((1, 3),), ())


@st.composite
def tagged(draw: st.DrawFn) -> tuple[np.ndarray, list[int]]:
    lengths = draw(st.lists(st.integers(0, 5), min_size=1, max_size=4))
    seed = draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    shares = random.dirichlet((0.4, 0.4, 0.4), size=(sum(lengths), 3)).astype(np.float32)
    return shares[:, :, 1:].reshape(-1, 6), np.cumsum([0, *lengths]).tolist()


@given(tagged(), st.sampled_from([LEANING, (1.0, 1.0, 1.0), (0.2, 3.0, 0.5)]))
def test_no_labelling_is_more_probable(
    given_: tuple[np.ndarray, list[int]], leaning: tuple[float, float, float]
) -> None:
    tags, bounds = given_
    found = decode(tags, np.array(bounds), leaning)
    for type_ in range(3):
        own = tags[:, 2 * type_ : 2 * type_ + 2]
        total = 0.0
        for a, b in pairwise(bounds):
            inside = [(s, e) for s, e in found[type_] if a <= s and e <= b]
            lean = leaning[type_]
            value = _value(own[a:b], _labelling(inside, a, b), lean)
            assert value == pytest.approx(_best(own[a:b], lean), abs=1e-4)
            total += len(inside)
        assert total == len(found[type_])


def _labelling(spans: list[tuple[int, int]], first: int, last: int) -> tuple[int, ...]:
    labels = [OUT] * (last - first)
    for start, end in spans:
        labels[start - first : end - first] = [BEGIN] + [WITHIN] * (end - start - 1)
    return tuple(labels)


def _best(tags: np.ndarray, leaning: float) -> float:
    """The value of the best of all labellings in which "within" follows a "begin" or a "within"."""
    every = product((OUT, BEGIN, WITHIN), repeat=len(tags))
    return max(_value(tags, labels, leaning) for labels in every if _possible(labels))


def _possible(labels: tuple[int, ...]) -> bool:
    return all(b != WITHIN or a != OUT for a, b in zip((OUT, *labels), labels, strict=False))


def _value(tags: np.ndarray, labels: tuple[int, ...], leaning: float) -> float:
    shares = np.stack([1 - tags.sum(axis=1), tags[:, 0], tags[:, 1]], axis=1).clip(1e-4, 1)
    shares[:, OUT] *= leaning
    return float(sum(np.log(shares[i, label]) for i, label in enumerate(labels)))


def test_leaning_finds_what_is_nearly_as_probable_as_nothing() -> None:
    tags = np.array([[0.4, 0.05]], np.float32)
    assert decode(tags, np.array([0, 1]), [1.0]) == ((),)
    assert decode(tags, np.array([0, 1]), [0.5]) == (((0, 1),),)
