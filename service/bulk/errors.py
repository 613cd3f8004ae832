"""The errors that end a run, each one sentence."""

from __future__ import annotations


class BulkError(Exception):
    """The run cannot begin or go on; the message is one sentence that names the file, folder or option."""
