"""The contract of docs/wire-schema.md over HTTP: every input, every span, every stretch that is not read."""

from __future__ import annotations

import json
from typing import Any

import marshmallow as ma
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from service.app import create_app
from service.judge import Judge
from service.settings import Settings
from service.wire.schema import AnswerSchema

ENCODINGS = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "utf8": ("utf-8", 1)}
UNITS = st.sampled_from(sorted(ENCODINGS))
PIECES = (
    *("Mayor", "reportedly", "rained", ".", "?", "!", " ", "  ", "\n\n", "\r\n", "\r", "\u00a0", "\ufffc", "\ufeff"),
    *("\x00", "\u00ad", "\u200b", "\x1c", "é", "e\u0301", "😀", "👩\u200d👧", "中文", "مرحبا", "“", "”"),
)
WORD = st.sampled_from(PIECES)
TEXT = st.lists(WORD, max_size=14).map("".join)
ROLE = st.sampled_from(["body", "heading", "quote", "caption", "ignore"])
SEGMENTS = st.lists(st.tuples(TEXT, ROLE, st.sampled_from([None, "en-GB", "de"])), min_size=1, max_size=5)
PIECE = st.one_of(
    TEXT.map(lambda text: {"text": text}),
    TEXT.map(lambda text: {"markup": f"<{text}>"}),
    st.tuples(TEXT, TEXT).map(lambda pair: {"markup": pair[0], "interpretAs": pair[1]}),
)
TAGS = ("p", "b", "nav", "blockquote", "h2", "script")
TAG = st.sampled_from([*(f"<{name}>" for name in TAGS), *(f"</{name}>" for name in TAGS), "<br>"])
HTML = st.lists(st.one_of(WORD, TAG), max_size=16).map("".join)


def ask(client: FlaskClient, **body: Any) -> dict[str, Any]:
    response = client.post("/v1/score", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = json.loads(response.data)
    assert AnswerSchema(unknown=ma.RAISE).validate(answer) == {}
    return answer


def sliced(text: str, unit: str, span: dict[str, Any]) -> str:
    encoding, size = ENCODINGS[unit]
    return text.encode(encoding)[size * span["start"] : size * span["end"]].decode(encoding)


def check(answer: dict[str, Any], texts: dict[str | None, str]) -> None:
    """Hold that spans slice to their words, stretches do not overlap, and all but white space is in one."""
    unit = answer["offset_unit"]
    for sentence in answer["sentences"]:
        own = texts[sentence["segment"]]
        assert sliced(own, unit, sentence) == sentence["text"]
        for cue in sentence["cues"]:
            assert sliced(own, unit, cue) == cue["text"]
            assert sentence["start"] <= cue["start"] <= cue["end"] <= sentence["end"]
        for part in sentence["ignored"]:
            assert sentence["start"] <= part["start"] < part["end"] <= sentence["end"]
            assert part["segment"] == sentence["segment"]
    ignored = [part for part in answer["ignored"] if part["of"] == "body"]
    for name, text in texts.items():
        stretches = [one for one in (*answer["sentences"], *ignored) if one["segment"] == name]
        stretches.sort(key=lambda one: (one["start"], one["end"]))
        at, between = 0, ""
        for one in stretches:
            assert at <= one["start"] <= one["end"]
            between += sliced(text, unit, {"start": at, "end": one["start"]})
            at = one["end"]
        encoding, size = ENCODINGS[unit]
        between += text.encode(encoding)[size * at :].decode(encoding)
        assert between.strip() == ""


@given(TEXT, UNITS)
def test_a_text_is_told_in_stretches_that_cover_it(client: FlaskClient, text: str, unit: str) -> None:
    check(ask(client, text=text, offset_unit=unit), {None: text})


@given(SEGMENTS, UNITS)
def test_segments_are_told_in_stretches_that_cover_them(
    client: FlaskClient, parts: list[tuple[str, str, str | None]], unit: str
) -> None:
    segments = [
        {"id": str(at), "text": text, "role": role, "lang": lang} for at, (text, role, lang) in enumerate(parts)
    ]
    answer = ask(client, segments=segments, offset_unit=unit)
    check(answer, {str(at): text for at, (text, _, _) in enumerate(parts)})
    read = {str(at) for at, (_, role, lang) in enumerate(parts) if role != "ignore" and lang != "de"}
    assert {sentence["segment"] for sentence in answer["sentences"]} <= read


@given(st.lists(PIECE, min_size=1, max_size=8), UNITS)
def test_an_annotation_is_told_in_stretches_of_the_original(
    client: FlaskClient, pieces: list[dict[str, str]], unit: str
) -> None:
    original = "".join(piece.get("text", "") + piece.get("markup", "") for piece in pieces)
    check(ask(client, annotation=pieces, offset_unit=unit), {None: original})


@settings(max_examples=50)
@given(HTML, UNITS)
def test_html_is_told_in_stretches_of_the_extracted_text(client: FlaskClient, html: str, unit: str) -> None:
    answer = ask(client, html=html, offset_unit=unit)
    check(answer, {None: answer["text"]})
    for part in answer["ignored"]:
        if part["of"] == "html" and part["start"] is not None:
            assert sliced(html, unit, part).startswith("<")


def test_html_comes_back_as_text_with_roles_and_the_rest_is_listed(client: FlaskClient) -> None:
    html = "<nav>Home</nav><h1>😀 Rain</h1><p>It <b>report</b>edly rained.<blockquote>I saw it.</blockquote>"
    answer = ask(client, html=html, offset_unit="utf16")
    assert answer["text"] == "😀 Rain\n\nIt reportedly rained.\n\nI saw it."
    assert [(one["start"], one["end"], one["role"]) for one in answer["sentences"]] == [
        (0, 7, "heading"),
        (9, 30, "body"),
        (32, 41, "quote"),
    ]
    assert answer["ignored"] == [{"of": "html", "segment": None, "start": 0, "end": 15, "reason": "navigation"}]


def test_annotated_text_counts_its_markup(client: FlaskClient) -> None:
    pieces = [
        {"markup": "<p>"},
        {"text": "It report"},
        {"markup": "<wbr>"},
        {"text": "edly rained."},
        {"markup": "<br>", "interpretAs": "\n\n"},
        {"text": "Why?"},
    ]
    answer = ask(client, annotation=pieces)
    assert [(one["start"], one["end"], one["text"]) for one in answer["sentences"]] == [
        (3, 29, "It report<wbr>edly rained."),
        (33, 37, "Why?"),
    ]
    assert [cue["text"] for cue in answer["sentences"][0]["cues"]] == ["report<wbr>edly"]
    inside = {"segment": None, "start": 12, "end": 17, "reason": "markup"}
    assert answer["sentences"][0]["ignored"] == [inside]
    assert [(part["start"], part["end"], part["reason"]) for part in answer["ignored"]] == [
        (0, 3, "markup"),
        (29, 33, "markup"),
    ]


def test_hidden_characters_do_not_change_a_judgement_and_are_listed(client: FlaskClient) -> None:
    plain, hidden = ask(client, text="It reportedly rained."), ask(client, text="\ufeffIt report\u00aded\x00ly rained.")
    told = [{**answer["sentences"][0]} for answer in (plain, hidden)]
    assert told[0]["strength"] == told[1]["strength"]
    assert told[0]["id"] == told[1]["id"]
    assert [(part["start"], part["reason"]) for part in told[1]["ignored"]] == [
        (10, "invisible_character"),
        (13, "control_character"),
    ]
    assert [(part["start"], part["end"], part["reason"]) for part in hidden["ignored"]] == [
        (0, 1, "invisible_character")
    ]


TEXT_OF_THREE = "Mayor spoke. It reportedly rained. Why?"


def test_a_known_sentence_is_answered_in_short(client: FlaskClient) -> None:
    whole = ask(client, text=TEXT_OF_THREE, title="Rain.")
    known = [whole["headline"]["id"], whole["sentences"][1]["id"], "0" * 32]
    again = ask(client, text=TEXT_OF_THREE, title="Rain.", known=known)
    short = {name: whole["sentences"][1][name] for name in ("id", "segment", "start", "end", "attributions")}
    assert again["sentences"][1] == {**short, "known": True}
    assert again["headline"]["known"]
    assert [again["sentences"][at] for at in (0, 2)] == [whole["sentences"][at] for at in (0, 2)]
    assert again["hash"] == whole["hash"]


class Counting:
    """A judge that counts its articles."""

    def __init__(self, judge: Judge) -> None:
        self._judge, self.model, self.manifest, self.assessed = judge, judge.model, None, 0

    def assess(self, *arguments: Any) -> Any:
        self.assessed += 1
        return self._judge.assess(*arguments)


def test_an_unchanged_answer_is_short_and_nothing_is_scored_for_it(judge: Judge) -> None:
    counting = Counting(judge)
    client = create_app(Settings(), counting).test_client()
    whole = ask(client, html=f"<p>{TEXT_OF_THREE}")
    assert counting.assessed == 1
    again = ask(client, html=f"<p>{TEXT_OF_THREE}", if_hash=whole["hash"], store=True)
    names = ("hash", "offset_unit", "model", "policy")
    assert again == {**{name: whole[name] for name in names}, "unchanged": True}
    assert counting.assessed == 1
    assert ask(client, html="<p>Rain.", if_hash=whole["hash"])["unchanged"] is False


@pytest.mark.parametrize(
    ("field", "code", "here"), [("model", "model_not_loaded", ["7"]), ("policy", "unknown_policy", ["default"])]
)
def test_what_is_not_here_is_refused_with_what_is(client: FlaskClient, field: str, code: str, here: list[str]) -> None:
    response = client.post("/score", json={"text": "Rain.", field: "9.9"})
    problem = json.loads(response.data)
    assert (response.status_code, problem["code"], problem["available"]) == (409, code, here)
    assert ask(client, **{"text": "Rain.", field: here[0]})["hash"] == ask(client, text="Rain.")["hash"]


def test_other_languages_are_named_and_not_scored(client: FlaskClient) -> None:
    segments = [{"id": "a", "text": "It rained."}, {"id": "b", "text": "Es hat geregnet.", "lang": "de-AT"}]
    answer = ask(client, segments=segments)
    assert [one["segment"] for one in answer["sentences"]] == ["a"]
    assert answer["ignored"] == [
        {"of": "body", "segment": "b", "start": 0, "end": 16, "reason": "unsupported_language"}
    ]
