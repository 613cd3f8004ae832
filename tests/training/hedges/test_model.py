from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from evidence import lexicon
from evidence.reading import Reader
from evidence.tokens import Tokenizer
from evidence.values import Span
from training import words
from training.corpora import Hedged
from training.hedges.model import ENCODER, NEAR, NETWORK, TAGGER, First, Judge, fit_first, fit_second, views
from training.hedges.passages import Passages, read

CERTAIN = tuple(f"The mill has {n} wheels of oak." for n in range(2, 22))
UNCERTAIN = tuple(f"The mill may have {n} wheels of oak." for n in range(2, 22))


def corpus(cued: int) -> tuple[Hedged, ...]:
    """Of the uncertain sentences only the first ``cued`` have their cue told."""
    sure = [Hedged(f"d{n}", text, False, ()) for n, text in enumerate(CERTAIN)]
    unsure = [Hedged(f"d{n}", text, True, (Span(9, 12),) if n < cued else ()) for n, text in enumerate(UNCERTAIN)]
    return tuple(one for pair in zip(sure, unsure, strict=True) for one in pair)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Tokenizer(words.learn([*CERTAIN, *UNCERTAIN], 1)), lexicon.load())


def network(passages: Passages, chosen: np.ndarray) -> Judge:
    """A stand-in that says of a sentence how many of those before it were chosen, and its length."""
    counted = np.cumsum(chosen).astype(float)
    return lambda asked: np.column_stack([counted, [len(text) for text in asked.texts]])


def encoder(passages: Passages, chosen: np.ndarray) -> Judge:
    """A stand-in that says of a sentence how many words it has."""
    return lambda asked: np.array([[len(text.split())] for text in asked.texts])


def fitted(reader: Reader, cued: int) -> tuple[First, Passages]:
    passages = read(reader, corpus(cued))
    return fit_first(passages, np.ones(len(passages), bool), network, encoder), passages


@pytest.mark.parametrize("cued", [20, 10])
def test_the_cue_is_found_where_it_is_told_and_where_it_is_not(reader: Reader, cued: int) -> None:
    first, passages = fitted(reader, cued)
    answers = first.tagger.predict_proba(passages.features)[:, 1]
    bounds = passages.reading.tokens.bounds
    surest = [int(np.argmax(answers[a:b])) for a, b in pairwise(bounds.tolist())]
    assert [at for at, hedged in zip(surest, passages.hedged, strict=True) if hedged] == [2] * 20
    seen = views(first, passages)[:, TAGGER]
    assert seen[passages.hedged, 0].min() > seen[~passages.hedged, 0].max()


def test_neighbours_count_only_within_a_document(reader: Reader) -> None:
    first, passages = fitted(reader, 20)
    seen = views(first, passages)
    any_ = seen[:, 4]
    # the first of a document has its second behind it and nothing else near
    assert seen[0, NEAR].tolist() == pytest.approx([any_.mean(), any_.mean(), any_[1], any_.mean()])


def test_what_network_and_encoder_say_stands_beside_the_rest(reader: Reader) -> None:
    first, passages = fitted(reader, 20)
    seen = views(first, passages)
    assert seen[:, NETWORK].tolist() == [[n, len(text)] for n, text in enumerate(passages.texts, 1)]
    assert seen[:, ENCODER].tolist() == [[len(text.split())] for text in passages.texts]


def test_the_second_model_tells_the_sentences_apart(reader: Reader) -> None:
    first, passages = fitted(reader, 20)
    rows = views(first, passages)
    assert (fit_second(rows, passages.hedged).predict(rows) == passages.hedged).all()
