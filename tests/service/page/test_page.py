"""The page as the service gives it: types, tags, policies, and nothing in it that could run a text as markup."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.page.files import FOLDER, TYPES, found
from service.settings import Settings

SAMPLES = ("evidenced", "mixed", "hearsay")
SCRIPTS = sorted(name for name in found() if name.endswith(".js"))
MARKUP = re.compile(r"\.(innerHTML|outerHTML)\b|insertAdjacentHTML|document\.write|\beval\(|new Function")
FROM = re.compile(r"""(?:from|import)\s+["']([^"']+)["']""")


def policy(response: Any) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


def test_the_page_is_html_in_utf_8(client: FlaskClient) -> None:
    response = client.get("/")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert response.data == (FOLDER / "index.html").read_bytes()


@pytest.mark.parametrize("name", sorted(found()))
def test_every_file_has_its_type_and_is_asked_for_anew(client: FlaskClient, name: str) -> None:
    response = client.get(f"/static/{name}")
    assert response.headers["Content-Type"] == f"{TYPES[Path(name).suffix]}; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.data == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("path", ["/", "/static/page.js"])
def test_who_has_a_file_gets_304(client: FlaskClient, path: str) -> None:
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("name", ["nothing.js", "../views.py", "%2e%2e/views.py", "page", "", "..%2fviews.py"])
def test_what_is_no_file_of_the_page_is_not_found(client: FlaskClient, name: str) -> None:
    response = client.get(f"/static/{name}")
    assert (response.status_code, json.loads(response.data)["code"]) == (404, "not_found")


def test_the_page_may_run_and_ask_only_what_lies_here(client: FlaskClient) -> None:
    assert policy(client.get("/")) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


def test_the_docs_page_keeps_a_policy_of_its_own(client: FlaskClient) -> None:
    assert "'unsafe-inline'" in policy(client.get("/docs/"))["style-src"]


def test_the_page_needs_no_key_and_counts_to_no_limit(judge: Any, sqlite_url: str) -> None:
    guarded = create_app(Settings(access="keys", rate="1/day", database=sqlite_url), judge).test_client()
    assert [guarded.get(path).status_code for path in ("/", "/static/page.js", "/", "/static/page.js")] == [200] * 4
    assert guarded.get("/v1/meta").status_code == 401


def test_nothing_stands_in_the_page_that_its_policy_would_refuse() -> None:
    page = (FOLDER / "index.html").read_text("utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page) == []


def test_the_page_names_its_files_relative_to_itself_so_that_a_proxy_may_put_it_anywhere() -> None:
    page = (FOLDER / "index.html").read_text("utf-8")
    named = re.findall(r'(?:href|src)="([^"#]+)"', page)
    assert {name for name in named if name.startswith("static/")} == {
        "static/icon.svg",
        "static/page.css",
        "static/page.js",
    }
    assert [name for name in named if name.startswith(("/", "http"))] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_makes_markup_of_text(name: str) -> None:
    assert MARKUP.search((FOLDER / name).read_text("utf-8")) is None


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_import_is_a_file_of_the_page(name: str) -> None:
    for imported in FROM.findall((FOLDER / name).read_text("utf-8")):
        assert imported.startswith("."), imported
        assert ((FOLDER / name).parent / imported).resolve().relative_to(FOLDER.resolve()).as_posix() in found()


def test_every_id_that_the_scripts_look_for_is_in_the_page() -> None:
    page = (FOLDER / "index.html").read_text("utf-8")
    sought = {one for name in SCRIPTS for one in re.findall(r'byId\("([^"]+)"\)', (FOLDER / name).read_text("utf-8"))}
    assert sought - set(re.findall(r'\bid="([^"]+)"', page)) == set()


def test_the_samples_stand_on_evidence_in_the_order_they_say(shipped: Any) -> None:
    client = create_app(Settings(), shipped).test_client()
    scores = []
    for name in SAMPLES:
        sample = json.loads(client.get(f"/static/samples/{name}.json").data)
        answer = client.post("/v1/score", json={"title": sample["title"], "text": sample["text"]}).get_json()
        scores.append(answer["rating"]["score"])
    assert scores[0] - 20 > scores[1] > scores[2] + 20


def test_the_log_never_has_the_path_of_a_file_that_is_not_there(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        client.get("/static/minister-resigns.js")
    assert "minister" not in caplog.text + str([record.__dict__ for record in caplog.records])
