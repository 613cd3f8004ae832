"""What the server says when it starts."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from service.operations import server
from service.settings import Settings


class Silent:
    """A server that serves nothing."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def on_startup(self, _: Any) -> None:
        """Take what is called once it listens."""

    def on_reload(self, _: Any) -> None:
        """Take what is called at a reload."""

    def serve(self, **_: Any) -> None:
        """Return at once."""


@pytest.mark.parametrize("settings", [Settings(rate="9/hour"), Settings(rate="9/hour", workers=1)])
def test_a_start_warns_of_limits_that_each_worker_counts_by_itself(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("SharedSocket", "MPServer"):
        monkeypatch.setattr(server, name, Silent)
    monkeypatch.setattr(server.multiprocessing, "set_start_method", lambda *_, **__: None)
    with caplog.at_level(logging.WARNING, "onrecord.server"):
        monkeypatch.setattr(logging.getLogger("onrecord"), "propagate", True)
        server.listen(settings, lambda: None)
    assert caplog.messages == ([settings.caution] if settings.workers > 1 else [])
