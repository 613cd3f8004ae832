"""When each code of advice is given, and when it is not: a table of sentences, as a model might judge them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evidence.findings.conditions import OF_ARTICLE, OF_SENTENCE
from evidence.findings.report import reported
from evidence.findings.rules import CODES, RULES
from evidence.policy import DEFAULT
from evidence.scorer import Scorer
from evidence.values import Article

Given = dict[str, Any]
HEDGED: Given = {"level": "weak", "certainty": "probable"}
UNNAMED: Given = {"sourcing": "unnamed", "level": "moderate", "kind": "unnamed"}

# code, sentence, and the words that the advice points at ("" for the whole sentence)
GIVEN: list[tuple[str, Given, str]] = [
    ("undermined", {"text": "The dam leaks.", "level": "weak", "undermined": True}, ""),
    (
        "unevidenced",
        {"text": "It is unknown.", "level": "none", "certainty": "doubted", "cues": ["doubt.unknown:unknown"]},
        "unknown",
    ),
    (
        "unattributed",
        {"text": "That was said without attribution.", "cues": ["doubt.unattributed:without attribution"]},
        "without attribution",
    ),
    (
        "hearsay",
        {"text": "He reportedly left.", "sourcing": "hearsay", **HEDGED, "cues": ["hearsay.reportedly:reportedly"]},
        "reportedly",
    ),
    ("vague_source", {"text": "Critics say it is late.", **UNNAMED, "source": "Critics"}, "Critics"),
    (
        "vague_source",
        {"text": "Many fear a flood.", "sourcing": "unnamed", "level": "weak", "cues": ["hearsay.crowd:Many fear"]},
        "Many fear",
    ),
    ("unnamed_source", {"text": "One official said so.", **UNNAMED, "source": "One official"}, "One official"),
    (
        "secondhand",
        {"text": "The Harwick Gazette reported it.", "sourcing": "media", "level": "moderate",
         "kind": "media", "source": "The Harwick Gazette"},
        "The Harwick Gazette",
    ),
    ("hedge_without_source", {"text": "It is probably late.", **HEDGED, "cues": ["hedge.adverb:probably"]}, "probably"),
    ("possibility_without_source", {"text": "It may be late.", **HEDGED, "cues": ["hedge.modal:may"]}, "may"),
    (
        "booster_without_source",
        {"text": "It was clearly late.", "level": "moderate", "cues": ["booster.adverb:clearly"]},
        "clearly",
    ),
    ("interpretation", {"text": "This is a sign of decline.", "level": "moderate"}, ""),
]  # fmt: skip

# sentences that must get no advice at all
SILENT: list[Given] = [
    {"text": "The bridge opened in 1931."},
    {"text": "“It may close,” said Ida Falk.", "sourcing": "named", "level": "moderate", "certainty": "possible",
     "cues": ["hedge.modal:may"], "kind": "named", "source": "Ida Falk"},
    {"text": "The report may be late.", "level": "solid", "certainty": "possible", "cues": ["hedge.modal:may"]},
    {"text": "Is it late?", "sourcing": "none", "level": None},
    {"text": "He reportedly left, Ida Falk said.", "sourcing": "hearsay", **HEDGED,
     "cues": ["hearsay.reportedly:reportedly"], "kind": "named", "source": "Ida Falk"},
    {"text": "He reportedly left.", "sourcing": "hearsay", **HEDGED, "likely": 0.4, "cues": []},
    {"text": "An aide spoke on condition of anonymity.", **UNNAMED, "source": "An aide",
     "cues": ["anonymity.condition:condition of anonymity"]},
    {"text": "The engine was fully repaired.", "level": "weak", "cues": ["booster.adverb:fully"]},
    {"text": "Ida Falk hopes so.", "sourcing": "named", "level": "solid", "certainty": "probable", "undermined": True},
    {"text": "It is late.", "level": "moderate", "quoted": True},
]  # fmt: skip


@pytest.mark.parametrize(("code", "sentence", "words"), GIVEN)
def test_a_sentence_gets_the_advice_of_its_finding(desk: Any, code: str, sentence: Given, words: str) -> None:
    (item,) = reported(desk().say(**sentence).done(), DEFAULT).sentences
    (advice,) = item.advice
    assert (advice.code, sentence["text"][advice.start : advice.end]) == (code, words or sentence["text"])
    assert advice.message.endswith(".")


@pytest.mark.parametrize("sentence", SILENT)
def test_a_sentence_without_a_finding_gets_none(desk: Any, sentence: Given) -> None:
    assert reported(desk().say(**sentence).done(), DEFAULT).sentences[0].advice == ()


@pytest.mark.parametrize("code", CODES)
def test_a_code_that_the_policy_leaves_out_is_not_given(desk: Any, code: str) -> None:
    policy = replace(DEFAULT, advice=tuple(one for one in CODES if one != code))
    for other, sentence, _ in GIVEN:
        given = {one.code for one in reported(desk().say(**sentence).done(), policy).sentences[0].advice}
        assert given == {other} - {code}


def test_a_source_is_advised_on_once_and_a_reason_given_near_by_is_enough(desk: Any) -> None:
    official: Given = {**UNNAMED, "source": "An official"}
    twice = desk().say("An official said so.", **official).say("It is late, An official said.", **official).done()
    assert [len(item.advice) for item in reported(twice, DEFAULT).sentences] == [1, 0]
    near = desk().say("An official said so.", **official)
    near.say("He asked for anonymity.", cues=["anonymity.condition:anonymity"])
    assert [len(item.advice) for item in reported(near.done(), DEFAULT).sentences] == [0, 0]


HEADLINES = [
    ("Mayor to resign on Monday", {"level": "solid"}, {"level": "weak"}, ["headline_stronger"]),
    ("Mayor to resign on Monday", {"level": "solid"}, {"level": "solid"}, []),
    ("Mayor to resign on Monday", {"level": "weak"}, {"level": "weak"}, []),
    ("Mayor may resign on Monday", {"level": "solid", "cues": ["hedge.modal:may"]}, {"level": "weak"}, []),
    ("Mayor to resign on Monday", {"level": "solid", "certainty": "possible"}, {"level": "weak"}, []),
    ("Mayor to resign on Monday", {"level": "solid"}, {"level": None, "sourcing": "none"}, []),
]


@pytest.mark.parametrize(("title", "head", "body", "codes"), HEADLINES)
def test_a_flat_headline_over_weak_claims_is_told(
    desk: Any, title: str, head: Given, body: Given, codes: list[str]
) -> None:
    said = reported(desk().say(title, headline=True, **head).say("The mayor will resign.", **body).done(), DEFAULT)
    assert said.headline is not None
    assert [one.code for one in said.headline.advice] == codes


def test_a_headline_is_held_against_a_later_sentence_about_the_same(desk: Any) -> None:
    written = desk().say("Mayor Okafor resigns", headline=True)
    for _ in range(3):
        written.say("Little is known yet.", level="weak")
    written.say("Mayor Okafor signed the letter.", level="strong")
    said = reported(written.done(), DEFAULT)
    assert said.headline is not None
    assert said.headline.advice == ()


def test_an_article_that_leans_on_one_source_or_none_is_told(desk: Any) -> None:
    leaning, mixed, bare = desk(), desk(), desk().say("It is late.")
    for at in range(4):
        leaning.say(f"Ida Falk said {at}.", "named", kind="named", source="Ida Falk")
        name = ("Ida Falk", "Jon Moe")[at % 2]
        mixed.say(f"{name} said {at}.", "named", kind="named", source=name)
    told = [[one.code for one in reported(one.done(), DEFAULT).advice] for one in (leaning, mixed, bare)]
    assert told == [["single_source"], [], ["no_source"]]
    assert reported(bare.done(score=None, note="too_short"), DEFAULT).advice == ()


def test_every_rule_s_conditions_are_known() -> None:
    assert len(set(CODES)) == len(CODES)
    for rule in RULES:
        known = OF_ARTICLE if rule.about == "article" else OF_SENTENCE
        assert rule.about in ("sentence", "headline", "article")
        assert {one.name for one in rule.when} <= set(known), rule.code
        assert rule.message
        assert rule.short


def test_every_code_about_a_sentence_has_an_example() -> None:
    assert {code for code, _, _ in GIVEN} == {rule.code for rule in RULES if rule.about == "sentence"}


def test_the_shipped_model_s_findings_are_advised_on(shipped: Scorer) -> None:
    text = (
        "The bridge opened in 1931, the town's archive shows. The mayor will reportedly resign. "
        "It is unknown whether any ferry will sail meanwhile. Two officials said that the work may last until spring."
    )
    said = shipped.assess(Article.of(text))
    assert [[one.code for one in item.advice] for item in said.sentences] == [
        [],
        ["hearsay"],
        ["unevidenced"],
        ["unnamed_source"],
    ]
