"""Options: those that several commands share, and who answers by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from service.commands.policies import policy_or_refusal
from service.refusal import BAD_INPUT, WRONG_SETTING, Refusal, model_or_refusal
from service.settings import Settings

if TYPE_CHECKING:
    from service.articles.draft import Draft
    from service.asking.local import Local
    from service.asking.remote import Remote

Command = TypeVar("Command", bound=Callable[..., Any])
# As service.articles and service.formats have them, which take long to import.
KINDS = ("text", "markdown", "html", "lines")
FORMATS = ("view", "table", "json", "ndjson", "csv", "sarif", "github")


def _checked_address(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    from service.asking.remote import is_address

    if given is not None and not is_address(given):
        raise click.BadParameter("Not an address such as http://127.0.0.1:8080.")
    return given


_OPTIONS = (
    click.option("--policy", help="The policy's name; ONRECORD_POLICY, else default."),
    click.option("--model", help="The model's version; ONRECORD_MODEL, else the current one."),
    click.option("--server", callback=_checked_address, help="Ask this service, not a model in this process."),
    click.option("--key", envvar="ONRECORD_KEY", help="The key for the server; better as ONRECORD_KEY."),
)


def asking(command: Command) -> Command:
    """Give a command the options that say who answers; it takes them as ``chosen``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True)
class Chosen:
    """Who is to answer."""

    policy: str | None
    model: str | None
    server: str | None
    key: str | None

    def asker(self, settings: Settings) -> Local | Remote:
        """Return who answers; raises Refusal."""
        if self.server:
            from service.asking.remote import Remote, is_key

            if self.key and not is_key(self.key):
                # Without the key itself: what is said here may end in a log.
                raise Refusal("The key has a line end, a blank or another character that none has.", WRONG_SETTING)
            return Remote(self.server, self.key, self.model, self.policy)
        settings = replace(settings, model=self.model or settings.model)
        policy = policy_or_refusal(settings, self.policy or settings.policy)
        from service.asking.local import Local

        return Local(settings, loaded(settings), policy)


def loaded(settings: Settings) -> Any:
    """Return the model; raises Refusal."""
    from service.model import load_scorer

    with model_or_refusal():
        return load_scorer(settings)


def one_draft(argument: str, kind: str | None, settings: Settings) -> Draft:
    """Return the one article that an argument means; raises Refusal."""
    from service.articles.draft import Place, UnreadError
    from service.articles.files import drafts
    from service.articles.paths import kind_of, local

    try:
        place = Place(None if argument == "-" else local(argument))
        if (kind or kind_of(place.path)) == "lines":
            raise UnreadError(place, f"{place.name} holds lines of JSON; give a file that holds one article.")
        found = next(drafts(place, kind, most_bytes(settings)))
        if isinstance(found, UnreadError):
            raise found
    except UnreadError as fault:
        raise Refusal(str(fault), BAD_INPUT) from fault
    return found


def checked_title(title: str | None) -> str | None:
    """Return the title; raises Refusal where its bytes were no UTF-8: each is then a lone surrogate."""
    try:
        (title or "").encode("utf-8")
    except UnicodeEncodeError as error:
        sentence = f"The title is not UTF-8: character {error.start} does not fit."
        raise Refusal(sentence, BAD_INPUT) from error
    return title


def most_bytes(settings: Settings) -> int:
    """Return how much of a file is read: what the longest article may have as markup, and as UTF-8."""
    from service.wire.request import MARKUP

    return 4 * MARKUP * settings.max_text
