"""What the commands are tested with: the stand-in for the model, a folder to work in, a server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from werkzeug.serving import make_server

from service.app import create_app
from service.cli import main
from service.judge import Judge
from service.settings import Settings

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: Judge) -> Run:
    """Run a command in an empty folder, by the stand-in."""
    monkeypatch.setattr("service.model.load_scorer", lambda _: judge)
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, given=None: CliRunner().invoke(main, [str(one) for one in arguments], input=given)


@pytest.fixture
def server(judge: Judge) -> Iterator[str]:
    """The address of a service that the stand-in answers."""
    made = make_server("127.0.0.1", 0, create_app(Settings(max_text=1000), judge))
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    thread.join()
    made.server_close()
