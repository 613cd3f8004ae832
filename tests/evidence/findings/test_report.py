"""The gate's measures, and what a policy leaves out of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evidence.findings.measures import MEASURES
from evidence.findings.report import reported
from evidence.policy import DEFAULT, GateRule, Policy
from evidence.scorer import Scorer
from evidence.values import Article, Assessment, GateReason

WEAK: dict[str, Any] = {"sourcing": "hearsay", "level": "weak", "certainty": "probable"}


def article(desk: Any, **rated: Any) -> Assessment:
    """Four claims and a question: solid, hearsay in quotes, none, and one of a named source."""
    written = desk().say("Mayor to resign", headline=True)
    written.say("It opened in 1931.")
    written.say("“He reportedly left.”", **WEAK, quoted=True, cues=["hearsay.reportedly:reportedly"])
    written.say("It is unknown why.", level="none", certainty="doubted", cues=["doubt.unknown:unknown"])
    written.say("Is it late?", "none", None)
    written.say("Ida Falk said so.", "named", "strong", kind="named", source="Ida Falk")
    return written.done(**rated)  # type: ignore[no-any-return]


def gated(said: Assessment, *rules: GateRule, **changes: Any) -> list[GateReason]:
    return list(reported(said, replace(DEFAULT, gate=rules, **changes)).gate.reasons)


BROKEN: list[tuple[str, tuple[str, ...], float, float, tuple[int, ...]]] = [
    ("rating", (), 61.5, 61, ()),
    ("sources", ("named", "document"), 2, 1, ()),
    ("sentences_at_level", ("none", "weak"), 1, 2, (1, 2)),
    ("claims_at_level", ("weak",), 0.2, 0.25, (1,)),
    ("claims_by_sourcing", ("hearsay", "unnamed"), 0.24, 0.25, (1,)),
    ("sentences_with_advice", ("hearsay", "unevidenced"), 1, 2, (1, 2)),
    ("largest_source", (), 0.5, 1, (4,)),
]


@pytest.mark.parametrize(("measure", "of", "limit", "found", "sentences"), BROKEN)
def test_a_rule_that_is_not_kept_is_told_with_what_was_found(
    desk: Any, measure: str, of: tuple[str, ...], limit: float, found: float, sentences: tuple[int, ...]
) -> None:
    rule = GateRule("mine", measure, limit, "warn", "Look.", of)
    assert gated(article(desk), rule) == [GateReason("mine", "warn", "Look.", found, limit, sentences)]


@pytest.mark.parametrize(("measure", "of", "_", "found", "__"), BROKEN)
def test_a_rule_whose_limit_is_just_met_is_kept(
    desk: Any, measure: str, of: tuple[str, ...], _: float, found: float, __: Any
) -> None:
    assert gated(article(desk), GateRule("mine", measure, found, "block", "Look.", of)) == []


def test_every_measure_is_tested() -> None:
    assert {measure for measure, *_ in BROKEN} | {"unrated"} == set(MEASURES)


def test_the_headline_s_advice_counts(desk: Any) -> None:
    said = desk().say("Mayor to resign", headline=True).say("He will resign.", level="weak").done()
    rule = GateRule("mine", "sentences_with_advice", 0, "block", "Look.", ("headline_stronger",))
    assert gated(said, rule) == [GateReason("mine", "block", "Look.", 1, 0, (), True)]


def test_the_gate_has_the_sternest_action(desk: Any) -> None:
    warn = GateRule("a", "sentences_at_level", 0, "warn", "Look.", ("none",))
    block = GateRule("b", "rating", 90, "block", "No.")
    kept = GateRule("c", "rating", 10, "block", "No.")
    said = article(desk)
    actions = [
        reported(said, replace(DEFAULT, gate=rules)).gate.action
        for rules in ((), (kept,), (kept, warn), (warn, block, kept))
    ]
    assert actions == ["allow", "allow", "warn", "block"]


def test_what_was_not_rated_breaks_no_rule_but_the_one_about_that(desk: Any) -> None:
    said = desk().done(score=None, note="unsupported_language")
    rules = [GateRule(m, m, 0.1, "block", "No.", ("named",) if m == "sources" else ()) for m in ("rating", "sources")]
    rules.append(GateRule("share", "claims_at_level", 0, "block", "No.", ("none",)))
    rules.append(GateRule("unread", "unrated", 0, "warn", "Not read.", ("unsupported_language",)))
    assert [reason.code for reason in gated(said, *rules)] == ["unread"]
    assert gated(desk().done(score=None, note="too_short"), rules[-1]) == []


LEVELS = GateRule("mine", "sentences_at_level", 0, "warn", "Look.", ("none", "weak"))


def test_quoted_speech_counts_only_where_the_policy_says_so(desk: Any) -> None:
    assert [reason.sentences for reason in gated(article(desk), LEVELS)] == [(1, 2)]
    assert [reason.sentences for reason in gated(article(desk), LEVELS, quoted_speech_counts=False)] == [(2,)]


@pytest.mark.parametrize("phrases", [("Reportedly",), ("reportedly left", "nothing of the kind")])
def test_an_ignored_phrase_excuses_its_sentence(desk: Any, phrases: tuple[str, ...]) -> None:
    policy = replace(DEFAULT, gate=(LEVELS,), phrases=phrases)
    said = reported(article(desk), policy)
    assert [(len(item.cues), len(item.advice)) for item in said.sentences[1:3]] == [(0, 0), (1, 1)]
    assert [reason.sentences for reason in said.gate.reasons] == [(2,)]


@pytest.mark.parametrize("phrases", [("report",), ("left",)])
def test_a_phrase_excuses_no_words_outside_of_it(desk: Any, phrases: tuple[str, ...]) -> None:
    said = reported(article(desk), replace(DEFAULT, gate=(LEVELS,), phrases=phrases))
    assert [(len(item.cues), len(item.advice)) for item in said.sentences[1:3]] == [(1, 1), (1, 1)]


def test_an_ignored_source_excuses_what_rests_on_it_alone(desk: Any) -> None:
    given: dict[str, Any] = {"sourcing": "unnamed", "level": "weak", "kind": "unnamed"}
    said = (
        desk()
        .say("Critics say so.", source="Critics", **given)
        .say("Experts say so.", source="Experts", **given)
        .done()
    )
    told = reported(said, replace(DEFAULT, gate=(LEVELS,), sources=("critics",)))
    assert [len(item.advice) for item in told.sentences] == [0, 1]
    assert [reason.sentences for reason in told.gate.reasons] == [(1,)]


QUOTES = (
    "“We found cracks in three piers,” Ida Falk, the town engineer, said. “The work will take a year,” she said. "
    "The bridge opened in 1931. The town owns it. About 4,000 people cross it each day."
)


def test_the_scorer_rates_without_quoted_speech_where_the_policy_says_so(shipped: Scorer) -> None:
    text = QUOTES + " “It is the worst of all our bridges.” “We close it on Monday.”"
    plain, without = (shipped.assess(Article.of(text), Policy(quoted_speech_counts=counts)) for counts in (True, False))
    assert plain.rating is not None
    assert without.rating is not None
    quoted = sum(item.sentence.quoted for item in plain.sentences)
    assert quoted == 3  # “The work will take a year,” is more than half of its sentence
    assert without.rating.sentences == plain.rating.sentences - quoted
    assert without.sentences == plain.sentences


def test_the_policy_gives_levels_and_grades_and_says_when_an_article_is_too_short(shipped: Scorer) -> None:
    strict = Policy("strict", "2", (0.9, 0.97, 0.98, 0.99), (10, 20, 30, 40), 50)
    said = shipped.assess(Article.of(QUOTES), strict)
    assert (said.rating, said.rating_note) == (None, "too_short")
    assert all(item.level == strict.level(item.strength) for item in said.sentences if item.strength is not None)
    assert {item.level for item in said.sentences} != {
        item.level for item in shipped.assess(Article.of(QUOTES)).sentences
    }
