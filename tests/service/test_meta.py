"""What the service says of itself, and several models in one process."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import marshmallow as ma
import pytest
from flask.testing import FlaskClient

from evidence.scorer import Scorer
from evidence.values import ModelId
from service.access import cabinet
from service.app import create_app
from service.meta import MetaSchema, ModelSchema
from service.settings import Settings
from service.store.store import Store


@pytest.fixture(scope="module")
def two(shipped: Scorer) -> FlaskClient:
    """A service with the shipped model and the same one under another version."""
    older = replace(shipped, model=ModelId("onrecord-en", "0.9"), manifest=None)
    return create_app(Settings(), shipped, older).test_client()


def get(client: FlaskClient, path: str) -> Any:
    return json.loads(client.get(path).data)


def test_meta_names_models_policies_and_limits(two: FlaskClient) -> None:
    meta = get(two, "/v1/meta")
    assert MetaSchema(unknown=ma.RAISE).validate(meta) == {}
    assert [model["version"] for model in meta["models"]] == [meta["latest"]["version"], "0.9"]
    assert meta["policies"][0]["levels"] == {"weak": 0.125, "moderate": 0.375, "solid": 0.625, "strong": 0.875}
    assert meta["context"] == {"units_before": 3, "units_after": 3}
    assert (meta["limits"]["text"], meta["limits"]["batch_articles"]) == (200_000, 100)


@pytest.mark.parametrize("path", ["/v1/meta", "/v1/models/latest"])
def test_who_has_it_gets_304(two: FlaskClient, path: str) -> None:
    tag = two.get(path).headers["ETag"]
    again = two.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert two.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_meta_says_whether_the_caller_may_give_feedback_and_that_it_hangs_on_the_key(
    two: FlaskClient, shipped: Scorer, sqlite_url: str
) -> None:
    store = Store(sqlite_url)
    store.upgrade()
    keys = [
        cabinet.create(store, str(at), scopes, None) for at, scopes in enumerate([("score",), ("score", "feedback")])
    ]
    guarded = create_app(Settings(access="keys", database=sqlite_url), shipped).test_client()
    answers = [guarded.get("/v1/meta", headers={"X-API-Key": key}) for key in keys]
    assert [answer.get_json()["feedback"] for answer in [*answers, two.get("/v1/meta")]] == [False, True, True]
    assert {"Authorization", "X-API-Key"} <= set(answers[0].vary)
    store.close()


def test_a_limit_changes_the_tag(two: FlaskClient, shipped: Scorer) -> None:
    other = create_app(Settings(max_text=5), shipped).test_client()
    assert other.get("/v1/meta").headers["ETag"] != two.get("/v1/meta").headers["ETag"]


def test_a_model_has_a_card_and_the_manifest_s_metrics(two: FlaskClient, shipped: Scorer) -> None:
    model = get(two, f"/v1/models/{shipped.model.version}")
    assert ModelSchema(unknown=ma.RAISE).validate(model) == {}
    assert model["card"].startswith(f"# Model card: {shipped.model.name}")
    assert shipped.manifest is not None
    assert model["facts"]["metrics"] == dict(shipped.manifest.metrics)
    assert "golden" not in model["facts"]


def test_a_model_that_is_not_loaded_is_not_found(two: FlaskClient) -> None:
    response = two.get("/v1/models/8.8")
    problem = json.loads(response.data)
    assert (response.status_code, problem["code"], problem["available"][-1]) == (404, "model_not_loaded", "0.9")


def test_a_request_is_answered_by_the_model_it_names(two: FlaskClient) -> None:
    answers = [
        json.loads(two.post("/score", json={"text": "It rained.", "model": name}).data) for name in ("latest", "0.9")
    ]
    assert [answer["model"]["version"] for answer in answers][1] == "0.9"
    assert answers[0]["hash"] != answers[1]["hash"]
    assert answers[0]["sentences"][0]["id"] != answers[1]["sentences"][0]["id"]
