"""Configuration: one frozen value, read from the environment and checked when the service starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from environs import Env, EnvError, ValidationError
from environs import validate as check

from evidence.manifest import VERSION_NAME

PREFIX = "ONRECORD_"
DEFAULT_MODELS = Path(__file__).resolve().parents[1] / "models"


def _versions(names: list[str]) -> None:
    if not all(map(VERSION_NAME.match, names)):
        raise ValidationError("Not versions' names, separated by commas.")


class SettingsError(ValueError):
    """A setting is wrong; the message is one sentence that names it."""


@dataclass(frozen=True)
class Settings:
    """Where the models lie, which one answers, how long a text may be, and where to listen.

    ``model`` is a version, or None for the one that ``models/LATEST`` names; ``models_loaded`` are further
    versions that a request may name; ``max_text`` is in code points and counts the title too, ``max_batch_text``
    counts all of a batch's articles; ``threads`` is per worker.
    """

    models: Path = DEFAULT_MODELS
    model: str | None = None
    max_text: int = 200_000
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 2
    threads: int = 4
    models_loaded: tuple[str, ...] = ()
    max_batch: int = 100
    max_batch_text: int = 500_000

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
                models_loaded=tuple(env.list("MODELS_LOADED", [], validate=_versions)),
                max_batch=env.int("MAX_BATCH", cls.max_batch, validate=check.Range(1, 10_000)),
                max_batch_text=env.int("MAX_BATCH_TEXT", cls.max_batch_text, validate=check.Range(1, 4_000_000)),
            )
        except EnvError as error:
            raise SettingsError(str(error)) from error
