"""What happens to requests when processes stop, reload or die, and when models change on disk."""

from __future__ import annotations

import http.client
import json
import re
import signal
import threading
from collections import Counter
from pathlib import Path

from service.access import cabinet
from tests.service.conftest import upgraded
from tests.service.faults.conftest import LONG, SHORT, Running, Said, Start, await_that

CURRENT = (Path(__file__).parents[3] / "models" / "LATEST").read_text(encoding="utf-8").strip()
# The worker that a connection was just opened to ended before the request was sent: nothing was accepted, nothing lost,
# and an HTTP client sends it again.
UNSENT = "BrokenPipeError"


def version(said: Said | str) -> str:
    return said.body["model"]["version"] if isinstance(said, Said) and said.status == 200 else str(said)


class Stream:
    """Four clients that ask without a pause, each time on a new connection, until told to stop."""

    def __init__(self, service: Running) -> None:
        self.seen: list[str] = []
        self._service = service
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(4)]

    def _ask(self) -> None:
        while not self._over.is_set():
            self.seen.append(version(self._service.try_to_ask(SHORT)))

    def __enter__(self) -> Stream:
        for thread in self._threads:
            thread.start()
        await_that(lambda: len(self.seen) > 20, "requests are answered")
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()


def test_a_reload_loses_no_request_and_ends_with_the_new_model(start: Start) -> None:
    service = start(workers=2)
    with Stream(service) as stream:
        service.publish("1.0.1")
        service.signal(signal.SIGHUP)
        await_that(lambda: len(stream.seen) > 50 and set(stream.seen[-30:]) == {"1.0.1"}, "the new model answers")
    assert set(stream.seen) - {UNSENT} == {CURRENT, "1.0.1"}


def test_a_reload_with_one_worker_loses_no_request_either(start: Start) -> None:
    service = start(workers=1)
    with Stream(service) as stream:
        service.publish("1.0.1")
        service.signal(signal.SIGHUP)
        await_that(lambda: stream.seen[-1] == "1.0.1" and len(stream.seen) > 50, "the new model answers")
    assert set(stream.seen) - {UNSENT} <= {CURRENT, "1.0.1"}
    await_that(lambda: models(service) == {"1.0.1"}, "the old model is forgotten with its worker")


def models(service: Running) -> set[str]:
    """Return the versions that the metrics say are served."""
    figures = service.ask(path="/metrics").body
    return set(re.findall(r'^onrecord_model_info\{.*version="([^"]+)"\}', figures, re.MULTILINE))


def test_a_policy_spoilt_since_the_start_keeps_no_model_from_being_loaded(start: Start, tmp_path: Path) -> None:
    policies = tmp_path / "policies"
    policies.mkdir()
    policy = policies / "city.yaml"
    policy.write_text('name: city\nversion: "1"\n', "utf-8")
    service = start(workers=1, policies=policies, policy="city")
    policy.write_text("name: [", "utf-8")
    service.publish("1.0.1")
    service.signal(signal.SIGHUP)
    await_that(lambda: version(service.try_to_ask(SHORT)) == "1.0.1", "the new model answers")
    assert service.ask(SHORT).body["policy"] == {"name": "city", "version": "1"}


def test_a_stop_loses_not_when_a_key_was_last_used(start: Start, sqlite_url: str) -> None:
    with upgraded(sqlite_url) as store:
        token = cabinet.create(store, "site", ("score",), None)
        service = start(workers=1, database_url=sqlite_url, access="keys")
        assert service.ask(SHORT, headers={"X-API-Key": token}).status == 200
        service.signal(signal.SIGTERM)
        assert service.process.wait(100) == 0
        (key,) = cabinet.every(store)
    assert key.used is not None


def test_a_model_that_is_refused_at_a_reload_leaves_the_old_one_serving(start: Start, tmp_path: Path) -> None:
    service = start(workers=1)
    before = service.workers()
    with Stream(service) as stream:
        service.publish("1.0.1", spoil=True)
        service.signal(signal.SIGHUP)
        await_that(lambda: "The reload was refused" in (tmp_path / "log").read_text("utf-8"), "the refusal is logged")
        await_that(lambda: not set(service.workers()) & set(before), "the worker is renewed all the same")
        asked = len(stream.seen)
        await_that(lambda: len(stream.seen) > asked + 20, "the new worker answers")
    assert set(stream.seen) == {CURRENT}


def arrived(service: Running) -> float:
    """Return how many texts have been scored, are, or wait to be."""
    figures = dict(re.findall(r"^(onrecord_queue_\w+) (\S+)$", service.ask(path="/metrics").body, re.MULTILINE))
    return float(figures["onrecord_queue_seconds_count"]) + float(figures["onrecord_queue_length"])


def test_a_stop_answers_all_that_was_asked_before(start: Start) -> None:
    service = start(workers=2, threads=1, queue_seconds=100, work_seconds=100)  # a busy machine refuses nobody here
    answers: list[Said | str] = []
    asking = [threading.Thread(target=lambda: answers.append(service.try_to_ask(LONG))) for _ in range(8)]
    for thread in asking:
        thread.start()
    await_that(lambda: arrived(service) == 8, "all that is asked has arrived")
    service.signal(signal.SIGTERM)
    for thread in asking:
        thread.join()
    assert Counter(map(version, answers)) == {CURRENT: 8}
    assert service.process.wait(100) == 0


def test_a_worker_killed_mid_request_costs_its_own_requests_only_and_is_replaced(start: Start) -> None:
    service = start(workers=2)
    with Stream(service) as stream:
        service.workers()[0].kill()
        await_that(lambda: len(service.workers()) == 2, "the worker is replaced")
        before = len(stream.seen)
        await_that(lambda: len(stream.seen) > before + 20, "requests go on")
    lost = [seen for seen in stream.seen if seen != CURRENT]
    # Each client has one request under way: at most these break off, and the client sees that they do.
    assert len(lost) <= 4
    assert set(lost) <= {"ConnectionResetError", "IncompleteRead", "RemoteDisconnected", "BadStatusLine"}
    assert set(stream.seen[-20:]) == {CURRENT}


def test_an_artifact_replaced_on_disk_does_not_reach_running_workers_nor_their_replacements(start: Start) -> None:
    service = start(workers=1)
    before = service.ask(SHORT).body
    (service.models / CURRENT / "model.joblib").write_bytes(b"half of a copy")
    assert service.ask(SHORT).body == before
    (worker,) = service.workers()
    worker.kill()
    await_that(lambda: service.workers() not in ([], [worker]), "the worker is replaced")
    assert service.ask(SHORT).body == before


def test_a_model_that_fails_its_golden_texts_never_gets_ready(start: Start, tmp_path: Path) -> None:
    service = start(workers=1)
    service.publish("1.0.1")
    manifest = service.models / "1.0.1" / "manifest.json"
    facts = json.loads(manifest.read_text("utf-8"))
    facts["golden"][0]["rating"] = 1.0
    manifest.write_text(json.dumps(facts), "utf-8")
    service.signal(signal.SIGHUP)
    await_that(lambda: "does not score its own golden texts" in (tmp_path / "log").read_text("utf-8"), "it is refused")
    assert service.ask(path="/readyz").body["model"]["version"] == CURRENT


def test_kept_connections_do_not_all_stay_with_one_worker(start: Start) -> None:
    service = start(workers=2)
    until = threading.Event()

    def ask_on_one_connection() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
        while not until.is_set():
            connection.request("POST", "/score", json.dumps(LONG), {"Content-Type": "application/json"})
            connection.getresponse().read()  # one that closes its connection is followed by a new one
        connection.close()

    def worked() -> list[float]:
        return sorted(worker.cpu_times().user for worker in service.workers())

    asking = [threading.Thread(target=ask_on_one_connection) for _ in range(6)]
    for thread in asking:
        thread.start()
    try:
        await_that(lambda: len(worked()) == 2 and worked()[0] > 2, "both workers work")
    finally:
        until.set()
        for thread in asking:
            thread.join()
