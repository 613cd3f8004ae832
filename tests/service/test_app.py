"""Health, readiness and the documentation."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin

from flask.testing import FlaskClient

from service.app import create_app
from service.settings import Settings


def test_a_live_process_says_so(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_a_loaded_model_makes_it_ready(client: FlaskClient) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json) == (
        200,
        {"status": "ready", "model": {"name": "stand-in", "version": "7"}},
    )


def test_without_a_model_it_lives_and_is_not_ready() -> None:
    client = create_app(Settings()).test_client()
    assert client.get("/healthz").status_code == 200
    for response in (client.get("/readyz"), client.post("/score", json={"text": "Rain."})):
        assert (response.status_code, json.loads(response.data)["code"]) == (503, "not_ready")


def test_the_openapi_document_names_routes_fields_and_problems(client: FlaskClient) -> None:
    document = json.loads(client.get("/openapi.json").data)
    assert set(document["paths"]) == {
        "/score",
        "/v1/score",
        "/v1/feedback",
        "/v2/check",
        "/v2/languages",
        "/v1/score/batch",
        "/v1/compare",
        "/v1/meta",
        "/v1/models/{version}",
        "/healthz",
        "/readyz",
    }
    schemas = document["components"]["schemas"]
    assert set(schemas["ScoreRequest"]["properties"]) == {
        *("text", "segments", "html", "annotation", "title", "offset_unit", "lang"),
        *("model", "policy", "known", "if_hash", "store"),
    }
    assert schemas["Sentence"]["properties"]["strength"]["type"] == ["number", "null"]
    assert set(document["paths"]["/score"]["post"]["responses"]) == {
        "200",
        "400",
        "409",
        "413",
        "415",
        "422",
        "503",
        "default",
    }
    refused = document["components"]["responses"]["UNPROCESSABLE_ENTITY"]["content"]
    assert set(refused) == {"application/problem+json"}


def test_the_docs_page_asks_no_other_host(client: FlaskClient) -> None:
    page = client.get("/docs/")
    assert page.status_code == 200
    assert re.findall(r"https?://[^\s\"'<>]+", page.text) == []
    assert '"validatorUrl": null' in page.text
    files = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert files
    there = {path: client.get(urljoin("/docs/", path), buffered=True).status_code for path in files}
    assert there == dict.fromkeys(files, 200)
    assert [path for path in files if path.startswith("/")] == []
