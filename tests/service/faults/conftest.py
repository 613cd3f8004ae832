"""A real service: processes on loopback, with a folder of models of its own."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import psutil
import pytest

from service.settings import Settings

ONRECORD = str(Path(sys.executable).with_name("onrecord"))
SENTENCES = (
    "Ida Falk, the town engineer of Velsbridge, said on Monday that the bridge would close. "
    "A contractor has reportedly offered to do it for less. Two officials said that it may last until spring. "
)
LONG = {"text": SENTENCES * 60}
SHORT = {"text": SENTENCES}
NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Said:
    """An answer: its status, headers and JSON."""

    status: int
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Running:
    """A service that runs."""

    process: subprocess.Popen[bytes]
    port: int
    models: Path

    def ask(
        self, body: Any = None, path: str = "/score", seconds: float = 60, headers: Mapping[str, str] = NONE
    ) -> Said:
        """Ask on a new connection; a connection that breaks off raises."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            content = body if isinstance(body, bytes | None) else json.dumps(body)
            all_headers = {"Connection": "close", "Content-Type": "application/json", **headers}
            connection.request("GET" if body is None else "POST", path, content, all_headers)
            response = connection.getresponse()
            told = response.read()
        finally:
            connection.close()
        kind = response.headers.get_content_type()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Said(response.status, named, json.loads(told) if "json" in kind else told.decode())

    def try_to_ask(self, body: Any) -> Said | str:
        """Return the answer, or the name of what the client saw instead."""
        try:
            return self.ask(body)
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__

    def many(self, times: int, body: Any) -> list[Said | str]:
        """Ask so many times at once."""
        with ThreadPoolExecutor(times) as pool:
            return list(pool.map(lambda _: self.try_to_ask(body), range(times)))

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the service."""
        self.process.send_signal(number)

    def workers(self) -> list[psutil.Process]:
        """Return the worker processes."""
        return psutil.Process(self.process.pid).children()

    def publish(self, version: str, spoil: bool = False) -> None:
        """Put a copy of the current model beside it, under another version, and let LATEST name it."""
        latest = (self.models / "LATEST").read_text("utf-8").strip()
        shutil.copytree(self.models / latest, self.models / version)
        manifest = self.models / version / "manifest.json"
        manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "version": version}), "utf-8")
        if spoil:
            (self.models / version / "model.joblib").write_bytes(b"spoilt")
        (self.models / "LATEST").write_text(f"{version}\n", "utf-8")

    def connection(self) -> socket.socket:
        """Return a bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)


def await_that(holds: Callable[[], bool], what: str, seconds: float = 300) -> None:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"not within {seconds} s: {what}"
        time.sleep(0.05)


Start = Callable[..., Running]


@contextmanager
def running(folder: Path, stderr: IO[bytes] | None = None, **settings: object) -> Iterator[Running]:
    """Run a service with these settings, its log in ``folder``/log unless stderr goes elsewhere."""
    models = folder / "models"
    shutil.copytree(Settings().models, models)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    given = {f"ONRECORD_{name.upper()}": str(value) for name, value in settings.items() if name.islower()}
    plain = {name: str(value) for name, value in settings.items() if name.isupper()}
    environment = {**os.environ, "ONRECORD_MODELS": str(models), **given, **plain}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [ONRECORD, "serve", "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=stderr or log,
        )
        service = Running(process, port, models)
        try:
            await_that(lambda: _ready(service), "the service is ready")
            yield service
        finally:
            process.terminate()
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _ready(service: Running) -> bool:
    assert service.process.poll() is None, "the service has stopped before it was ready"
    try:
        return service.ask(path="/readyz").status == 200
    except (OSError, http.client.HTTPException):
        return False


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start services that end with the test."""
    with ExitStack() as stack:

        def started(stderr: IO[bytes] | None = None, **settings: object) -> Running:
            return stack.enter_context(running(tmp_path, stderr, **settings))

        yield started


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One service with two workers for all tests of a module that leave it as it was."""
    with running(tmp_path_factory.mktemp("service"), workers=2) as started:
        yield started
