"""The errors that end a run, each one sentence."""

from __future__ import annotations


class BulkError(Exception):
    """The run cannot begin as it is asked for; the message names the file, folder or option at fault."""


class UnfinishedError(BulkError):
    """The run has stopped before its end; the same command goes on with it once the cause is gone."""
