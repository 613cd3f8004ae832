"""The server: worker processes forked from one that holds the model, stopped and renewed without a lost request."""

from __future__ import annotations

import importlib
import logging
import math
import multiprocessing
import socket
import sys
from collections.abc import Callable
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.common import SocketSpec  # type: ignore[attr-defined]  # private to granian
from granian.server.mp import MPServer

from evidence.artifact import ArtifactError
from service.operations import logs
from service.policies.file import PolicyError
from service.settings import Settings, SettingsError
from service.store.errors import SchemaError

if TYPE_CHECKING:
    from flask import Flask

APPLICATION = "service.wsgi"
SPARE_THREADS = 4  # of a worker, beside those that score or wait: for probes, and for saying that the line is full
_log = logging.getLogger("onrecord.server")


class SharedSocket(MPServer):
    """granian, but on Linux too its workers share one listening socket, as they do elsewhere.

    With a socket each (SO_REUSEPORT) the kernel resets the connections that wait at a worker that ends, and lets them
    wait at a busy worker while another is idle.
    """

    def _init_shared_socket(self) -> None:
        self._ssp = None
        holder = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd, self._sfd = holder, holder.get_fd()  # type: ignore[assignment]
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)
        # At once, not when the first worker is ready: who comes in between waits, and is not refused.
        self._sso.listen(self.backlog)


def application() -> Flask:
    """Return the application; workers are forked, so they find it imported and its model loaded."""
    app: Flask = importlib.import_module(APPLICATION).app
    return app


def worker() -> Flask:
    """Return the application in a worker, which writes down what it has not yet when it ends."""
    app = application()
    app.extensions["balance"].join()
    # Not atexit's: a process that multiprocessing made ends without it.
    Finalize(None, app.extensions["ring"].leave, exitpriority=0)
    Finalize(None, app.extensions["balance"].leave, exitpriority=1)
    return app


def listen(settings: Settings, greet: Callable[[], None]) -> None:
    """Serve until told to stop (SIGTERM, SIGINT); SIGHUP loads the model that is current then.

    ``greet`` is called once it listens.
    """
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
    kind = SharedSocket if sys.platform == "linux" else MPServer
    server = kind(
        f"{APPLICATION}:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads + settings.queue + SPARE_THREADS,
        http=HTTPModes.http1,
        log_level=LogLevels.warning,
        log_dictconfig=logs.configuration(settings.log, settings.log_level),
        respawn_failed_workers=True,
        # A request under way may wait and be scored to its end; after that only a client that stalls holds it.
        workers_kill_timeout=math.ceil(settings.answer_seconds) + 1,
    )
    if settings.caution:
        _log.warning(settings.caution)
    server.on_startup(greet)
    server.on_reload(_renew)
    server.serve(target_loader=worker, wrap_loader=False)


def _renew() -> None:
    """Load the application anew, for the workers that are forked next; keep the old one where that fails."""
    before = sys.modules.pop(APPLICATION)
    try:
        model = next(iter(application().extensions["judges"].values())).model
    except (ArtifactError, PolicyError, SchemaError, SettingsError) as error:
        sys.modules[APPLICATION] = before
        # These messages name files and settings, never an article.
        _log.error("The reload was refused, the model loaded before goes on.", extra=logs.fields(reason=str(error)))
        return
    _log.info("Reloaded.", extra=logs.fields(model=model.name, version=model.version))
