from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from evidence import convolution
from evidence.convolution import ATTRIBUTES, OVER, Convolution, Variants
from evidence.reading import Reading
from evidence.tagger import Tags
from evidence.values import Span

HIDDEN, GIST = 4, 3
ARTICLE = "Officials said “it may rain.” Nobody knows!\n\nJohn Smith said the ship reportedly sank in 1999. Did it? 🙂"


def made(seed: int = 1, vector: int = 5) -> Convolution:
    """A convolution that knows no words and has learnt nothing."""
    random = np.random.default_rng(seed)
    shapes = {
        "words": (1, vector), "attributes": (sum(ATTRIBUTES.values()), vector), "tags.factors": (6, vector),
        "tags.shift": (vector,), "attention.factors": (HIDDEN, 2),
        "attention.shift": (2,), "last.factors": (3 * HIDDEN, GIST), "last.shift": (GIST,),
    }  # fmt: skip
    for at, (name, offsets) in enumerate(OVER.items()):
        shapes |= {f"{name}.factors": (len(offsets) * (HIDDEN if at else vector), HIDDEN), f"{name}.shift": (HIDDEN,)}
    return Convolution.of({name: random.normal(0, 0.7, shape).astype(np.float32) for name, shape in shapes.items()})


def tagged(reading: Reading, seed: int = 2) -> Tags:
    random = np.random.default_rng(seed)
    size = len(reading.tokens)
    return Tags(random.random((size, 6), np.float32), np.zeros((size, 4), np.float32))


def by_hand(learnt: Convolution, reading: Reading, tags: Tags, unit: int) -> np.ndarray:
    """The gist of one unit, token by token, as the module says that it is made."""
    first, last = (int(bound) for bound in reading.tokens.bounds[unit : unit + 2])
    sizes = list(ATTRIBUTES.values())
    bases = np.cumsum([0, *sizes])
    vectors = []
    for at in range(first, last):
        kind = reading.tokens.kind[at]
        values = [kind[1], kind[2], reading.marks[at], *reading.classes[at]]
        rows = [learnt.attributes[base + value] for base, value in zip(bases, values, strict=False)]
        vectors.append(learnt.words[kind[0]] + sum(rows) + tags.spans[at] @ learnt.tags.factors + learnt.tags.shift)

    def layer(seen: list[np.ndarray], linear: convolution.Linear, offsets: tuple[int, ...]) -> list[np.ndarray]:
        zeros = np.zeros_like(seen[0])
        near = [[seen[at + o] if 0 <= at + o < len(seen) else zeros for o in offsets] for at in range(len(seen))]
        return [np.concatenate(row) @ linear.factors + linear.shift for row in near]

    first, *others = zip(learnt.over, OVER.values(), strict=True)
    hidden = [np.maximum(row, 0) for row in layer(vectors, *first)]
    for other in others:
        hidden = [np.maximum(row + old, 0) for row, old in zip(layer(hidden, *other), hidden, strict=True)]
    values = np.array(hidden)
    weights = np.exp(values @ learnt.attention.factors + learnt.attention.shift)
    shares = [values[:, 2 * a : 2 * a + 2].T @ weights[:, a] / weights[:, a].sum() for a in range(2)]
    pooled = np.concatenate([values.max(axis=0), values.mean(axis=0), *shares])
    return np.maximum(pooled @ learnt.last.factors + learnt.last.shift, 0)


def test_a_gist_is_what_the_layers_make_of_the_unit_s_tokens(read: Callable[..., Reading]) -> None:
    reading, learnt = read(ARTICLE), made()
    tags = tagged(reading)
    found = learnt(reading, tags)
    assert found.shape == (len(reading.units), GIST)
    assert found.max() > 0
    for unit in range(len(reading.units)):
        np.testing.assert_allclose(found[unit], by_hand(learnt, reading, tags, unit), rtol=1e-4, atol=1e-5)


def test_a_unit_has_the_same_gist_alone_as_among_others(read: Callable[..., Reading]) -> None:
    reading, learnt = read(ARTICLE), made()
    tags = tagged(reading)
    found = learnt(reading, tags)
    for unit, one in enumerate(reading.units):
        alone = read(one.text)
        tokens = slice(*reading.tokens.bounds[unit : unit + 2])
        own = Tags(tags.spans[tokens], tags.doubts[tokens])
        np.testing.assert_allclose(learnt(alone, own)[0], found[unit], atol=1e-5)


@pytest.mark.parametrize("block", [1, 5, 12])
def test_what_is_read_in_pieces_is_read_the_same(
    read: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    reading, learnt = read(ARTICLE), made()
    tags = tagged(reading)
    whole = learnt(reading, tags)
    monkeypatch.setattr(convolution, "BLOCK", block)
    np.testing.assert_allclose(learnt(reading, tags), whole, atol=1e-5)


@pytest.mark.parametrize("block", [3, 16_384])
def test_variants_have_the_gists_that_they_would_have_as_units_of_their_own(
    read: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(convolution, "BLOCK", block)
    reading, learnt = read(ARTICLE), made()
    tags = tagged(reading)
    starts, ends = reading.start.tolist(), reading.end.tolist()
    of = reading.tokens.unit.tolist()
    # every run of one to three tokens, wherever it stands in its unit, and two runs at once
    cuts = [
        (of[at], (Span(starts[at], ends[at + more]),))
        for at in range(len(of))
        for more in range(3)
        if at + more < len(of) and of[at + more] == of[at]
    ]
    third = of.index(2)
    cuts.append((2, (Span(starts[third], ends[third + 1]), Span(starts[third + 5], ends[third + 6]))))
    cuts.sort(key=lambda cut: cut[0])
    varied, index = reading.without(cuts)
    whole, spread = reading.followed_by(varied), tags.followed_by(index)
    found = learnt(whole, spread, Variants(tuple(unit for unit, _ in cuts), index))
    plain = learnt(whole, spread)
    assert len(plain) == len(reading.units) + len(cuts)
    np.testing.assert_allclose(found, plain, rtol=1e-4, atol=1e-5)
    empty = np.flatnonzero(np.diff(whole.tokens.bounds) == 0)
    assert 0 < len(empty) < len(cuts)
    np.testing.assert_allclose(found[empty], [np.maximum(learnt.last.shift, 0)] * len(empty), atol=1e-6)


def test_without_units_there_are_no_gists(read: Callable[..., Reading]) -> None:
    reading = read("")
    assert made()(reading, tagged(reading)).shape == (0, GIST)


def test_a_unit_without_tokens_has_the_gist_of_nothing(read: Callable[..., Reading]) -> None:
    reading, learnt = read("Rain"), made()
    empty, index = reading.without([(0, (Span(0, 4),))])
    assert len(index) == 0
    nothing = np.maximum(learnt.last.shift, 0)
    np.testing.assert_allclose(learnt(empty, tagged(empty)), [nothing], atol=1e-6)
