"""The command line: serve, config, score, version, bulk, and the groups policy, db, keys and feedback."""

from __future__ import annotations

import json
import shlex
import socket
from dataclasses import replace
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from service.access.commands import keys
from service.bulk.command import bulk
from service.feedback.commands import feedback
from service.operations.shared import environment
from service.refusal import (
    BAD_INPUT,
    EXIT_CODES,
    NO_ADDRESS,
    NO_MODEL,
    NO_STORE,
    WRONG_POLICY,
    WRONG_SETTING,
    Refusal,
)
from service.refusal import settings_or_refusal as _settings
from service.settings import PREFIX, Settings, told
from service.store.commands import db
from service.store.errors import SchemaError

if TYPE_CHECKING:
    from evidence.policy import Policy

# What takes long to import (scikit-learn) is imported by the commands that need it: --help answers at once.


def _fail(sentence: str, code: int) -> NoReturn:
    raise Refusal(sentence, code)


@click.group(epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Say, sentence by sentence, how well an English news text evidences what it says."""


for group in (db, keys, feedback, bulk):
    main.add_command(group)


@main.command(epilog=EXIT_CODES)
@click.option("--host", help="Address to listen on; ONRECORD_HOST, else 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Port; ONRECORD_PORT, else 8080.")
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes; ONRECORD_WORKERS, else 2.")
@click.option("--threads", type=click.IntRange(1, 256), help="Texts a worker scores at once; ONRECORD_THREADS, else 2.")
def serve(**options: Any) -> None:
    """Serve the HTTP API."""
    given = {name: value for name, value in options.items() if value is not None}
    # The application reads its settings from the environment, in whichever process it is.
    with environment({f"{PREFIX}{name.upper()}": str(value) for name, value in given.items()}):
        settings = _settings()
        _check_access(settings)
        _check_address(settings)
        model = _check_model()
        where = f"http://{_host(settings.host)}:{settings.port}"
        click.echo(f"onrecord {installed('onrecord')}, model {model}: {where} (its documentation: {where}/docs)")
        from service.operations.server import listen

        listen(settings)


@main.command()
@click.option("--format", "style", type=click.Choice(["env", "json"]), default="env", show_default=True)
def config(style: str) -> None:
    """Print the settings in force, as the environment and the defaults give them; secrets are masked."""
    shown = told(_settings())
    if style == "json":
        click.echo(json.dumps(shown, indent=2))
        return
    for name, value in shown.items():
        click.echo(f"{name}={'' if value is None else shlex.quote(str(value))}")


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _check_access(settings: Settings) -> None:
    """Leave where others could reach the service and nobody has said whether they need a key."""
    if settings.unguarded:
        _fail(
            f"{settings.host} is open to other machines: set ONRECORD_ACCESS=keys to ask for keys, or "
            "ONRECORD_ACCESS=open to serve whoever can reach it.",
            WRONG_SETTING,
        )


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
    from service.operations.server import application
    from service.policies.file import PolicyError

    try:
        return ", ".join(application().extensions["judges"])
    except ArtifactError as error:
        _fail(str(error), NO_MODEL)
    except PolicyError as error:
        _fail(str(error), WRONG_POLICY)
    except SchemaError as error:
        _fail(str(error), NO_STORE)


def _policy(settings: Settings, name: str) -> Policy:
    from service.policies.file import PolicyError
    from service.policies.shelf import load_policies

    try:
        return load_policies(replace(settings, policy=name))[name]
    except PolicyError as error:
        _fail(str(error), WRONG_POLICY)


def _load(settings: Settings) -> Any:
    from evidence.artifact import ArtifactError
    from service.model import load_scorer

    try:
        return load_scorer(settings)
    except ArtifactError as error:
        _fail(str(error), NO_MODEL)


@main.command(epilog=EXIT_CODES)
@click.argument("file", type=click.Path())
@click.option("--title", help="The headline; it is scored by itself, outside the rating.")
@click.option("--policy", "name", help="The policy's name; ONRECORD_POLICY, else default.")
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True)
def score(file: str, title: str | None, name: str | None, style: str) -> None:
    """Score the text in FILE, or standard input for -, without a server."""
    settings = _settings()
    policy = _policy(settings, name or settings.policy)
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
    _show(answer_to(_load(settings), asked, policy), style)


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


@main.group()
def policy() -> None:
    """Check and show policies."""


@policy.command(epilog=EXIT_CODES)
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Say whether the policy in FILE can be used, and what is wrong with it."""
    from service.policies.file import PolicyError, read

    try:
        read_policy = read(file)
    except PolicyError as error:
        _fail(str(error), WRONG_POLICY)
    click.echo(f"{file}: policy {read_policy.name}, version {read_policy.version}, digest {read_policy.digest}")


@policy.command(epilog=EXIT_CODES)
@click.argument("name")
def show(name: str) -> None:
    """Print the policy called NAME in full, as a file that says the same."""
    from service.policies.file import written

    click.echo(written(_policy(_settings(), name)), nl=False)


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
