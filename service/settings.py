"""Configuration: one frozen value, read from the environment and checked when the service starts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, cast, get_args
from urllib.parse import urlsplit

from environs import Env, EnvError
from environs import validate as check

from evidence.manifest import VERSION_NAME
from service.operations.logs import LOG_LEVELS, LOG_STYLES

PREFIX = "ONRECORD_"
MASK = "***"
DEFAULT_MODELS = Path(__file__).resolve().parents[1] / "models"

# LanguageTool's issue types, after the Internationalization Tag Set 2.0 (W3C), that could stand for a finding.
IssueType = Literal["style", "grammar", "other", "uncategorized", "inconsistency", "typographical", "misspelling"]
ISSUE_TYPES: tuple[IssueType, ...] = get_args(IssueType)


class SettingsError(ValueError):
    """A setting is wrong; the message is one sentence that names it."""


@dataclass(frozen=True)
class Settings:
    """Where models and policies lie, which ones answer, how long a text may be, and where to listen.

    ``model`` is a version, or None for the one that ``models/LATEST`` names; ``max_text`` is in code points
    and counts the title too; ``threads`` is the texts that a worker scores at once, ``queue`` those that wait
    behind them, for ``queue_seconds`` at most; ``work_seconds`` is what one request may take once it is scored.
    ``policies`` is a newsroom's own folder, ``policy`` the name that answers where a request names none;
    ``issue_type`` is what a LanguageTool client is told a finding is.

    A field whose metadata says "secret" is never printed.
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

    @property
    def answer_seconds(self) -> float:
        """The longest that a request may wait and be scored."""
        return self.queue_seconds + self.work_seconds

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
            )
        except EnvError as error:
            raise SettingsError(str(error)) from error


def told(settings: Settings) -> dict[str, str | int | float | None]:
    """Return the settings by the names of their variables; what is secret is masked, and passwords in addresses."""
    return {
        f"{PREFIX}{field.name.upper()}": _told(getattr(settings, field.name), field.metadata.get("secret", False))
        for field in fields(settings)
    }


def _told(value: Any, secret: bool) -> str | int | float | None:
    if value is None or (isinstance(value, int | float) and not secret):
        return value
    password = urlsplit(str(value)).password if "://" in str(value) else None
    if secret:
        return MASK
    return str(value).replace(f":{password}@", f":{MASK}@") if password else str(value)
