"""Work in batches gives what one go gives, and ends where the budget does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from evidence import decode, heads, tagger
from evidence.budget import announce, checked, checkpoint
from evidence.reading import Reading
from evidence.scorer import Scorer
from evidence.values import Article, Span

TEXT = (
    "Ida Falk, the town engineer, said on Monday that the bridge may close. “We have the money,” she told the board, "
    "“for one season.” Two officials reportedly said that it might last until spring.\n\nWill it sail?"
)


class OutOfTimeError(Exception):
    """The check's own."""


def test_a_checkpoint_without_a_check_does_nothing_and_a_check_ends_with_its_block() -> None:
    calls: list[int] = []
    checkpoint()
    with checked(lambda: calls.append(1)):
        checkpoint()
    checkpoint()
    assert calls == [1]


def test_what_the_check_raises_ends_the_assessment(scorer: Scorer) -> None:
    left = iter(range(3))

    def check() -> None:
        if next(left, None) is None:
            raise OutOfTimeError

    with pytest.raises(OutOfTimeError), checked(check):
        scorer.assess(Article.of(TEXT, "Bridge may close"))
    assert scorer.assess(Article.of(TEXT)).sentences


def test_who_asks_is_told_how_many_sentences_there_are_before_any_is_judged(scorer: Scorer) -> None:
    announce(5)
    told: list[int] = []
    checks: list[int] = []
    with checked(lambda: checks.append(len(told)), told.append):
        scorer.assess(Article.of(TEXT, "Bridge may close"))
        scorer.assess(Article.of("", None))
    assert told == [4]
    assert set(checks) == {1}
    announce(5)
    assert told == [4]


def test_an_article_assessed_in_small_batches_is_assessed_as_in_one(
    scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = scorer.assess(Article.of(TEXT * 3, "Bridge may close"))
    monkeypatch.setattr(tagger, "BLOCK", 7)
    monkeypatch.setattr(heads, "SLICE", 2)
    parts = scorer.assess(Article.of(TEXT * 3, "Bridge may close"))
    assert [one.cues for one in parts.sentences] == [
        tuple(cue.__class__(*_fields(cue, pytest.approx(cue.effect, abs=1e-5))) for cue in one.cues)
        for one in whole.sentences
    ]
    assert parts.attributions == whole.attributions
    for found, wanted in zip(parts.sentences, whole.sentences, strict=True):
        assert found.strength == pytest.approx(wanted.strength, abs=1e-5)
        assert found.probabilities == pytest.approx(wanted.probabilities, abs=1e-5)


def _fields(cue: object, effect: object) -> list[object]:
    return [effect if name == "effect" else getattr(cue, name) for name in cue.__slots__]  # type: ignore[attr-defined]


def test_a_unit_longer_than_is_decoded_at_once_goes_on_as_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "LONGEST", 3)
    inside = np.tile(np.array([[0.0, 1.0]], np.float32), (7, 1))
    inside[0] = [1.0, 0.0]
    within = decode.decode(inside, np.array([0, 3, 3, 7]), (1.0,))
    # The second unit begins "within", which a unit cannot: so each piece of it begins with its best other answer.
    assert within[0][0] == (0, 3)
    assert all(b - a <= 3 for a, b in within[0])
    monkeypatch.setattr(decode, "LONGEST", 7)
    assert decode.decode(inside[:3], np.array([0, 3]), (1.0,)) == (((0, 3),),)


def test_units_without_many_spans_lose_exactly_the_tokens_and_matches_that_meet_one(
    read: Callable[..., Reading],
) -> None:
    reading = read(TEXT)
    rng = np.random.default_rng(7)
    for unit in range(len(reading.units)):
        own = [at for at in range(len(reading.tokens)) if reading.tokens.unit[at] == unit]
        starts = sorted(rng.choice(own, 4).tolist())
        spans = tuple(Span(int(reading.start[a]), int(reading.end[min(a + 2, own[-1])])) for a in starts)
        variant, index = reading.without([(unit, spans)])

        def meets(start: int, end: int, spans: tuple[Span, ...] = spans) -> bool:
            return any(start < span.end and end > span.start for span in spans)

        assert index.tolist() == [at for at in own if not meets(int(reading.start[at]), int(reading.end[at]))]
        assert variant.matches[0] == tuple(m for m in reading.matches[unit] if not meets(m.start, m.end))
