"""Comparisons over HTTP: two answers and what changed between them."""

from __future__ import annotations

import json
from typing import Any

import marshmallow as ma
import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.judge import Judge
from service.settings import Settings
from service.wire.comparison import ComparisonSchema

OLD = {"text": "Mayor spoke. It reportedly rained. Why?", "title": "Rain"}
NEW = {"text": "Mayor spoke. It rained. Snow fell.", "title": "Rain reportedly", "offset_unit": "utf16"}


def ask(client: FlaskClient, old: Any, new: Any) -> dict[str, Any]:
    response = client.post("/v1/compare", json={"old": old, "new": new})
    assert response.status_code == 200, response.text
    told: dict[str, Any] = json.loads(response.data)
    assert ComparisonSchema(unknown=ma.RAISE).validate(told) == {}
    return told


def scored(client: FlaskClient, asked: Any) -> Any:
    return json.loads(client.post("/v1/score", json=asked).data)


def test_both_answers_come_with_what_became_of_each_sentence(client: FlaskClient) -> None:
    told = ask(client, OLD, NEW)
    assert (told["old"], told["new"]) == (scored(client, OLD), scored(client, NEW))
    assert told["changes"] == [
        {"kind": "same", "old": 0, "new": 0, "strength_change": 0.0, "reworded": False},
        {"kind": "stronger", "old": 1, "new": 1, "strength_change": 0.4167, "reworded": True},
        {"kind": "removed", "old": 2, "new": None, "strength_change": None, "reworded": False},
        {"kind": "added", "old": None, "new": 2, "strength_change": None, "reworded": False},
    ]
    assert told["headline_change"] == {
        "kind": "weaker",
        "old": 0,
        "new": 0,
        "strength_change": -0.4167,
        "reworded": True,
    }
    assert told["rating_change"] == 0.0


def test_without_a_rating_on_one_side_its_change_is_not_known(client: FlaskClient) -> None:
    told = ask(client, {"text": "Rain."}, {"html": "<p>It rained on Monday.</p>"})
    assert (told["rating_change"], told["headline_change"]) == (None, None)


def test_an_answer_that_the_caller_has_is_short_and_compared_all_the_same(client: FlaskClient) -> None:
    hash_ = scored(client, OLD)["hash"]
    told = ask(client, {**OLD, "if_hash": hash_}, NEW)
    assert (told["old"]["unchanged"], "sentences" in told["old"], told["new"]["unchanged"]) == (True, False, False)
    assert told["changes"] == ask(client, OLD, NEW)["changes"]


FAULTS: list[tuple[str, Any, list[str]]] = [
    ("no side", {}, ["new", "old"]),
    ("one side", {"old": OLD}, ["new"]),
    ("a wrong side", {"old": OLD, "new": {"text": 5}}, ["new.text"]),
    ("no object", {"old": "quokka", "new": NEW}, ["old"]),
    ("one field too many", {"old": OLD, "new": NEW, "store": True}, ["store"]),
]


@pytest.mark.parametrize(("body", "fields"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_wrong_request_is_refused_with_its_fields(client: FlaskClient, body: Any, fields: list[str]) -> None:
    response = client.post("/v1/compare", json=body)
    problem = json.loads(response.data)
    assert (response.status_code, problem["code"]) == (422, "invalid_request")
    assert sorted(error["field"] for error in problem["errors"]) == fields
    assert "quokka" not in response.text


def test_a_refusal_names_the_side(judge: Judge) -> None:
    client = create_app(Settings(max_text=20), judge).test_client()
    for body, status, code, detail in [
        (
            {"old": {"text": "Rain."}, "new": {"text": "Rain, rain and rain again."}},
            413,
            "text_too_long",
            "new: The text and title have 26 characters; at most 20 are read.",
        ),
        (
            {"old": {"text": "Rain.", "model": "9"}, "new": {"text": "Rain."}},
            409,
            "model_not_loaded",
            "old: The model that is asked for is not here.",
        ),
    ]:
        problem = json.loads(client.post("/v1/compare", json=body).data)
        assert (problem["status"], problem["code"], problem["detail"]) == (status, code, detail)
    assert problem["errors"] == [{"field": "old.model", "message": "Here: 7."}]
    assert problem["available"] == ["7"]


def test_without_a_model_it_is_not_ready() -> None:
    response = create_app(Settings()).test_client().post("/v1/compare", json={"old": OLD, "new": NEW})
    assert (response.status_code, json.loads(response.data)["code"]) == (503, "not_ready")
