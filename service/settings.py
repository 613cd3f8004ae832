"""Configuration: one frozen value, read from the environment and checked when the service starts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, cast, get_args
from urllib.parse import quote

import marshmallow as ma
from environs import Env, EnvError, EnvValidationError
from environs import validate as check
from platformdirs import user_data_path

from evidence.manifest import VERSION_NAME
from service.masking import MASK, masked
from service.operations.logs import LOG_LEVELS, LOG_STYLES
from service.rates import is_rate

PREFIX = "ONRECORD_"
DEFAULT_MODELS = Path(__file__).resolve().parents[1] / "models"
DEFAULT_DATA = user_data_path("onrecord", appauthor=False)
DATABASE = "onrecord.sqlite3"
DATABASES = r"sqlite:///.+|postgres(ql)?(\+psycopg)?://.+"
ORIGIN = r"https?://[A-Za-z0-9.\-]+(:[0-9]{1,5})?\Z"
_VARIABLE = re.compile(r'variable "(\w+)"')
Access = Literal["keys", "open"]

# LanguageTool's issue types, after the Internationalization Tag Set 2.0 (W3C), that could stand for a finding.
IssueType = Literal["style", "grammar", "other", "uncategorized", "inconsistency", "typographical", "misspelling"]
ISSUE_TYPES: tuple[IssueType, ...] = get_args(IssueType)


def _versions(names: list[str]) -> None:
    if not all(map(VERSION_NAME.match, names)):
        raise ma.ValidationError("Not versions' names, separated by commas.")


class SettingsError(ValueError):
    """A setting is wrong; the message is one sentence that names it."""


@dataclass(frozen=True)
class Settings:
    """Where models and policies lie, which ones answer, how long a text may be, and where to listen.

    ``model`` is a version, or None for the one that ``models/LATEST`` names; ``models_loaded`` are further
    versions that a request may name; ``max_text`` is in code points and counts the title too, ``max_batch_text``
    counts all of a batch's articles; ``threads`` is the texts that a worker scores at once, ``queue`` those that wait
    behind them, for ``queue_seconds`` at most; ``work_seconds`` is what one request may take once it is scored.
    ``policies`` is a newsroom's own folder, ``policy`` the name that answers where a request names none;
    ``issue_type`` is what a LanguageTool client is told a finding is.

    ``data`` is the folder of the embedded database; ``database`` and ``redis`` are URLs of servers used in its place
    and in the memory's.  ``access`` is None where nobody has decided: open to this machine only.  ``rate`` is for each
    key or address, as in "100/minute"; ``origins`` are those whose pages may call; ``proxies`` counts the trusted ones
    in front.

    A field's metadata may name its "variable" where that is not the field's name, and say "secret": never printed.
    """

    models: Path = DEFAULT_MODELS
    model: str | None = None
    max_text: int = 200_000
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 2
    threads: int = 2
    queue: int = 16
    queue_seconds: float = 5.0
    work_seconds: float = 10.0
    log: str = "json"
    log_level: str = "info"
    policies: Path | None = None
    policy: str = "default"
    issue_type: IssueType = "style"
    data: Path = DEFAULT_DATA
    database: str | None = field(default=None, metadata={"variable": "DATABASE_URL"})
    redis: str | None = field(default=None, metadata={"variable": "REDIS_URL"})
    access: Access | None = None
    rate: str | None = None
    origins: tuple[str, ...] = ()
    proxies: int = 0
    models_loaded: tuple[str, ...] = ()
    max_batch: int = 100
    max_batch_text: int = 500_000

    @property
    def answer_seconds(self) -> float:
        """The longest that a request may wait and be scored."""
        return self.queue_seconds + self.work_seconds

    @property
    def max_sentences(self) -> int:
        """The sentences that a text may have: ten characters each, which no article stays below."""
        return max(1000, self.max_text // 10)

    @property
    def database_url(self) -> str:
        """The database's URL: the one that is set, else that of a SQLite file in the data folder."""
        return self.database or f"sqlite:///{quote(str(self.data / DATABASE))}"

    @property
    def needs_keys(self) -> bool:
        """Whether a caller must show a key."""
        return self.access == "keys"

    @property
    def unguarded(self) -> bool:
        """Whether the address is open to others and nobody said that it may be."""
        return self.access is None and not _is_loopback(self.host)

    @property
    def caution(self) -> str | None:
        """What an operator should know of settings that are right each and do not fit together, or None."""
        if self.redis is None and self.workers > 1 and (self.rate or self.needs_keys):
            return (
                f"Without ONRECORD_REDIS_URL each of the {self.workers} workers counts quotas and rates by itself: "
                f"up to {self.workers} times as many requests get through."
            )
        return None

    @classmethod
    def from_environment(cls) -> Settings:
        """Return the settings that the ONRECORD_ variables name; raises SettingsError."""
        env = Env(prefix=PREFIX)
        try:
            return cls(
                models=env.path("MODELS", DEFAULT_MODELS),
                model=env.str("MODEL", None, validate=check.Regexp(VERSION_NAME, error="Not a version's name.")),
                max_text=env.int("MAX_TEXT", cls.max_text, validate=check.Range(1, 1_000_000)),
                host=env.str("HOST", cls.host, validate=check.Length(min=1)),
                port=env.int("PORT", cls.port, validate=check.Range(1, 65_535)),
                workers=env.int("WORKERS", cls.workers, validate=check.Range(1, 64)),
                threads=env.int("THREADS", cls.threads, validate=check.Range(1, 256)),
                queue=env.int("QUEUE", cls.queue, validate=check.Range(0, 1000)),
                queue_seconds=env.float("QUEUE_SECONDS", cls.queue_seconds, validate=check.Range(0, 600)),
                work_seconds=env.float("WORK_SECONDS", cls.work_seconds, validate=check.Range(0.1, 600)),
                log=env.str("LOG", cls.log, validate=check.OneOf(LOG_STYLES)),
                log_level=env.str("LOG_LEVEL", cls.log_level, validate=check.OneOf(LOG_LEVELS)),
                policies=env.path("POLICIES", None),
                policy=env.str("POLICY", cls.policy, validate=check.Length(min=1)),
                issue_type=cast(IssueType, env.str("ISSUE_TYPE", cls.issue_type, validate=check.OneOf(ISSUE_TYPES))),
                data=env.path("DATA", DEFAULT_DATA),
                # Unprefixed: what hosting platforms hand over.
                database=_database(env) or _database(Env()),
                redis=env.str("REDIS_URL", None, validate=check.Regexp(r"(rediss?|unix)://", error="Not a Redis URL.")),
                access=cast(
                    Access | None,
                    env.str("ACCESS", None, validate=check.OneOf(get_args(Access), error="It is keys or open.")),
                ),
                rate=env.str("RATE", None, validate=_known_rate),
                origins=tuple(env.list("ORIGINS", [], validate=_known_origins)),
                proxies=env.int("PROXIES", cls.proxies, validate=check.Range(0, 10)),
                models_loaded=tuple(env.list("MODELS_LOADED", [], validate=_versions)),
                max_batch=env.int("MAX_BATCH", cls.max_batch, validate=check.Range(1, 10_000)),
                max_batch_text=env.int("MAX_BATCH_TEXT", cls.max_batch_text, validate=check.Range(1, 4_000_000)),
            )
        except EnvError as error:
            raise SettingsError(_sentence(error)) from error


def _sentence(error: EnvError) -> str:
    """Return an error without the list that environs shows its messages as."""
    if not isinstance(error, EnvValidationError):
        return str(error)
    messages = error.error_messages  # of a list's entries: by index
    if isinstance(messages, Mapping):
        messages = [message for entry in messages.values() for message in entry]
    variable = _VARIABLE.search(str(error))
    return f"{variable[1] if variable else 'A setting'} is wrong: {' '.join(map(str, messages))}"


def told(settings: Settings) -> dict[str, str | int | float | None]:
    """Return the settings by the names of their variables; what is secret is masked, and passwords in addresses."""
    return {
        PREFIX + one.metadata.get("variable", one.name.upper()): _told(
            getattr(settings, one.name), one.metadata.get("secret", False)
        )
        for one in fields(settings)
    }


def _told(value: Any, secret: bool) -> str | int | float | None:
    if value is None or (isinstance(value, int | float) and not secret):
        return value
    if isinstance(value, tuple):
        return ",".join(value) or None
    if secret:
        return MASK
    return masked(str(value)) if "://" in str(value) else str(value)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _database(env: Env) -> str | None:
    url: str | None = env.str(
        "DATABASE_URL", None, validate=check.Regexp(DATABASES, error="Neither sqlite:///FILE nor a postgresql:// URL.")
    )
    return url


def _known_rate(rate: str) -> None:
    if not is_rate(rate):
        raise ma.ValidationError('Not a rate, such as "100/minute" or "10/second;1000/day".')


def _known_origins(origins: list[str]) -> None:
    for origin in origins:
        if not re.match(ORIGIN, origin):
            raise ma.ValidationError("Not a list of origins, such as https://cms.example,https://desk.example.")
