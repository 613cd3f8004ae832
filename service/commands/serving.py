"""The commands that serve the HTTP API and print the settings in force."""

from __future__ import annotations

import errno
import json
import logging
import shlex
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version as installed
from ipaddress import ip_address
from typing import Any

import click

from service.commands.caution import check_access, obstacles, strangers
from service.operations.logs import fields
from service.operations.shared import environment
from service.refusal import (
    EXIT_CODES,
    NO_ADDRESS,
    NO_STORE,
    WRONG_SETTING,
    Refusal,
    model_or_refusal,
    policies_or_refusal,
    say,
    settings_or_refusal,
)
from service.settings import PREFIX, Settings, told
from service.store.errors import SchemaError

_log = logging.getLogger("onrecord.server")
_PORTS_FAULT = (errno.EADDRINUSE, errno.EACCES)  # taken, or for the superuser alone


@click.command(epilog=EXIT_CODES)
@click.option("--host", help="Address to listen on; ONRECORD_HOST, else 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Port; ONRECORD_PORT, else 8080.")
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes; ONRECORD_WORKERS, else 2.")
@click.option("--threads", type=click.IntRange(1, 256), help="Texts a worker scores at once; ONRECORD_THREADS, else 2.")
def serve(**options: Any) -> None:
    """Serve the HTTP API."""
    given = {name: value for name, value in options.items() if value is not None}
    # The application reads its settings from the environment, in whichever process it is.
    with environment({f"{PREFIX}{name.upper()}": str(value) for name, value in given.items()}):
        settings = settings_or_refusal()
        check_access(settings)  # before a name is looked up
        settings = _addressed(settings)
        check_access(settings)
        _check_address(settings)
        model = _check_model()
        where = f"http://{_host(settings.host)}:{settings.port}"
        from service.operations.server import listen

        with _logged(settings, model, where) as greet:
            listen(settings, greet)


@click.command()
@click.option("--format", "style", type=click.Choice(["env", "json"]), default="env", show_default=True)
def config(style: str) -> None:
    """Print the settings in force, as the environment and the defaults give them; secrets are masked."""
    settings = settings_or_refusal()
    shown = told(settings)
    for obstacle in obstacles(settings):
        say(f"`onrecord serve` would not start: {obstacle}")
    if settings.caution:
        say(settings.caution)
    for stranger, meant in strangers().items():
        say(f"{stranger} is no setting{f': is {meant} meant?' if meant else '.'}")
    if style == "json":
        click.echo(json.dumps(shown, indent=2))
        return
    for name, value in shown.items():
        click.echo(f"{name}={'' if value is None else shlex.quote(str(value))}")


@contextmanager
def _logged(settings: Settings, model: str, where: str) -> Iterator[Callable[[], None]]:
    """Log the stop, and on the way in what is set and read by nobody; yield what says that the service has started."""
    for stranger, meant in strangers().items():
        _log.warning("This variable is no setting.", extra=fields(variable=stranger, perhaps=meant))

    def greet() -> None:
        click.echo(f"onrecord {installed('onrecord')}, model {model}: {where} (its documentation: {where}/docs)")
        told = fields(version=installed("onrecord"), model=model, address=where, workers=settings.workers)
        _log.info("Started.", extra=told)

    try:
        yield greet
    finally:
        _log.info("Stopped.")


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _addressed(settings: Settings) -> Settings:
    """Return the settings with the host as an address, which is all that the server takes; raises Refusal."""
    try:
        ip_address(settings.host)
    except ValueError:
        pass
    else:
        return settings
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refusal(f"{settings.host} ({PREFIX}HOST) is no address, nor a name of one.", WRONG_SETTING) from None
    # IPv4 first, where a name has both: what 127.0.0.1, the default, reaches goes on being reached.
    address = min(found, key=lambda one: one[0] != socket.AF_INET)[-1]
    return replace(settings, host=str(address[0]))


def _check_address(settings: Settings) -> None:
    """Leave with one sentence where the address is taken or not ours: the server would only panic."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            advice = f" {PREFIX}PORT=… chooses another port." if error.errno in _PORTS_FAULT else ""
            raise Refusal(
                f"Cannot listen on {settings.host}, port {settings.port}: {error.strerror}.{advice}", NO_ADDRESS
            ) from error


def _check_model() -> str:
    """Return the versions of the models, which this process has loaded and its workers share.

    A bad model is so one sentence and an exit code, not workers that die and are born again.
    """
    from service.operations.server import application

    try:
        with model_or_refusal(), policies_or_refusal():
            return ", ".join(application().extensions["judges"])
    except SchemaError as error:
        raise Refusal(str(error), NO_STORE) from error
