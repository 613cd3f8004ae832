"""Keys: random tokens of which only a digest is kept.

A token holds 256 random bits, so its plain SHA-256 is enough: nobody can try 2**255 of them.  bcrypt and its like
slow down the guessing of passwords that people chose; here they would only slow down every request.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

Scope = Literal["score", "feedback", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
NAME = re.compile(r"[A-Za-z0-9_.\-]{1,64}\Z")
TOKEN = re.compile(r"onr_([0-9a-f]{12})_[A-Za-z0-9_\-]{43}\Z")
NOBODY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Key:
    """A key as it is kept: ``quota`` is a rate such as "1000/day", or None for none."""

    id: str
    name: str
    digest: str
    scopes: frozenset[str]
    quota: str | None
    created: datetime
    revoked: datetime | None = None
    used: datetime | None = None

    def may(self, scope: Scope) -> bool:
        """Say whether the key opens what needs ``scope``; admin opens everything."""
        return scope in self.scopes or "admin" in self.scopes


def mint() -> tuple[str, str, str]:
    """Return a new token, the id that it begins with, and its digest."""
    id_ = secrets.token_hex(6)
    token = f"onr_{id_}_{secrets.token_urlsafe(32)}"
    return token, id_, digest(token)


def digest(token: str) -> str:
    """Return the SHA-256 of a token in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def id_of(token: str) -> str | None:
    """Return the id that a well-formed token begins with."""
    found = TOKEN.match(token)
    return found[1] if found else None


def opens(token: str, key: Key | None) -> bool:
    """Say whether the token is the key's; takes as long where there is no such key."""
    same = hmac.compare_digest(digest(token), key.digest if key else NOBODY)
    return same and key is not None and key.revoked is None
