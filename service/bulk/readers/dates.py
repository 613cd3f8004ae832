"""Dates: the day that a date means, in the forms that archives give it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

FORMS: tuple[Callable[[str], date], ...] = (datetime.fromisoformat, parsedate_to_datetime)


def day(given: Any) -> str | None:
    """Return the day as an ISO date, of a date or of a string in ISO 8601 or RFC 5322 (as in mail and feeds); or None.

    It is the day in the time zone that the date was given in.
    """
    if isinstance(given, date):  # and so a datetime
        return given.isoformat()[:10]
    for form in FORMS if isinstance(given, str) else ():
        try:
            return form(given.strip()).date().isoformat()  # type: ignore[attr-defined]  # both are datetimes
        except (ValueError, TypeError, OverflowError):
            continue
    return None
