"""Feedback over HTTP, on SQLite and on PostgreSQL: kept, told, repeated, deleted, refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from service.app import create_app
from service.cli import main
from service.feedback.entries import told
from service.settings import Settings
from service.store.store import Store

TEXT = "Zanzibar 😀 spoke. It reportedly rained."
RAINED = {"start": 18, "end": 39}
HEARSAY = {"text": TEXT, "sentence": RAINED, "correction": {"sourcing": "hearsay", "strength": "weak"}}
HASH = sha256(TEXT.encode()).hexdigest()


@pytest.fixture
def desk(store: Store, database: str, judge: Any) -> Iterator[FlaskClient]:
    """A client of a service whose database is empty."""
    app = create_app(Settings(database=database), judge)
    yield app.test_client()
    app.extensions["store"].close()


def post(client: FlaskClient, body: Any, status: int = 201, **headers: str) -> Any:
    response = client.post("/v1/feedback", json=body, headers={k.replace("_", "-"): v for k, v in headers.items()})
    assert response.status_code == status, response.text
    assert response.mimetype == ("application/json" if status == 201 else "application/problem+json")
    assert "Zanzibar" not in response.text
    return json.loads(response.data)


def entries(store: Store) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in told(store, None)]


def test_a_correction_is_kept_with_who_when_and_what_judged(desk: FlaskClient, store: Store) -> None:
    answer = post(desk, {**HEARSAY, "annotator": "u-17", "policy": {"name": "strict", "version": "3"}})
    (row,) = entries(store)
    assert (answer["id"], answer["article"], answer["stored"]) == (row["id"], HASH, False)
    assert answer["at"] == row["at"].isoformat()
    assert abs(row["at"] - datetime.now(UTC)) < timedelta(minutes=5)
    names = ("key_name", "annotator", "model_name", "model_version", "policy_name", "policy_version")
    assert [row[name] for name in names] == ["", "u-17", "stand-in", "7", "strict", "3"]
    assert [row[name] for name in ("sourcing", "certainty", "strength")] == ["hearsay", None, "weak"]


def test_without_store_nothing_of_the_text_is_kept(desk: FlaskClient, store: Store, database: str) -> None:
    post(desk, {**HEARSAY, "title": "Zanzibar rains"})
    (row,) = entries(store)
    assert (row["text"], row["title"], row["stored"]) == (None, None, False)
    assert (row["start"], row["end"], row["offset_unit"]) == (18, 39, "codepoint")
    assert row["article"] == sha256(f"Zanzibar rains\n\n{TEXT}".encode()).hexdigest()
    assert "Zanzibar" not in repr(row)
    if database.startswith("sqlite"):
        assert b"Zanzibar" not in file_of(database)


def file_of(database: str) -> bytes:
    """Return all that SQLite has on disk, its log included."""
    path = Path(database.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def test_with_store_the_text_is_kept_once_and_told_only_where_it_was_allowed(desk: FlaskClient, store: Store) -> None:
    for store_it in (True, False, True):
        post(desk, {**HEARSAY, "store": store_it})
    assert [row["text"] for row in entries(store)] == [TEXT, None, TEXT]


SENTENCES = [
    ("codepoint", {"text": TEXT}, RAINED, (18, 39)),
    ("utf16", {"text": TEXT}, {"start": 19, "end": 40}, (18, 39)),
    ("utf8", {"text": TEXT}, {"start": 21, "end": 42}, (18, 39)),
    ("utf8", {"segments": [{"id": "a", "text": "É."}, {"id": "b", "text": TEXT}]},
     {"start": 21, "end": 42, "segment": "b"}, (22, 43)),
    ("utf16", {"text": "Rain.", "title": "😀 Rain"}, {"start": 0, "end": 7, "headline": True}, (0, 6)),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "article", "sentence", "span"), SENTENCES)
def test_a_place_in_any_unit_is_kept_in_code_points_of_the_whole_text(
    desk: FlaskClient, store: Store, unit: str, article: Any, sentence: Any, span: tuple[int, int]
) -> None:
    post(desk, {**article, "sentence": sentence, "offset_unit": unit, "thumb": "down"})
    (row,) = entries(store)
    assert ((row["start"], row["end"]), row["segment"], row["offset_unit"]) == (span, None, "codepoint")
    assert row["headline"] is sentence.get("headline", False)


def test_without_the_text_a_place_is_kept_as_the_caller_counts(desk: FlaskClient, store: Store) -> None:
    place = {"start": 21, "end": 42, "segment": "b", "id": "0a1b"}
    post(desk, {"article": HASH, "sentence": place, "offset_unit": "utf8", "dismissed": "vague_source"})
    (row,) = entries(store)
    assert [row[name] for name in ("article", "start", "end", "segment", "sentence", "offset_unit", "dismissed")] == [
        HASH, 21, 42, "b", "0a1b", "utf8", "vague_source",
    ]  # fmt: skip


def test_a_thumb_may_be_for_the_whole_article(desk: FlaskClient, store: Store) -> None:
    post(desk, {"article": HASH, "thumb": "up"})
    (row,) = entries(store)
    assert (row["thumb"], row["start"], row["end"]) == ("up", None, None)


ONE_ARTICLE, ONE_SAID = (
    "Give exactly one of text, segments and article.",
    "Give exactly one of correction, dismissed and thumb.",
)
PLACE = {"text": TEXT, "thumb": "up"}
WRONG: list[tuple[Any, dict[str, str]]] = [
    ({"thumb": "up"}, {"body": ONE_ARTICLE}),
    ({"text": TEXT, "article": HASH, "thumb": "up"}, dict.fromkeys(("text", "article"), ONE_ARTICLE)),
    ({"text": TEXT}, {"body": ONE_SAID}),
    ({**HEARSAY, "thumb": "up"}, dict.fromkeys(("correction", "thumb"), ONE_SAID)),
    ({**PLACE, "model": {"name": "a\0", "version": "1"}}, {"model.name": "Holds a NUL character."}),
    ({**PLACE, "model": {"name": "a", "version": "\0"}}, {"model.version": "Holds a NUL character."}),
    ({**PLACE, "policy": {"name": "\0a", "version": "1"}}, {"policy.name": "Holds a NUL character."}),
    *(({**PLACE, "store": store}, {"store": "Not a valid boolean."}) for store in ("yes", "on", 1, "true", 0)),
    ({**PLACE, "sentence": {"start": 0, "end": 5, "headline": "no"}}, {"sentence.headline": "Not a valid boolean."}),
    ({"text": TEXT, "dismissed": "hearsay"}, {"sentence": "Say which sentence is meant."}),
    ({**HEARSAY, "correction": {}}, {"correction": "Give sourcing, certainty or strength."}),
    ({**HEARSAY, "correction": {"strength": "huge"}},
     {"correction.strength": "Must be one of: none, weak, moderate, solid, strong."}),
    ({**HEARSAY, "correction": {"sourcing": "none", "strength": "weak"}},
     {"correction.sourcing": "A sentence without a claim has neither certainty nor strength."}),
    ({"article": HASH, "thumb": "up", "store": True}, {"store": "It needs the article's text or segments."}),
    ({"text": "a\0b", "thumb": "up", "store": True}, {"store": "A text that holds a NUL character cannot be kept."}),
    ({"article": "abc", "thumb": "up"}, {"article": "Not 64 hexadecimal digits."}),
    ({**PLACE, "annotator": "Ann Otator"}, {"annotator": "1 to 100 ASCII characters without spaces."}),
    ({**PLACE, "sentence": {"start": 5, "end": 5}}, {"sentence.end": "It must be greater than start."}),
    ({**PLACE, "sentence": {"start": 0, "end": 99}}, {"sentence.end": "It is beyond the text's end."}),
    ({**PLACE, "sentence": {"start": 8, "end": 9}}, {"sentence.end": "Nothing stands between start and end."}),
    ({**PLACE, "sentence": {"start": 0, "end": 10}, "offset_unit": "utf16"},
     {"sentence.end": "It falls inside a character, counted in utf16."}),
    ({**PLACE, "sentence": {**RAINED, "segment": "b"}}, {"sentence.segment": "No segment of the article has this id."}),
    ({**PLACE, "sentence": {**RAINED, "headline": True}}, {"sentence.headline": "The article came without a title."}),
]  # fmt: skip


@pytest.mark.parametrize(("body", "faults"), WRONG)
def test_a_wrong_request_is_refused_with_its_fields(client: FlaskClient, body: Any, faults: dict[str, str]) -> None:
    problem = post(client, body, 422)
    assert {error["field"]: error["message"] for error in problem["errors"]} == faults


def test_a_text_over_the_limit_is_refused(judge: Any) -> None:
    client = create_app(Settings(max_text=9), judge).test_client()
    refused = post(client, {"text": "0123456789" * 10, "thumb": "up"}, 413)
    assert refused["code"] == "text_too_long"
    assert "markup" not in refused["detail"]


def test_the_same_request_with_the_same_key_is_one_entry_and_one_answer(desk: FlaskClient, store: Store) -> None:
    answers = [post(desk, HEARSAY, Idempotency_Key=key) for key in ("k-1", '"k-1"', "k-2")]
    assert answers[0] == answers[1] != answers[2]
    assert [row["id"] for row in entries(store)] == [answers[0]["id"], answers[2]["id"]]


def test_another_request_with_the_same_key_is_refused(desk: FlaskClient, store: Store) -> None:
    post(desk, HEARSAY, Idempotency_Key="k")
    problem = post(desk, {"text": TEXT, "thumb": "up"}, 422, Idempotency_Key="k")
    assert problem["code"] == "idempotency_key_reused"
    assert len(entries(store)) == 1


@pytest.mark.parametrize("key", ["", "two words", '"open', "a" * 201])
def test_a_key_that_is_none_is_refused(client: FlaskClient, key: str) -> None:
    assert post(client, HEARSAY, 400, Idempotency_Key=key)["code"] == "bad_idempotency_key"


@pytest.mark.parametrize("database", ["postgresql://postgres@127.0.0.1:1/postgres", "sqlite:////proc/no/file"])
def test_a_database_that_is_gone_stops_feedback_and_not_scoring(
    database: str, judge: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(Settings(database=database), judge).test_client()
    response = client.post("/v1/feedback", json=HEARSAY)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert json.loads(response.data)["code"] == "store_unavailable"
    assert "cannot be used" in caplog.text
    assert "Zanzibar" not in caplog.text
    assert client.post("/score", json={"text": TEXT}).status_code == 200


def test_a_database_that_is_back_takes_feedback_again(judge: Any, sqlite_url: str, tmp_path: Path) -> None:
    app = create_app(Settings(database=sqlite_url), judge)
    app.extensions["store"].prepare()
    client = app.test_client()
    assert client.post("/v1/feedback", json=HEARSAY).status_code == 201
    app.extensions["store"].close()
    (tmp_path / "data").rename(tmp_path / "elsewhere")
    assert client.post("/v1/feedback", json=HEARSAY).status_code == 503
    (tmp_path / "elsewhere").rename(tmp_path / "data")
    assert client.post("/v1/feedback", json=HEARSAY).status_code == 201


def run(database: str, *arguments: str) -> Result:
    return CliRunner(env={"ONRECORD_DATABASE_URL": database}).invoke(main, ["feedback", *arguments])


def test_both_formats_export_the_same(desk: FlaskClient, database: str) -> None:
    post(desk, {**HEARSAY, "text": f'{TEXT}\r\n\tTab "quoted".', "store": True, "annotator": "u"})
    post(desk, {"article": HASH, "thumb": "up"})
    told_json = [json.loads(line) for line in run(database, "export").stdout.splitlines()]
    header, *lines = run(database, "export", "--format", "tsv").stdout.rstrip("\n").split("\n")
    told_tsv = [
        {
            name: json.loads(cell) if cell else None
            for name, cell in zip(header.split("\t"), line.split("\t"), strict=True)
        }
        for line in lines
    ]
    assert told_json == told_tsv
    assert [(row["text"], row["sourcing"], row["thumb"]) for row in told_json] == [
        (f"{TEXT}\r\n\tTab \"quoted\".", "hearsay", None),
        (None, None, "up"),
    ]  # fmt: skip


def test_an_export_may_begin_at_a_day(desk: FlaskClient, database: str) -> None:
    post(desk, HEARSAY)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%d")
    assert run(database, "export", "--since", "2020-01-01").stdout.count("\n") == 1
    assert run(database, "export", "--since", tomorrow).stdout == ""


def test_an_article_s_entries_are_deleted_with_its_text(desk: FlaskClient, store: Store, database: str) -> None:
    post(desk, {**HEARSAY, "store": True})
    post(desk, HEARSAY)
    other = post(desk, {"text": "Quokka ran.", "thumb": "up", "store": True})
    assert run(database, "delete", "--article", HASH).stdout == "Deleted entries: 2. Deleted texts: 1.\n"
    assert [(row["article"], row["text"]) for row in entries(store)] == [(other["article"], "Quokka ran.")]
    if database.startswith("sqlite"):
        assert b"Zanzibar" not in file_of(database)
        assert b"Quokka" in file_of(database)


def test_a_text_stays_while_another_entry_kept_it(desk: FlaskClient, store: Store, database: str) -> None:
    post(desk, {**HEARSAY, "store": True})
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%d")
    assert run(database, "delete", "--before", "2020-01-01").stdout == "Deleted entries: 0. Deleted texts: 0.\n"
    assert entries(store)[0]["text"] == TEXT
    assert run(database, "delete", "--before", tomorrow).stdout == "Deleted entries: 1. Deleted texts: 1.\n"
    assert entries(store) == []


@pytest.mark.parametrize("given", ["7a988782", HASH + "0", HASH[:-1] + "g", ""])
def test_a_hash_that_is_none_deletes_nothing_and_says_so(sqlite_url: str, given: str) -> None:
    ran = run(sqlite_url, "delete", "--article", given)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "Not 64 hexadecimal digits." in ran.stderr


def test_a_hash_may_be_in_capitals(sqlite_url: str) -> None:
    assert run(sqlite_url, "delete", "--article", HASH.upper()).exit_code == 0


@pytest.mark.parametrize("arguments", [(), ("--article", HASH, "--before", "2020-01-01")])
def test_what_to_delete_is_said_once(sqlite_url: str, arguments: tuple[str, ...]) -> None:
    ran = run(sqlite_url, "delete", *arguments)
    assert (ran.exit_code, "Give exactly one of --article and --before." in ran.stderr) == (2, True)
