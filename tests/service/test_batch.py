"""Batches: an answer or a problem for each article."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from flask.testing import FlaskClient

from evidence.policy import Policy
from evidence.scorer import Scorer
from evidence.values import Article, Assessment, ModelId
from service.app import create_app
from service.judge import Judge
from service.settings import Settings


def post(client: FlaskClient, *articles: Any) -> tuple[int, Any]:
    response = client.post("/v1/score/batch", json={"articles": articles})
    return response.status_code, json.loads(response.data)


def test_each_article_has_its_own_answer_or_problem(client: FlaskClient) -> None:
    status, batch = post(client, {"id": "a", "text": "It rained."}, {"id": "b", "text": 5}, 7, {"text": "Rain."})
    assert status == 200
    assert [(item["id"], item["status"]) for item in batch["items"]] == [
        ("a", 200),
        ("b", 422),
        (None, 422),
        (None, 422),
    ]
    assert batch["items"][0]["answer"] == json.loads(client.post("/score", json={"text": "It rained."}).data)
    assert batch["items"][1]["problem"]["errors"] == [{"field": "text", "message": "Not a valid string."}]
    assert batch["items"][2]["problem"]["errors"] == [{"field": "body", "message": "Must be an object."}]
    assert [error["field"] for error in batch["items"][3]["problem"]["errors"]] == ["id"]


def test_a_null_article_costs_its_own_item_only(client: FlaskClient) -> None:
    status, batch = post(client, None, {"id": "b", "text": "Two."})
    assert (status, [item["status"] for item in batch["items"]]) == (200, [422, 200])


def test_problems_of_articles_are_counted(judge: Judge) -> None:
    client = create_app(Settings(), judge).test_client()
    post(client, {"id": "a", "text": 5}, {"id": "b", "text": "Two.", "model": "9.9"}, 7, {"id": "c", "text": "One."})
    figures = client.get("/metrics").text
    assert 'onrecord_problems_total{code="invalid_request"} 2.0' in figures
    assert 'onrecord_problems_total{code="model_not_loaded"} 1.0' in figures


def test_articles_of_one_id_are_refused_and_the_others_answered(client: FlaskClient) -> None:
    _, batch = post(client, {"id": "a", "text": "One."}, {"id": "b", "text": "Two."}, {"id": "a", "text": "Three."})
    assert [item["status"] for item in batch["items"]] == [422, 200, 422]
    assert batch["items"][0]["problem"]["errors"] == [{"field": "id", "message": "Another article has this id."}]


def test_an_article_of_too_many_sentences_costs_its_own_item_only(shipped: Scorer) -> None:
    client = create_app(Settings(max_text=5000), shipped).test_client()
    _, batch = post(client, {"id": "a", "text": "It was so. " + "A? " * 1000}, {"id": "b", "text": "It was so."})
    assert [item["status"] for item in batch["items"]] == [413, 200]
    assert batch["items"][0]["problem"]["detail"] == "The text has 1001 sentences; at most 1000 are scored."


def test_a_model_that_is_not_here_costs_one_article(client: FlaskClient) -> None:
    _, batch = post(client, {"id": "a", "text": "One.", "model": "9.9"}, {"id": "b", "text": "Two."})
    assert [item["status"] for item in batch["items"]] == [409, 200]


@pytest.mark.parametrize(
    ("limits", "detail"),
    [
        ({"max_batch": 1}, "The batch has 2 articles; at most 1 are read."),
        ({"max_batch_text": 7}, "The batch's texts have 8 characters; at most 7 are read."),
    ],
)
def test_a_batch_over_a_limit_is_refused_whole(judge: Judge, limits: dict[str, int], detail: str) -> None:
    client = create_app(Settings(**limits), judge).test_client()
    status, problem = post(client, {"id": "a", "text": "One."}, {"id": "b", "text": "Two."})
    assert (status, problem["code"], problem["detail"]) == (413, "batch_too_large", detail)


def test_no_article_is_a_fault(client: FlaskClient) -> None:
    assert post(client)[0] == 422


class Fragile:
    """A judge that fails over one word, and says it as it does."""

    manifest = None

    def __init__(self, judge: Judge) -> None:
        self._judge, self.model = judge, ModelId("fragile", "1")

    def assess(self, article: Article, policy: Policy) -> Assessment:
        if "quokka" in article.text:
            raise ValueError(article.text)
        return self._judge.assess(article, policy)


def test_a_fault_of_ours_costs_one_article_and_is_logged_without_its_words(
    judge: Judge, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(Settings(), Fragile(judge)).test_client()
    with caplog.at_level(logging.DEBUG):
        status, batch = post(client, {"id": "a", "text": "A quokka."}, {"id": "b", "text": "Two."})
    assert status == 200
    assert [item["status"] for item in batch["items"]] == [500, 200]
    assert batch["items"][0]["problem"]["code"] == "internal_error"
    assert "Internal error: ValueError" in caplog.text
    assert "quokka" not in caplog.text
