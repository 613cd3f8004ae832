"""The network in torch: skipped where the extra packages are not installed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from evidence import lexicon
from evidence.reading import Reader
from evidence.tokens import Floats, Tokenizer
from evidence.values import Span
from training import words
from training.convolution import weights
from training.corpora import Hedged
from training.hedges.passages import Passages, read

pytest.importorskip("torch", reason="torch, which the benchmark's network needs, is not installed")

from training.hedges import network
from training.hedges.network import COLUMNS, Network, fit

CERTAIN = tuple(f"The mill has {n} wheels of oak." for n in range(2, 22))
UNCERTAIN = tuple(f"The mill may have {n} wheels of oak." for n in range(2, 22))


def corpus() -> tuple[Hedged, ...]:
    """Every other cue is told."""
    sure = [Hedged(f"d{n}", text, False, ()) for n, text in enumerate(CERTAIN)]
    unsure = [Hedged(f"d{n}", text, True, (Span(9, 12),) if n % 2 else ()) for n, text in enumerate(UNCERTAIN)]
    return tuple(one for pair in zip(sure, unsure, strict=True) for one in pair)


@pytest.fixture(scope="module")
def passages() -> Passages:
    return made(corpus())


def made(sentences: tuple[Hedged, ...]) -> Passages:
    learnt = words.learn([*CERTAIN, *UNCERTAIN], 1)
    return read(Reader(Tokenizer(learnt), lexicon.load()), sentences)


@pytest.fixture(scope="module")
def arrays() -> Mapping[str, Floats]:
    return weights.read().of(words.learn([*CERTAIN, *UNCERTAIN], 1))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "EPOCHS", 20)
    monkeypatch.setattr(network, "TOGETHER", 8)
    monkeypatch.setattr(network, "SEEDS", (1, 2))


def test_it_tells_uncertain_sentences_by_themselves_and_by_their_tokens(
    passages: Passages, arrays: Mapping[str, Floats]
) -> None:
    said = fit(arrays, passages, np.ones(len(passages), bool))(passages)
    assert said.shape == (len(passages), COLUMNS)
    assert (said[passages.hedged].min(axis=0) > said[~passages.hedged].max(axis=0)).all()


def test_the_same_seed_learns_the_same_and_leaves_the_weights_it_began_with(
    passages: Passages, arrays: Mapping[str, Floats]
) -> None:
    before = {name: values.copy() for name, values in arrays.items()}
    chosen = np.ones(len(passages), bool)
    first, again, other = (fitted(seed, arrays, passages, chosen) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    for name, values in arrays.items():
        np.testing.assert_array_equal(values, before[name])


def fitted(seed: int, arrays: Mapping[str, Floats], passages: Passages, chosen: np.ndarray) -> Floats:
    learnt = Network(seed, arrays)
    learnt.fit(passages, chosen)
    return learnt(passages)


def test_the_answers_are_the_mean_of_the_seeds(passages: Passages, arrays: Mapping[str, Floats]) -> None:
    chosen = np.ones(len(passages), bool)
    mean = np.mean([fitted(seed, arrays, passages, chosen) for seed in (1, 2)], axis=0)
    np.testing.assert_allclose(fit(arrays, passages, chosen)(passages), mean, rtol=1e-5)


def test_what_is_not_chosen_is_not_learnt(arrays: Mapping[str, Floats]) -> None:
    given = corpus()
    chosen = np.arange(len(given)) < 30
    turned = tuple(
        one if kept else Hedged(one.document, one.text, not one.hedged, ())
        for one, kept in zip(given, chosen, strict=True)
    )
    first, second = (fitted(1, arrays, made(sentences), chosen) for sentences in (given, turned))
    np.testing.assert_array_equal(first, second)


def test_a_sentence_is_judged_alike_beside_any_others(passages: Passages, arrays: Mapping[str, Floats]) -> None:
    learnt = Network(1, arrays)
    learnt.fit(passages, np.ones(len(passages), bool))
    whole = learnt(passages)
    np.testing.assert_allclose(learnt(made(corpus()[4:9])), whole[4:9], atol=1e-4)


def test_no_sentences_and_one_without_tokens_have_answers_too(arrays: Mapping[str, Floats]) -> None:
    learnt = Network(1, arrays)
    assert learnt(made(())).shape == (0, COLUMNS)
    said = learnt(made((Hedged("a", " ", None, ()), Hedged("a", "The mill may turn.", None, ()))))
    assert np.isfinite(said).all()
