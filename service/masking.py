"""Masking: an address as it may be shown, without the secrets that its user or its query may hold."""

from __future__ import annotations

import re
from urllib.parse import unquote

MASK = "***"
# A user may hold an @, as on Azure.
# Up to the last @ of the authority, or, as SQLAlchemy reads a password with slashes in it, up to the first of all.
_PASSWORD = re.compile(r"(://[^:/]*:)(?:[^/?#]*|[^@]*)@")
_BETWEEN = re.compile(r"([?&#])")
_SECRET = re.compile(r"(?i)pass(word|wd|phrase)?$|pwd|secret|token")  # sslpassword, but not passfile, a path


def masked(address: str) -> str:
    """Return the address with its passwords masked, those in its query too (?password=, sslpassword=)."""
    bare = _PASSWORD.sub(rf"\1{MASK}@", address, count=1)
    head, mark, query = bare.partition("?")
    return head + mark + "".join(map(_parameter, _BETWEEN.split(query)))


def _parameter(part: str) -> str:
    name, equals, _ = part.partition("=")
    # A name may be written in percent signs, and means the same.
    return f"{name}={MASK}" if equals and _SECRET.search(unquote(name)) else part
