"""The shape of an answer, with a stand-in for the model."""

from __future__ import annotations

import json
from typing import Any

import marshmallow as ma
import pytest
from flask.testing import FlaskClient

from service.wire.schema import AnswerSchema

TEXT = "Mayor spoke. It reportedly rained. Why?"


def ask(client: FlaskClient, **body: Any) -> dict[str, Any]:
    response = client.post("/v1/score", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = json.loads(response.data)
    return answer


def test_a_text_s_answer_is_told_in_full(client: FlaskClient) -> None:
    answer = ask(client, text=TEXT)
    ids = [sentence.pop("id") for sentence in answer["sentences"]]
    assert [len(one) for one in ids] == [32, 32, 32]
    assert len(answer.pop("hash")) == 32
    plain: dict[str, Any] = {
        "segment": None,
        "known": False,
        "ignored": [],
        "role": "body",
        "quoted": False,
        "undermined": False,
        "attributions": [],
        "advice": [],
    }
    assert answer == {
        "unchanged": False,
        "text": None,
        "offset_unit": "codepoint",
        "model": {"name": "stand-in", "version": "7"},
        "policy": {"name": "default", "version": "1"},
        "rating": {
            "score": 61.2346,
            "grade": "C",
            "label": "mixed",
            "sentences": 3,
            "scored": 2,
            "interval": [50.0, 70.5556],
            "components": {"named": 0.3333},
            "reasons": ["One source."],
            "effects": [
                {"component": "named", "effect": -1.2346, "reason": "One source."},
                {"component": "media", "effect": 0.5, "reason": None},
            ],
        },
        "rating_note": None,
        "gate": {
            "action": "warn",
            "reasons": [
                {
                    "code": "mostly_anonymous",
                    "action": "warn",
                    "message": "More than four claims in ten come from unnamed sources or from hearsay.",
                    "found": 0.5,
                    "limit": 0.4,
                    "sentences": [1],
                    "headline": False,
                }
            ],
        },
        "advice": [],
        "headline": None,
        "sentences": [
            {
                **plain,
                "start": 0,
                "end": 12,
                "text": "Mayor spoke.",
                "strength": 0.6667,
                "level": "solid",
                "probabilities": [0.0, 0.1, 0.2, 0.6, 0.1],
                "sourcing": {"label": "own", "probability": 0.8},
                "certainty": {"label": "certain", "value": 3.0},
                "cues": [],
            },
            {
                **plain,
                "start": 13,
                "end": 34,
                "text": "It reportedly rained.",
                "strength": 0.25,
                "level": "weak",
                "probabilities": [0.1, 0.7, 0.2, 0.0, 0.0],
                "sourcing": {"label": "hearsay", "probability": 0.9},
                "certainty": {"label": "probable", "value": 2.0},
                "cues": [
                    {
                        "kind": "hearsay",
                        "subtype": "report",
                        "start": 16,
                        "end": 26,
                        "text": "reportedly",
                        "effect": -0.1235,
                    }
                ],
                "advice": [
                    {
                        "code": "hearsay",
                        "message": "Nobody is named for this. Say who reports it, or that it could not be confirmed.",
                    }
                ],
            },
            {
                **plain,
                "start": 35,
                "end": 39,
                "text": "Why?",
                "strength": None,
                "level": None,
                "probabilities": [0.2, 0.2, 0.2, 0.2, 0.2],
                "sourcing": {"label": "none", "probability": 0.9},
                "certainty": {"label": "certain", "value": 3.0},
                "cues": [],
            },
        ],
        "attributions": [
            {
                "source": {"segment": None, "start": 0, "end": 5},
                "cue": None,
                "content": [{"segment": None, "start": 13, "end": 39}],
                "source_id": "s1",
                "relays": None,
            },
            {
                "source": None,
                "cue": {"segment": None, "start": 0, "end": 5},
                "content": [{"segment": None, "start": 13, "end": 34}],
                "source_id": None,
                "relays": 0,
            },
        ],
        "sources": [
            {
                "id": "s1",
                "name": "Mayor",
                "kind": "named",
                "mentions": [{"segment": None, "start": 0, "end": 5}],
                "sentences": [1, 2],
                "share": 0.3333,
            }
        ],
        "ignored": [],
    }


SEGMENTS = [
    {"id": "lead", "text": "Ännå spoke."},
    {"id": "ad", "text": "Buy now!", "role": "ignore"},
    {"id": "p2", "text": "😀 It reportedly rained.", "role": "quote", "lang": "en-GB"},
]


def test_segments_are_answered_in_their_own_offsets_and_unit(client: FlaskClient) -> None:
    answer = ask(client, segments=SEGMENTS, offset_unit="utf16", title="😀 It reportedly rained")
    told = [(item["segment"], item["start"], item["end"], item["role"]) for item in answer["sentences"]]
    assert told == [("lead", 0, 11, "body"), ("p2", 0, 24, "quote")]
    assert [(cue["start"], cue["end"]) for cue in answer["sentences"][1]["cues"]] == [(6, 16)]
    assert answer["ignored"] == [{"of": "body", "segment": "ad", "start": 0, "end": 8, "reason": "role_ignore"}]
    headline = answer["headline"]
    assert (headline["segment"], headline["start"], headline["end"], headline["role"]) == (
        None,
        0,
        23,
        "headline",
    )
    assert [(cue["start"], cue["end"]) for cue in headline["cues"]] == [(6, 16)]


def test_a_content_that_runs_over_segments_is_split(client: FlaskClient) -> None:
    segments = [{"id": name, "text": "One two. Three four."} for name in ("a", "b")]
    answer = ask(client, segments=segments)
    assert answer["attributions"][0]["content"] == [
        {"segment": "a", "start": 9, "end": 20},
        {"segment": "b", "start": 0, "end": 20},
    ]


ANSWERED = [
    {"text": TEXT, "title": "Rain"},
    {"segments": SEGMENTS, "offset_unit": "utf8", "title": None, "lang": None},
    {"text": ""},
    {"text": "One."},
]


@pytest.mark.parametrize("body", ANSWERED)
def test_the_answer_is_as_the_openapi_document_declares(client: FlaskClient, body: dict[str, Any]) -> None:
    assert AnswerSchema(unknown=ma.RAISE).validate(ask(client, **body)) == {}


def test_both_addresses_give_the_same_bytes(client: FlaskClient) -> None:
    body = {"text": TEXT, "title": "Rain"}
    assert client.post("/score", json=body).data == client.post("/v1/score", json=body).data


def test_the_hash_is_the_same_for_the_same_request_only(client: FlaskClient) -> None:
    bodies: list[dict[str, Any]] = [
        {"text": TEXT},
        {"text": TEXT, "title": "Rain"},
        {"text": TEXT, "offset_unit": "utf8"},
        {"text": TEXT + " "},
        {"segments": [{"id": "a", "text": TEXT}]},
        {"segments": [{"id": "b", "text": TEXT}]},
        {"segments": [{"id": "b", "text": TEXT, "role": "quote"}]},
    ]
    hashes = [ask(client, **body)["hash"] for body in bodies]
    assert len(set(hashes)) == len(bodies)
    assert ask(client, text=TEXT, offset_unit="codepoint", lang="en", title=None)["hash"] == hashes[0]


def test_a_sentence_s_id_changes_with_its_neighbours_and_not_with_its_place(client: FlaskClient) -> None:
    def ids(text: str) -> list[str]:
        return [sentence["id"] for sentence in ask(client, text=text)["sentences"]]

    before = ids("Zero. One. Two. Three. Four. Five. Six. Seven.")
    after = ids("Other. Zero. One. Two. Three. Four. Five. Six. Eighth.")
    # three sentences on each side count, and only Three has the same ones in both
    assert after[4] == before[3]
    assert not {*after[:4], *after[5:]} & {*before}


def test_the_headline_is_the_unit_before_the_first_sentence(client: FlaskClient) -> None:
    def ids(title: str | None, text: str) -> list[str]:
        answer = ask(client, title=title, text=text)
        return [one["id"] for one in (answer["headline"], *answer["sentences"]) if one]

    text = "Zero. One. Two. Three. Four."
    plain, rain, sun = ids(None, text), ids("Rain", text), ids("Sun", text)
    assert (len(plain), len(rain)) == (5, 6)
    assert rain[4:] == sun[4:] == plain[3:]
    assert not {*rain[:4]} & {*sun[:4]}
    assert not {*rain[:4], *sun[:4]} & {*plain}
    # the headline sees three sentences
    assert ids("Rain", text.replace("Three", "Other"))[0] == rain[0]
    assert ids("Rain", text.replace("Two", "Other"))[0] != rain[0]


def test_the_model_decides_the_id(client: FlaskClient) -> None:
    title, body = ask(client, text="Rain.", title="Rain."), ask(client, text="Rain.")
    assert title["headline"]["id"] != body["sentences"][0]["id"]
