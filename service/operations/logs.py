"""Logs: one line an event on standard error, as JSON or for eyes, and never a word of an article.

Messages are constant sentences of ours; what varies comes as named fields.  An exception is told by its kind alone:
its message, and the lines of a traceback, may quote what was sent.
"""

from __future__ import annotations

import logging
import logging.config
import re
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

import orjson

LOG_STYLES = ("json", "plain")
LOG_LEVELS = ("debug", "info", "warning", "error")
# granian advises against more threads than cores; most of ours wait in the queue, and that many are meant.
_KNOWN_ADVICE = re.compile(r"^(Configuration allows spawning up to|Configured number of (workers|Rust threads))")
SERVER_LOGGER = "_granian"


def fields(**named: Any) -> dict[str, dict[str, Any]]:
    """Return the ``extra`` of a logging call that puts the named fields into its line."""
    return {"fields": {name: value for name, value in named.items() if value is not None}}


def _told(record: logging.LogRecord) -> dict[str, Any]:
    line = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": record.getMessage(),
        "pid": record.process,
    }
    if record.exc_info and record.exc_info[0] is not None:
        line["exception"] = record.exc_info[0].__name__
    return line | getattr(record, "fields", {})


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; no traceback, no exception's message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return orjson.dumps(_told(record), default=str).decode()


class PlainFormatter(logging.Formatter):
    """A record as one line for eyes, its fields as name=value."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; line breaks in it are escaped, so that no field can forge another line."""
        told = _told(record)
        head = " ".join(str(told.pop(name)) for name in ("time", "level", "event"))
        line = " ".join([head, *(f"{name}={value}" for name, value in told.items() if name not in ("logger", "pid"))])
        return line.replace("\r", "\\r").replace("\n", "\\n")


class Handler(logging.StreamHandler[TextIO]):
    """Writes to standard error as it is now; a line that cannot be written (disk full) is lost, and counted."""

    lost = 0

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Count the line that is lost: an answer must not fail because its log line did."""
        Handler.lost += 1


class NoKnownAdvice(logging.Filter):
    """Drops the server's advice about counts of threads and workers, which our settings choose on purpose."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record is worth a line."""
        return not _KNOWN_ADVICE.match(record.getMessage())


def configuration(style: str, level: str) -> dict[str, Any]:
    """Return the configuration of all loggers, the server's too, as logging.config.dictConfig reads it."""
    formatter = JsonFormatter if style == "json" else PlainFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "filters": {"advice": {"()": NoKnownAdvice}},
        "handlers": {"lines": {"()": Handler, "formatter": "line", "filters": ["advice"]}},
        "loggers": {
            "onrecord": {"level": level.upper(), "handlers": ["lines"], "propagate": False},
            SERVER_LOGGER: {"level": "WARNING", "handlers": ["lines"], "propagate": False},
        },
        "root": {"level": "WARNING", "handlers": ["lines"]},
    }


def configure(style: str, level: str) -> None:
    """Let this process log so from now on."""
    logging.config.dictConfig(configuration(style, level))
