"""Configuration: one frozen value, read from the environment and checked when the service starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from environs import Env, EnvError
from environs import validate as check

from evidence.manifest import VERSION_NAME

PREFIX = "ONRECORD_"
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
    and counts the title too; ``threads`` is per worker.  ``policies`` is a newsroom's own folder, ``policy`` the name
    that answers where a request names none; ``issue_type`` is what a LanguageTool client is told a finding is.
    """

    models: Path = DEFAULT_MODELS
    model: str | None = None
    max_text: int = 200_000
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 2
    threads: int = 4
    policies: Path | None = None
    policy: str = "default"
    issue_type: IssueType = "style"

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
                policies=env.path("POLICIES", None),
                policy=env.str("POLICY", cls.policy, validate=check.Length(min=1)),
                issue_type=cast(IssueType, env.str("ISSUE_TYPE", cls.issue_type, validate=check.OneOf(ISSUE_TYPES))),
            )
        except EnvError as error:
            raise SettingsError(str(error)) from error
