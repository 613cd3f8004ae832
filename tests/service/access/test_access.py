"""Who may call, how often, from which pages, and with which headers the answer comes."""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from service.access import cabinet, ring
from service.access.guard import is_public, needed
from service.access.keys import SCOPES, Key, digest, mint, opens
from service.access.listing import write
from service.app import create_app
from service.cli import main
from service.settings import Settings
from service.store.store import Store
from service.store.tables import keys

RAIN = {"text": "It rained today."}
FEEDBACK = {**RAIN, "thumb": "up"}


@pytest.fixture
def guarded(store: Store, database: str, judge: Any) -> Iterator[FlaskClient]:
    """A client of a service that asks for keys."""
    app = create_app(Settings(database=database, access="keys"), judge)
    yield app.test_client()
    app.extensions["store"].close()


def ask(client: FlaskClient, token: str | None = None, path: str = "/score", body: Any = RAIN) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.post(path, json=body, headers=headers)


def code(response: Any) -> tuple[int, str]:
    assert response.mimetype == "application/problem+json"
    return response.status_code, json.loads(response.data)["code"]


def test_a_key_opens_what_its_scopes_name_and_admin_everything(guarded: FlaskClient, store: Store) -> None:
    both = cabinet.create(store, "both", ("score", "feedback"), None)
    admin = cabinet.create(store, "root", ("admin",), None)
    score = cabinet.create(store, "site", ("score",), None)
    assert [ask(guarded, token).status_code for token in (both, admin, score)] == [200] * 3
    assert [ask(guarded, token, "/v1/feedback", FEEDBACK).status_code for token in (both, admin)] == [201] * 2
    assert code(ask(guarded, score, "/v1/feedback", FEEDBACK)) == (403, "scope_missing")
    assert guarded.post("/score", json=RAIN, headers={"X-API-Key": score}).status_code == 200


def test_a_languagetool_client_may_send_its_key_in_the_form(guarded: FlaskClient, store: Store) -> None:
    token = cabinet.create(store, "desk", ("score",), None)
    form = {"language": "en", "text": "It rained today."}
    assert guarded.post("/v2/check", data={**form, "apiKey": token}).status_code == 200
    refused = guarded.post("/v2/check", data=form)
    assert (refused.status_code, refused.text[:13]) == (401, "Error: Send a")
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="onrecord"'
    assert guarded.post("/v2/check", data={**form, "apiKey": mint()[0]}).status_code == 401
    assert guarded.post("/score", json={**RAIN, "apiKey": token}).status_code == 401


def test_without_a_key_or_with_a_wrong_one_nothing_opens(guarded: FlaskClient, store: Store) -> None:
    token = cabinet.create(store, "site", ("score",), None)
    refused = ask(guarded)
    assert code(refused) == (401, "missing_key")
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="onrecord"'
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), mint()[0], "secret", "é", token + " x"):
        refused = guarded.post("/score", json=RAIN, headers={"X-API-Key": wrong})
        assert code(refused) == (401, "invalid_key")
        assert refused.headers["WWW-Authenticate"].endswith('error="invalid_token"')
        assert wrong not in refused.text


def test_the_line_of_a_refusal_names_the_key_that_lacks_the_scope(
    guarded: FlaskClient, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    token = cabinet.create(store, "site", ("score",), None)
    with caplog.at_level(logging.INFO, "onrecord.access"):
        assert ask(guarded, token, "/v1/feedback", FEEDBACK).status_code == 403
    (record,) = caplog.records
    assert record.__dict__["fields"]["key"] == "site"


def test_a_key_is_looked_at_before_the_body(guarded: FlaskClient) -> None:
    refused = guarded.post("/score", data=b"x", headers={"Content-Encoding": "gzip"})
    assert code(refused) == (401, "missing_key")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/openapi.json", "/docs/"])
def test_health_and_documentation_need_no_key(guarded: FlaskClient, path: str) -> None:
    assert guarded.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "public", "scope"),
    [
        ("/", True, "score"),
        ("/docs/swagger-ui.css", True, "score"),
        ("/docsx", False, "score"),
        ("/v1/score", False, "score"),
        ("/v1/feedback", False, "feedback"),
        ("/metrics", False, "admin"),
        ("/whatever/comes", False, "score"),
    ],
)
def test_what_is_not_public_needs_a_scope(path: str, public: bool, scope: str) -> None:
    assert (is_public(path), needed(path)) == (public, scope)


def test_a_revoked_key_opens_nothing_once_the_ring_is_read_again(guarded: FlaskClient, store: Store) -> None:
    token = cabinet.create(store, "site", ("score",), None)
    assert ask(guarded, token).status_code == 200
    assert cabinet.revoke(store, "site")
    guarded.application.extensions["ring"].refresh()
    assert code(ask(guarded, token)) == (401, "invalid_key")
    assert not cabinet.revoke(store, "site")


def test_however_quiet_it_was_a_revoked_key_opens_not_once_more(
    guarded: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ring, "FRESH", 0.0)
    token = cabinet.create(store, "site", ("score",), None)
    assert ask(guarded, token).status_code == 200
    cabinet.revoke(store, "site")
    assert code(ask(guarded, token)) == (401, "invalid_key")


def test_all_that_come_together_after_a_quiet_time_wait_for_the_one_reading(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = cabinet.create(store, "site", ("score",), None)
    keyring = ring.Ring(store)
    assert keyring.find(token)
    cabinet.revoke(store, "site")
    readings: list[Any] = []
    read = cabinet.every

    def slowly(asked: Store) -> Any:
        readings.append(time.sleep(0.1))
        return read(asked)

    monkeypatch.setattr(cabinet, "every", slowly)
    keyring._due = 0.0
    together = threading.Barrier(6)

    def find(_: int) -> Key | None:
        together.wait()
        return keyring.find(token)

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(find, range(6))) == [None] * 6
    assert len(readings) == 1


def test_a_reading_that_hangs_holds_up_only_those_that_come_while_it_is_young(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = cabinet.create(store, "site", ("score",), None)
    keyring = ring.Ring(store)
    assert keyring.find(token)
    hangs = threading.Event()
    monkeypatch.setattr(cabinet, "mark_used", lambda *_: hangs.wait(30))
    monkeypatch.setattr(ring, "PATIENCE", 0.05)
    keyring._due = 0.0
    assert keyring.find(token)
    monkeypatch.setattr(ring, "PATIENCE", 0.0)  # as if it had begun long ago
    begin = time.monotonic()
    assert all(keyring.find(token) for _ in range(20))
    assert time.monotonic() - begin < 5
    hangs.set()
    assert keyring._reading is not None
    keyring._reading.join()


def test_the_ring_is_read_again_in_the_background(
    guarded: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []

    class Thread:
        def __init__(self, target: Any, daemon: bool) -> None:
            self.start = lambda: started.append(target)

        def join(self, patience: float) -> None:
            """Wait in vain, as for a database that hangs."""
            assert 0 < patience <= ring.PATIENCE

        def is_alive(self) -> bool:
            """Say that it hangs still."""
            return True

    monkeypatch.setattr(ring.threading, "Thread", Thread)
    monkeypatch.setattr(ring, "FRESH", 0.0)
    monkeypatch.setattr(ring, "ANEW", 60.0)
    first = cabinet.create(store, "first", ("score",), None)
    assert ask(guarded, first).status_code == 200
    second = cabinet.create(store, "second", ("score",), None)
    assert ask(guarded, second).status_code == 401  # what is read has not come
    started[0]()
    assert ask(guarded, second).status_code == 200


def test_a_key_that_is_not_known_is_looked_for_anew_but_not_for_every_guess(
    guarded: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cabinet.create(store, "first", ("score",), None)
    assert ask(guarded, first).status_code == 200
    guarded.application.extensions["ring"]._anew = 0.0
    second = cabinet.create(store, "second", ("score",), None)
    monkeypatch.setattr(ring, "ANEW", 60.0)  # no test waits for it, nor runs as long
    assert ask(guarded, second).status_code == 200
    third = cabinet.create(store, "third", ("score",), None)
    assert [ask(guarded, token).status_code for token in (third, mint()[0], second)] == [401, 401, 200]


def test_when_a_key_was_last_used_is_written_down(guarded: FlaskClient, store: Store) -> None:
    token = cabinet.create(store, "site", ("score",), None)
    ask(guarded, token)
    guarded.application.extensions["ring"].refresh()
    (key,) = cabinet.every(store)
    assert key.used is not None
    assert key.used >= key.created


def test_keys_go_on_opening_while_the_database_is_gone(guarded: FlaskClient, store: Store) -> None:
    token = cabinet.create(store, "site", ("score",), None)
    assert ask(guarded, token).status_code == 200
    keyring = guarded.application.extensions["ring"]
    keyring._store = Store("postgresql://postgres@127.0.0.1:1/postgres")
    keyring._refresh_quietly()
    assert ask(guarded, token).status_code == 200
    # Whether there is such a key cannot be said now, nor shortly after; that a known one is wrong, can.
    keyring._anew = 0.0
    unknown = mint()[0]
    assert [code(ask(guarded, unknown)) for _ in range(2)] == [(503, "store_unavailable")] * 2
    assert code(ask(guarded, token[:-1] + ("A" if token[-1] != "A" else "B"))) == (401, "invalid_key")


def test_where_no_key_was_ever_read_the_caller_is_told_to_come_back(judge: Any) -> None:
    gone = Settings(database="postgresql://postgres@127.0.0.1:1/postgres", access="keys")
    response = ask(create_app(gone, judge).test_client(), mint()[0])
    assert (*code(response), response.headers["Retry-After"]) == (503, "store_unavailable", "10")


def test_only_a_digest_of_the_token_is_kept(store: Store) -> None:
    token = cabinet.create(store, "site", ("score", "feedback"), "1000/day")
    with store.read() as connection:
        (row,) = connection.execute(keys.select()).all()
    assert token not in repr(row)
    assert token.rpartition("_")[2] not in repr(row)
    assert (row.digest, row.scopes, row.quota) == (digest(token), "feedback score", "1000/day")


def test_a_token_opens_its_own_key_only() -> None:
    token, id_, kept = mint()
    key = Key(id_, "site", kept, frozenset({"score"}), None, created=None)  # type: ignore[arg-type]
    assert opens(token, key)
    assert not opens(mint()[0], key)
    assert not opens("", None)
    assert len({mint()[0] for _ in range(100)}) == 100
    assert len(token) == 4 + 12 + 1 + 43


def run(database: str, *arguments: str) -> Result:
    return CliRunner(env={"ONRECORD_DATABASE_URL": database, "COLUMNS": "200"}).invoke(main, ["keys", *arguments])


def test_keys_are_made_listed_and_revoked_on_the_command_line(store: Store, database: str) -> None:
    made = run(database, "create", "cms", "--scope", "score", "--scope", "feedback", "--quota", "1000/day")
    assert (made.exit_code, made.stdout.startswith("onr_"), made.stdout.count("\n")) == (0, True, 1)
    again = run(database, "create", "cms")
    assert (again.exit_code, again.stdout) == (2, "")
    assert again.stderr == "onrecord: There is a key called cms already; a revoked one keeps its name too.\n"
    header, row = run(database, "list").stdout.splitlines()
    assert header.split() == ["Name", "Scopes", "Quota", "Created", "Last", "used", "Revoked"]
    assert row.split()[:4] == ["cms", "feedback", "score", "1000/day"]
    assert made.stdout.strip() not in row
    assert run(database, "revoke", "cms").stdout == "Revoked cms.\n"
    assert run(database, "revoke", "cms").exit_code == 2
    assert run(database, "list").stdout.splitlines()[1].split()[-1] != "-"


LONG = "the-newsroom-of-the-harbour-bridge-and-all-its-ferries.example"


@pytest.mark.parametrize("columns", ["80", "20"])
def test_a_list_that_is_piped_cuts_nothing_however_narrow_the_terminal_is(sqlite_url: str, columns: str) -> None:
    environment = {"ONRECORD_DATABASE_URL": sqlite_url, "COLUMNS": columns}
    scopes = ("--scope", "score", "--scope", "feedback", "--scope", "admin")
    CliRunner(env=environment).invoke(main, ["keys", "create", LONG, *scopes, "--quota", "10/second;100000/day"])
    _, row = CliRunner(env=environment).invoke(main, ["keys", "list"]).stdout.splitlines()
    assert re.fullmatch(
        rf"{LONG} +admin feedback score +10/second;100000/day +\d{{4}}-\d\d-\d\d \d\d:\d\d +- +- *", row
    )


def test_in_a_narrow_terminal_a_cell_goes_on_in_the_next_line() -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "60")
        patch.setenv("TERM", "dumb")
        write([Key("0", LONG, "", frozenset(SCOPES), "1000/day", datetime.now(UTC))], "table", out)
    lines = out.getvalue().splitlines()
    assert "…" not in out.getvalue()
    assert "".join(line.split("  ")[0].split(" ")[0] for line in lines[1:]).startswith(LONG)


def test_the_list_as_json_has_every_key_whole(sqlite_url: str) -> None:
    run(sqlite_url, "create", LONG, "--scope", "score", "--quota", "1000/day")
    run(sqlite_url, "revoke", LONG)
    (told,) = json.loads(run(sqlite_url, "list", "--format", "json").stdout)
    assert {name: told[name] for name in ("name", "scopes", "quota", "last_used")} == {
        "name": LONG,
        "scopes": ["score"],
        "quota": "1000/day",
        "last_used": None,
    }
    assert datetime.fromisoformat(told["revoked"]) >= datetime.fromisoformat(told["created"])


@pytest.mark.parametrize(
    "arguments", [("two words",), ("a", "--quota", "many"), ("a", "--quota", "0/day"), ("a", "--scope", "root")]
)
def test_a_wrong_key_is_not_made(sqlite_url: str, arguments: tuple[str, ...]) -> None:
    assert run(sqlite_url, "create", *arguments).exit_code == 2


def test_a_quota_is_each_key_s_own_and_429_says_when_to_come_back(guarded: FlaskClient, store: Store) -> None:
    one, other = (cabinet.create(store, name, ("score", "feedback"), "2/day") for name in ("one", "other"))
    assert [ask(guarded, one).status_code, ask(guarded, one, "/v1/feedback", FEEDBACK).status_code] == [200, 201]
    refused = ask(guarded, one, "/v1/score")
    assert code(refused) == (429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 86_401  # limits rounds the window up to a whole second
    assert ask(guarded, other).status_code == 200
    assert guarded.get("/healthz").status_code == 200


def rated(judge: Any, **settings: Any) -> FlaskClient:
    return create_app(Settings(rate="2/hour", **settings), judge).test_client()


def statuses(client: FlaskClient, times: int, address: str = "192.0.2.1", **headers: str) -> list[int]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return [
        client.post("/score", json=RAIN, environ_base={"REMOTE_ADDR": address}, headers=named).status_code
        for _ in range(times)
    ]


def test_a_rate_is_each_address_s_own(judge: Any) -> None:
    client = rated(judge)
    assert statuses(client, 3) == [200, 200, 429]
    assert statuses(client, 1, "192.0.2.2") == [200]


def test_behind_a_trusted_proxy_the_address_is_the_one_that_it_names(judge: Any) -> None:
    assert statuses(rated(judge), 3, X_Forwarded_For="198.51.100.1")[2] == 429
    trusting = rated(judge, proxies=1)
    found = [statuses(trusting, 1, X_Forwarded_For=f"198.51.100.{at}")[0] for at in range(3)]
    assert found == [200, 200, 200]


def test_with_redis_all_workers_count_together(judge: Any, redis_url: str) -> None:
    workers = [rated(judge, redis=redis_url) for _ in range(3)]
    assert [statuses(worker, 1)[0] for worker in workers] == [200, 200, 429]


def test_without_redis_a_worker_counts_by_itself(judge: Any) -> None:
    assert statuses(rated(judge, redis="redis://127.0.0.1:1/0"), 3) == [200, 200, 429]


def test_without_a_rate_nothing_is_limited(client: FlaskClient) -> None:
    assert set(statuses(client, 20)) == {200}


def test_every_answer_has_the_headers(client: FlaskClient) -> None:
    for response in (client.post("/score", json=RAIN), client.get("/nothing"), client.get("/healthz")):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in response.headers


def test_what_holds_text_is_for_no_cache(client: FlaskClient) -> None:
    assert client.post("/score", json=RAIN).headers["Cache-Control"] == "no-store"
    assert client.get("/nothing").headers["Cache-Control"] == "no-store"


def test_the_docs_page_may_run_its_own_scripts_and_no_others(client: FlaskClient) -> None:
    response = client.get("/docs/")
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert response.text.count("<script>") == 1
    kind, own, script = policy["script-src"].partition("'self' ")
    assert (kind, own) == ("", "'self' ")
    assert script.startswith("'sha256-")
    assert "unsafe" not in policy["script-src"]


def test_pages_of_the_origins_that_are_set_may_call_and_no_others(judge: Any) -> None:
    client = create_app(Settings(origins=("https://cms.example",)), judge).test_client()
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    mine = client.options("/score", headers={"Origin": "https://cms.example", **preflight})
    assert mine.headers["Access-Control-Allow-Origin"] == "https://cms.example"
    assert "authorization" in mine.headers["Access-Control-Allow-Headers"].lower()
    for origin in ("https://evil.example", "https://cms.example.evil.example", "null"):
        response = client.post("/score", json=RAIN, headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in response.headers


def test_a_browser_may_ask_without_the_key_whether_it_may_send_one(judge: Any, sqlite_url: str) -> None:
    guarded = Settings(database=sqlite_url, access="keys", origins=("https://cms.example",))
    asked = {"Origin": "https://cms.example", "Access-Control-Request-Method": "POST"}
    assert create_app(guarded, judge).test_client().options("/score", headers=asked).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_nothing_is_served_to_others_unless_somebody_says_so(host: str) -> None:
    ran = CliRunner().invoke(main, ["serve", "--host", host])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr == (
        f"onrecord: {host} is open to other machines: set ONRECORD_ACCESS=keys to ask for keys, or "
        "ONRECORD_ACCESS=open to serve whoever can reach it.\n"
    )


@pytest.mark.parametrize(
    ("host", "access", "unguarded"),
    [
        ("127.0.0.1", None, False),
        ("127.1.2.3", None, False),
        ("::1", None, False),
        ("localhost", None, False),
        ("0.0.0.0", None, True),
        ("0.0.0.0", "open", False),
        ("0.0.0.0", "keys", False),
    ],
)
def test_an_address_is_unguarded_where_others_reach_it_and_nobody_decided(
    host: str, access: Any, unguarded: bool
) -> None:
    assert Settings(host=host, access=access).unguarded is unguarded
