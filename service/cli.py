"""The command line: serve, score, version."""

from __future__ import annotations

import importlib
import socket
import sys
from dataclasses import replace
from importlib.metadata import version as installed
from typing import TYPE_CHECKING, Any, NoReturn

import click

from service.settings import Settings, SettingsError

if TYPE_CHECKING:
    from flask import Flask

# What takes long to import (scikit-learn) is imported by the commands that need it: --help answers at once.

STOP_SECONDS = 5  # for the requests under way when the service is told to stop; then its workers are killed
APPLICATION = "service.wsgi"
WRONG_SETTING, NO_MODEL, BAD_INPUT, NO_ADDRESS = 2, 3, 4, 5
EXIT_CODES = """\b
Exit codes:
  0  done
  2  wrong usage or a wrong ONRECORD_ setting
  3  the model is missing or was refused
  4  the text cannot be read, text or title is not UTF-8, or they are too long
  5  the address cannot be listened on
"""


def _fail(sentence: str, code: int) -> NoReturn:
    click.echo(f"onrecord: {sentence}", err=True)
    sys.exit(code)


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except SettingsError as error:
        _fail(str(error), WRONG_SETTING)


@click.group(epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Say, sentence by sentence, how well an English news text evidences what it says."""


@main.command(epilog=EXIT_CODES)
@click.option("--host", help="Address to listen on; ONRECORD_HOST, else 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Port; ONRECORD_PORT, else 8080.")
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes; ONRECORD_WORKERS, else 2.")
@click.option("--threads", type=click.IntRange(1, 256), help="Threads a worker; ONRECORD_THREADS, else 4.")
def serve(**options: Any) -> None:
    """Serve the HTTP API."""
    given = {name: value for name, value in options.items() if value is not None}
    settings = replace(_settings(), **given)
    _check_address(settings)
    model = _check_model()
    where = f"http://{_host(settings.host)}:{settings.port}"
    click.echo(f"onrecord {installed('onrecord')}, model {model}: {where} (its documentation: {where}/docs)")
    _listen(settings)


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _check_address(settings: Settings) -> None:
    """Leave with one sentence where the address is taken or not ours: the server would only panic."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            _fail(f"Cannot listen on {settings.host}, port {settings.port}: {error.strerror}.", NO_ADDRESS)


def _check_model() -> str:
    """Return the versions of the models, which this process has loaded and its workers share.

    A bad model is so one sentence and an exit code, not workers that die and are born again.
    """
    from evidence.artifact import ArtifactError

    try:
        return ", ".join(_application().extensions["judges"])
    except ArtifactError as error:
        _fail(str(error), NO_MODEL)


def _load(settings: Settings) -> Any:
    from evidence.artifact import ArtifactError
    from service.model import load_scorer

    try:
        return load_scorer(settings)
    except ArtifactError as error:
        _fail(str(error), NO_MODEL)


def _listen(settings: Settings) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    server = Granian(
        f"{APPLICATION}:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        http=HTTPModes.http1,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.on_reload(_forget_application)
    server.serve(target_loader=_application, wrap_loader=False)


def _application() -> Flask:
    """Return the application; where workers are forked they find it imported, its model loaded."""
    app: Flask = importlib.import_module(APPLICATION).app
    return app


def _forget_application() -> None:
    """Let the workers of a reload (SIGHUP) load the model that is current then."""
    sys.modules.pop(APPLICATION, None)


@main.command(epilog=EXIT_CODES)
@click.argument("file", type=click.Path())
@click.option("--title", help="The headline; it is scored by itself, outside the rating.")
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True)
def score(file: str, title: str | None, style: str) -> None:
    """Score the text in FILE, or standard input for -, without a server."""
    settings = _settings()
    text = _read(file)
    _check_title(title)
    from service.score import score as answer_to
    from service.score import too_long
    from service.wire.bodies import TextBody
    from service.wire.request import ScoreRequest

    asked = ScoreRequest(TextBody(text), title)
    refusal = too_long(asked, settings)
    if refusal:
        _fail(f"{_name(file)}: {refusal}", BAD_INPUT)
    _show(answer_to(_load(settings), asked), style)


def _name(file: str) -> str:
    return "standard input" if file == "-" else file


def _read(file: str) -> str:
    try:
        with click.open_file(file, "rb") as stream:
            # Bytes, not a text stream: newlines must stay as they are, for the offsets.
            content: bytes = stream.read()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _fail(f"{_name(file)} is not UTF-8: byte {error.start} does not fit.", BAD_INPUT)
    except OSError as error:
        _fail(f"{_name(file)} cannot be read: {error.strerror}.", BAD_INPUT)


def _check_title(title: str | None) -> None:
    """Leave where the argument's bytes were not UTF-8: each is then a lone surrogate, which no answer can hold."""
    try:
        (title or "").encode("utf-8")
    except UnicodeEncodeError as error:
        _fail(f"The title is not UTF-8: character {error.start} does not fit.", BAD_INPUT)


def _show(answer: dict[str, Any], style: str) -> None:
    if style == "json":
        import orjson

        click.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
        return
    from rich.console import Console

    from service.table import show

    show(answer, Console(highlight=False))


@main.command()
def version() -> None:
    """Print the versions of the package, the model and scikit-learn."""
    from evidence.artifact import ArtifactError
    from service.model import current_version

    try:
        model = current_version(_settings())
    except ArtifactError as error:
        _fail(str(error), NO_MODEL)
    for name, number in (
        ("onrecord", installed("onrecord")),
        ("model", model),
        ("scikit-learn", installed("scikit-learn")),
    ):
        click.echo(f"{name} {number}")
