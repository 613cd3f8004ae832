"""The request id: by which a client's report, an answer and its log line are found to be one."""

from __future__ import annotations

import re
import uuid

HEADER = "X-Request-ID"
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


def request_id(given: str | None) -> str:
    """Return the id given, if it is 1 to 64 plain characters, else a new one: nothing else may enter a log line."""
    return given if given is not None and _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
