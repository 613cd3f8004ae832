"""Which policy answers: the one that a request names, else the one that the service is set to."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from evidence.policy import DEFAULT
from service.app import create_app
from service.settings import Settings

STRICT = replace(DEFAULT, name="strict", version="3", levels=(0.2, 0.4, 0.7, 0.9))
POLICIES = {policy.name: policy for policy in (DEFAULT, STRICT)}
RAIN = {"text": "It rained."}


@pytest.fixture(scope="module")
def strict(judge: Any) -> FlaskClient:
    """A service that is set to the strict policy."""
    return create_app(Settings(policy="strict", access="open", rate="9/day"), judge, policies=POLICIES).test_client()


@pytest.mark.parametrize(
    ("asked", "version"), [({}, "3"), ({"policy": None}, "3"), ({"policy": "default"}, DEFAULT.version)]
)
def test_a_request_is_answered_by_the_policy_it_names(judge: Any, asked: dict[str, Any], version: str) -> None:
    client = create_app(Settings(policy="strict"), judge, policies=POLICIES).test_client()
    answer = json.loads(client.post("/score", json={**RAIN, **asked}).data)
    assert answer["policy"]["version"] == version


def test_policies_judge_apart(strict: FlaskClient) -> None:
    answers = [json.loads(strict.post("/score", json={**RAIN, "policy": name}).data) for name in POLICIES]
    assert answers[0]["hash"] != answers[1]["hash"]
    assert answers[0]["sentences"][0]["id"] != answers[1]["sentences"][0]["id"]


def test_an_unknown_policy_is_refused_with_those_that_are_here(strict: FlaskClient) -> None:
    response = strict.post("/score", json={**RAIN, "policy": "lax"})
    problem = json.loads(response.data)
    assert (response.status_code, problem["code"], problem["available"]) == (
        409,
        "unknown_policy",
        ["default", "strict"],
    )


def test_meta_tells_the_loaded_policies_and_the_access(strict: FlaskClient) -> None:
    meta = json.loads(strict.get("/v1/meta").data)
    assert [(one["name"], one["digest"]) for one in meta["policies"]] == [
        (one.name, one.digest) for one in POLICIES.values()
    ]
    assert meta["policies"][1]["levels"]["weak"] == 0.2
    assert (meta["policy"], meta["access"]) == ("strict", {"keys": False, "rate": "9/day"})
