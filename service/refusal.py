"""The command line's way out: one sentence on standard error, and the exit code that its kind of fault has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from service.plain import inert
from service.settings import Settings, SettingsError
from service.store.errors import SchemaError, StoreUnavailable

if TYPE_CHECKING:
    from service.store.store import Store

FULL_DISK = 11  # as onrecord bulk has it
NOT_KEPT, WRONG_SETTING, NO_MODEL, BAD_INPUT, NO_ADDRESS, WRONG_POLICY, NO_STORE, NO_SERVER = range(1, 9)
EXIT_CODES = """\b
Exit codes:
  0  done
  1  an article does not keep --fail-under or --fail-on, or the command was broken off
  2  wrong usage or a wrong ONRECORD_ setting
  3  the model is missing or was refused
  4  a text cannot be read, text or title is not UTF-8, or they are too long; the others were scored
  5  the address cannot be listened on
  6  a policy is wrong, or there is none of that name
  7  the database cannot be used, or its schema is another release's
  8  the server does not answer, or has no use for what is asked: the key, the model, the policy
  11 the disk is full: not all is written
"""


class Refusal(click.ClickException):
    """A sentence that ends the command with ``exit_code``."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.exit_code = code  # type: ignore[misc]  # click reads it from the instance

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence."""
        say(self.message, file)


def say(sentence: str, file: IO[Any] | None = None) -> None:
    """Print a sentence, on standard error unless elsewhere; what it names may be called anything."""
    click.echo(f"onrecord: {inert(sentence)}", file=file, err=file is None)


def settings_or_refusal() -> Settings:
    """Return the environment's settings; raises Refusal where one of them is wrong."""
    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise Refusal(str(error), WRONG_SETTING) from error


@contextmanager
def model_or_refusal() -> Iterator[None]:
    """Raise Refusal where the model that the block asks for is missing or refused."""
    from evidence.artifact import ArtifactError

    try:
        yield
    except ArtifactError as error:
        raise Refusal(str(error), NO_MODEL) from error


@contextmanager
def policies_or_refusal() -> Iterator[None]:
    """Raise Refusal where a policy that the block asks for is missing or wrong."""
    from service.policies.file import PolicyError

    try:
        yield
    except PolicyError as error:
        raise Refusal(str(error), WRONG_POLICY) from error


class StoreGroup(click.Group):
    """A group of commands upon the store, which end in a refusal where it cannot be used."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (SchemaError, StoreUnavailable) as error:
            raise Refusal(str(error), NO_STORE) from error


def asked_store() -> Store:
    """Return the store that the settings name, closed when the command ends; raises Refusal, StoreUnavailable."""
    from service.store.store import Store

    store = Store(settings_or_refusal().database_url)
    click.get_current_context().call_on_close(store.close)
    return store


def ready_store() -> Store:
    """Return the store made ready; raises Refusal, SchemaError, StoreUnavailable."""
    store = asked_store()
    tell_made(store.prepare())
    return store


def tell_made(file: Path | None) -> None:
    """Say that a new database was made: at a mistyped path it is an empty one, which nothing else would tell."""
    if file is not None:
        say(f"A new database was made: {file}.")
