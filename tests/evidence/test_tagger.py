from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from evidence.reading import Reading
from evidence.scorer import Scorer
from evidence.tagger import DOUBTS, FEATURES, TYPES, around, linear_features, mixed, sequence_features

TEXT = "Officials said “it may rain.” Nobody knows.\n\nIt rained."
SENTENCES = ("Officials said “it may rain.”", "Nobody knows.", "It rained.")


def test_the_tokens_about_a_token_are_its_unit_s(read: Callable[..., Reading]) -> None:
    tokens = read("It rained. It did.").tokens
    assert around(tokens, 1).tolist() == [[6, 0, 1], [0, 1, 2], [1, 2, 6], [6, 3, 4], [3, 4, 5], [4, 5, 6]]


def test_every_token_has_the_same_number_of_linear_features(read: Callable[..., Reading]) -> None:
    features = linear_features(read(TEXT))
    assert features.shape == (len(read(TEXT).tokens), FEATURES)
    assert len(set(np.diff(features.indptr).tolist())) == 1
    assert (features.indices.min() >= 0, features.indices.max() < FEATURES) == (True, True)
    assert set(features.data.tolist()) == {1.0}


def test_no_two_features_of_a_token_are_the_same(read: Callable[..., Reading]) -> None:
    features = linear_features(read("It rained."))
    for row in range(features.shape[0]):
        columns = features.indices[features.indptr[row] : features.indptr[row + 1]]
        # only pairs are hashed, so only they may fall together
        plain = columns[columns < FEATURES - 18 - (1 << 16)]
        assert len(set(plain.tolist())) == len(plain)


def test_a_unit_is_tagged_the_same_wherever_it_stands(scorer: Scorer, read: Callable[..., Reading]) -> None:
    reading = read(TEXT)
    tags = scorer.analyst.tagger(reading)
    for unit, text in enumerate(SENTENCES):
        a, b = reading.tokens.bounds[unit : unit + 2]
        alone = scorer.analyst.tagger(read(text))
        np.testing.assert_allclose(tags.spans[a:b], alone.spans, atol=1e-5)
        np.testing.assert_allclose(tags.doubts[a:b], alone.doubts, atol=1e-5)


@pytest.mark.parametrize("text", ["", "Rain", "It rained.", TEXT])
def test_there_is_a_probability_for_every_token(scorer: Scorer, read: Callable[..., Reading], text: str) -> None:
    reading = read(text)
    tags = scorer.analyst.tagger(reading)
    assert tags.spans.shape == (len(reading.tokens), 2 * len(TYPES))
    assert tags.doubts.shape == (len(reading.tokens), len(DOUBTS))
    for given in (tags.spans, tags.doubts):
        assert given.dtype == np.float32
        assert ((given >= 0) & (given <= 1)).all()


def test_the_second_pass_sees_how_surely_a_type_occurs_in_its_unit(read: Callable[..., Reading]) -> None:
    reading = read("It rained. It did.")
    first = np.zeros((6, 9), np.float32)
    first[:, 0::3] = 1.0
    first[1, 0] = 0.2  # the second token of the first unit is 0.8 surely in a source
    features = sequence_features(reading, first)
    reach = 9 * first.shape[1]
    assert features[:, reach].tolist() == pytest.approx([0, 0.8, 0.8, 0, 0, 0])
    assert features[:, reach + 3].tolist() == pytest.approx([0.8, 0.8, 0, 0, 0, 0])
    assert features[:, reach + 6].tolist() == pytest.approx([0.8, 0.8, 0.8, 0, 0, 0])


def test_hashes_of_pairs_are_spread_and_told_apart_by_salt() -> None:
    a, b = np.arange(4096), np.full(4096, 5)
    buckets = np.bincount(mixed(a, b, 1) % 256, minlength=256)
    assert buckets.max() < 40
    assert (mixed(a, b, 1) != mixed(a, b, 2)).mean() > 0.99
    assert (mixed(a, b, 1) != mixed(b, a, 1)).mean() > 0.99
