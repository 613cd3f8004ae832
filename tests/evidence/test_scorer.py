from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.analysis import LEAST, LONGEST, examined
from evidence.artifact import ArtifactError
from evidence.heads import Views
from evidence.policy import DEFAULT
from evidence.reading import Cut
from evidence.scorer import GOLDEN_TOLERANCE, Scorer
from evidence.segment import headline, segment
from evidence.values import LEVELS, Article, Assessment, Role, Segment, SentenceAssessment, Span

PIECES = (
    "Officials said on Monday that the ferry may have sunk.",
    "“We will not go,” John Smith told reporters.",
    "“It was cold. Nobody knew,” she added.",
    "According to the indictment, the company reportedly paid $3m.",
    "Western security forces fear the worst, as reported by The Telegraph.",
    "This assertion is made without credible attribution.",
    "Who knows?",
    "Theresa May will surely meet the mayor in 2020.",
    "“It was an open question",
    "The company said that the ferry would sail.",
    "“We cannot wait for winter,” said the director.",
    "—",
    "\n\n",
    "Das Schiff ist gestern vor der Küste gesunken, sagte die Polizei.",
    "🙂\u0301 \u202eabc",
    "\x00\x1f",
)
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=8).map(" ".join)
TITLE = st.none() | TEXT
# a reading of a whole article takes some milliseconds more on a busy machine than hypothesis allows by default
often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

ARTICLE = Article.of("\n\n".join(" ".join(PIECES[at : at + 2]) for at in (0, 2, 4, 6, 8, 9)), "Ferry may have sunk")


def every(said: Assessment) -> tuple[SentenceAssessment, ...]:
    return (*((said.headline,) if said.headline else ()), *said.sentences)


@often
@given(TEXT, TITLE)
def test_every_text_has_an_assessment_whose_spans_are_the_text_s(scorer: Scorer, text: str, title: str | None) -> None:
    said = scorer.assess(Article.of(text, title))
    for one in said.sentences:
        sentence = one.sentence
        assert text[sentence.start : sentence.end] == sentence.text
    for one in every(said):
        base = one.sentence.start
        for cue in one.cues:
            assert base <= cue.start <= cue.end <= one.sentence.end
            assert one.sentence.text[cue.start - base : cue.end - base] == cue.text
    for attribution in said.attributions:
        for span in (attribution.source, attribution.cue, *attribution.content):
            assert span is None or 0 <= span.start < span.end <= len(text)
    for source in said.sources:
        assert all(0 <= span.start <= span.end <= len(text) for span in source.mentions)
    for part in said.ignored:
        assert 0 <= part.start < part.end <= len((title or "") if part.title else text)


@often
@given(TEXT, TITLE)
def test_every_judgement_is_one(scorer: Scorer, text: str, title: str | None) -> None:
    said = scorer.assess(Article.of(text, title))
    for one in every(said):
        assert sum(one.probabilities) == pytest.approx(1, abs=1e-5)
        assert (len(one.probabilities), min(one.probabilities) >= 0) == (5, True)
        assert (one.strength is None, one.level is None) == ((one.sourcing == "none"),) * 2
        if one.strength is not None:
            assert 0 <= one.strength <= 1
            assert one.level == DEFAULT.level(one.strength)
        assert 1 / 7 <= one.sourcing_probability <= 1 + 1e-6
        assert 0 <= one.certainty_value <= 3
    assert (said.rating is None) == (said.rating_note is not None)


def test_the_tiny_model_shows_what_the_properties_are_about(scorer: Scorer) -> None:
    said = scorer.assess(ARTICLE)
    assert len(said.attributions) >= 3
    assert len(said.sources) >= 2
    assert max(abs(cue.effect) for one in every(said) for cue in one.cues) > 0.01
    assert sum(one.strength is not None for one in every(said)) >= 8


def test_the_shipped_model_gives_no_strength_exactly_where_there_is_no_claim(shipped: Scorer) -> None:
    text = "The mayor resigned on Monday, her office said.\n\nRead more: Our guide\n\nSign up for our newsletter"
    said = shipped.assess(Article.of(text)).sentences
    assert [one.sourcing == "none" for one in said] == [False, True, True]
    assert [(one.strength is None, one.level is None) for one in said] == [(False, False), (True, True), (True, True)]


@pytest.mark.parametrize("role", ["quote", "caption", "heading"])
def test_what_a_block_is_does_not_turn_its_sentence_upside_down(shipped: Scorer, role: Role) -> None:
    """No text to learn from has blocks of these kinds, so nothing may have been learnt of them."""
    said = Segment(
        "Ida Falk, the town engineer of Velsbridge, told the council on Monday that she had seen the cracks."
    )
    before = Segment("Two piers of the bridge were closed on Sunday.")
    as_body, as_role = (shipped.assess(Article((before, one))).sentences[1] for one in (said, replace(said, role=role)))
    assert as_body.sourcing == as_role.sourcing == "named"
    assert as_role.strength == pytest.approx(as_body.strength, abs=0.2)


def test_where_the_level_is_sure_it_is_the_likeliest(shipped: Scorer) -> None:
    tables = Path(__file__).parent / "tables"
    lines = [
        line for name in ("hedged", "plain") for line in (tables / f"{name}.tsv").read_text("utf-8").splitlines()[1:]
    ]
    sentences = [line.partition("\t")[2] for line in lines]
    sure = [
        one
        for sentence in sentences
        for one in shipped.assess(Article.of(sentence)).sentences
        if one.level and max(one.probabilities) > 0.98
    ]
    assert len({one.level for one in sure}) >= 3
    assert [one.level for one in sure] == [LEVELS[one.probabilities.index(max(one.probabilities))] for one in sure]


@often
@given(TEXT)
def test_attributions_and_sources_point_at_each_other(scorer: Scorer, text: str) -> None:
    said = scorer.assess(Article.of(text))
    ids = {source.id: source for source in said.sources}
    assert len(ids) == len(said.sources)
    for at, found in enumerate(said.attributions):
        assert found.source_id is None or found.source_id in ids
        assert found.relays is None or (0 <= found.relays < len(said.attributions) and found.relays != at)
    for index, one in enumerate(said.sentences):
        for at in one.attributions:
            found = said.attributions[at]
            spans = [span for span in (found.source, found.cue, *found.content) if span]
            start, end = one.sentence.start, one.sentence.end
            assert any(start <= span.start <= span.end <= end for span in spans), index
    held = {at for one in said.sentences for at in one.attributions}
    assert held == set(range(len(said.attributions)))
    for source in said.sources:
        assert all(0 <= index < len(said.sentences) for index in source.sentences)
        assert 0 < source.share <= 1


@often
@given(TEXT, TITLE)
def test_an_article_scored_twice_has_the_same_numbers(scorer: Scorer, text: str, title: str | None) -> None:
    assert scorer.assess(Article.of(text, title)) == scorer.assess(Article.of(text, title))


def test_threads_do_not_disturb_each_other(scorer: Scorer) -> None:
    articles = [ARTICLE, *(Article.of(piece * 2, piece) for piece in PIECES)]
    alone = [scorer.assess(article) for article in articles]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(scorer.assess, articles * 4))
    assert together == alone * 4


@pytest.mark.parametrize(
    ("text", "title", "note"),
    [
        ("", None, "too_short"),
        (" \n\n ", None, "too_short"),
        ("Ferry", None, "too_short"),
        ("", "Ferry sinks", "too_short"),
        (" ".join(PIECES[13:14] * 3), None, "unsupported_language"),
    ],
)
def test_what_cannot_be_rated_says_why(scorer: Scorer, text: str, title: str | None, note: str) -> None:
    said = scorer.assess(Article.of(text, title))
    assert (said.rating, said.rating_note) == (None, note)


def test_another_language_is_ignored_by_its_extent(scorer: Scorer) -> None:
    text = " ".join(PIECES[13:14] * 3)
    said = scorer.assess(Article.of(f"\n{text}\n"))
    assert [(part.start, part.end, part.reason) for part in said.ignored] == [
        (1, len(text) + 1, "unsupported_language")
    ]
    assert (said.sentences, said.headline) == ((), None)


def test_an_ignored_segment_is_named_and_not_scored(scorer: Scorer) -> None:
    said = scorer.assess(Article((Segment("Officials said it rained."), Segment("Sign up here.", "ignore"))))
    assert [one.sentence.text for one in said.sentences] == ["Officials said it rained."]
    assert [(part.start, part.end, part.reason) for part in said.ignored] == [(27, 40, "role_ignore")]


def test_the_rating_counts_the_body_s_sentences_alone(scorer: Scorer) -> None:
    said = scorer.assess(ARTICLE)
    assert said.headline is not None
    assert said.headline.sentence.text == "Ferry may have sunk"
    assert said.rating is not None
    assert said.rating.sentences == len(said.sentences)
    assert said.rating.scored == sum(one.strength is not None for one in said.sentences)
    assert (said.rating.grade, said.rating.label) == DEFAULT.grade(said.rating.score)


def test_the_sentence_before_an_undermining_one_is_marked_and_weaker(scorer: Scorer) -> None:
    article = Article.of(f"{PIECES[0]} {PIECES[5]}")
    said = scorer.assess(article)
    assert [one.undermined for one in said.sentences] == [True, False]
    lowered = scorer.analyst(article, None, segment(article)).judged.strength
    plain = judged(scorer, article)
    learnt = scorer.analyst.undermining.learnt
    low = sum(i * p for i, p in enumerate(learnt["levels"])) / 4
    assert lowered[0] == pytest.approx((1 - learnt["share"]) * plain[0] + learnt["share"] * low, abs=1e-6)
    assert lowered[1] == pytest.approx(plain[1], abs=1e-6)


def judged(scorer: Scorer, article: Article, *cuts: Cut) -> list[float]:
    """The units' strengths before undermining, and behind them those of the variants that the cuts make."""
    reading = scorer.analyst.reader.read(article, headline(article), segment(article))
    seen = examined(scorer.analyst.tagger, reading, cuts)
    views = Views(seen.own, seen.place, scorer.analyst.convolution(seen.reading, seen.tags, seen.variants))
    return scorer.analyst.heads.judge(views, [unit for unit, _ in cuts]).strength.tolist()


def test_a_cue_s_effect_is_the_strength_less_that_without_its_words(scorer: Scorer) -> None:
    plain = judged(scorer, ARTICLE)
    compared: list[float] = []
    for unit, one in enumerate(every(scorer.assess(ARTICLE))):
        for cue in one.cues:
            without = judged(scorer, ARTICLE, (unit, (Span(cue.start, cue.end),)))[-1]
            kept = 1 - scorer.analyst.undermining.share if one.undermined else 1.0
            effect = kept * (plain[unit] - without)
            if abs(abs(effect) - LEAST) < 1e-4:
                continue  # on the edge, where a last digit decides
            assert cue.effect == pytest.approx(effect if abs(effect) > LEAST else 0, abs=1e-5)
            compared.append(cue.effect)
    assert len(compared) >= 8
    assert 0 < sum(effect != 0 for effect in compared) < len(compared)


def test_the_cues_of_a_very_long_sentence_share_the_effect_of_all(
    scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evidence.analysis.LEAST", 0.0)
    article = Article.of("perhaps the ferry may sail and " * (LONGEST // 6 + 1))
    (one,) = scorer.assess(article).sentences
    spans = tuple(Span(cue.start, cue.end) for cue in one.cues)
    plain, without = judged(scorer, article, (0, spans))
    assert len(spans) > LONGEST // 6
    assert [cue.effect for cue in one.cues] == pytest.approx([(plain - without) / len(spans)] * len(spans), abs=1e-6)


def test_a_cut_that_takes_nothing_changes_nothing(scorer: Scorer) -> None:
    plain = judged(scorer, ARTICLE)
    both = judged(scorer, ARTICLE, *((unit, ()) for unit in range(len(plain))))
    assert both[len(plain) :] == pytest.approx(plain, abs=1e-5)


@pytest.fixture
def spoilt(fit: Any, tmp_path: Path) -> Path:
    """A copy of the fitted model that a test may spoil."""
    shutil.copytree(fit.model, tmp_path / "model")
    return tmp_path / "model"


def rewritten(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "manifest.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    change(facts)
    path.write_text(json.dumps(facts), encoding="utf-8")


def tamper(folder: Path) -> None:
    path = folder / "model.joblib"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def shift(facts: dict[str, Any]) -> None:
    golden = facts["golden"][0]["strengths"]
    at = next(i for i, strength in enumerate(golden) if strength is not None)
    golden[at] += 2 * GOLDEN_TOLERANCE


SPOILT = [
    (tamper, "is not the file that its manifest gives the sha256 of."),
    (lambda folder: (folder / "model.joblib").unlink(), "There is no artifact at "),
    (
        lambda folder: rewritten(folder, lambda f: f["features"].pop()),
        "expects other features: it lacks mean:speaker:links.",
    ),
    (
        lambda folder: rewritten(folder, lambda f: f["features"].reverse()),
        "expects other features: their order differs.",
    ),
    (lambda folder: rewritten(folder, lambda f: f.update(lexicon="0")), "was made with another lexicon"),
    (lambda folder: rewritten(folder, lambda f: f.update(scikit_learn="0.1")), "was made with scikit-learn 0.1 "),
    (lambda folder: rewritten(folder, shift), "The model 0.0.1 does not score its own golden texts as it did."),
    (lambda folder: rewritten(folder, lambda f: f["golden"][0].update(rating=None)), "its own golden texts"),
    (lambda folder: rewritten(folder, lambda f: f["golden"][0]["strengths"].pop()), "its own golden texts"),
]


@pytest.mark.parametrize(("spoil", "sentence"), SPOILT)
def test_a_model_that_is_not_as_it_was_is_refused_in_one_sentence(
    spoilt: Path, spoil: Callable[[Path], object], sentence: str
) -> None:
    spoil(spoilt)
    with pytest.raises(ArtifactError) as caught:
        Scorer.load(spoilt)
    said = str(caught.value)
    assert sentence in said
    assert (said[0], said[-1], said.count(". "), said.count("\n")) == ("T", ".", 0, 0)


def test_a_golden_strength_within_the_tolerance_is_let_through(spoilt: Path) -> None:
    def nudge(facts: dict[str, Any]) -> None:
        strengths = facts["golden"][0]["strengths"]
        strengths[:] = [s and s + GOLDEN_TOLERANCE / 2 for s in strengths]

    rewritten(spoilt, nudge)
    assert Scorer.load(spoilt).model.version == "0.0.1"


def test_levels_are_named_weakest_first() -> None:
    assert [DEFAULT.level(value) for value in (0.0, 0.25, 0.5, 0.75, 1.0)] == list(LEVELS)
