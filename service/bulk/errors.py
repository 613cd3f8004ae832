"""The errors that end a run, each one sentence."""

from __future__ import annotations

from pathlib import Path

from service.bulk.names import shown
from service.room import is_full


class BulkError(Exception):
    """The run cannot begin as it is asked for; the message names the file, folder or option at fault."""


class UnfinishedError(BulkError):
    """The run has stopped before its end; the same command goes on with it once the cause is gone."""


def unwritten(output: Path, error: OSError) -> UnfinishedError:
    """Return the error for an output that cannot be written to."""
    if is_full(error):
        return UnfinishedError(f"There is no room left in {shown(output)}: make room.")
    return UnfinishedError(f"{shown(output)} cannot be written to: {error.strerror or type(error).__name__}.")
