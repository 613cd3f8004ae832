"""Fields that requests are made of: strings of whole characters, and languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

LANGUAGES = ("en",)  # what is read
_TAG = r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*\Z"
_READ = frozenset({*LANGUAGES, "eng", "und"})


class Text(fields.String):
    """A string of whole characters: one that holds half of a surrogate pair has no UTF-8 form."""

    default_error_messages = {"surrogate": "Holds a lone surrogate (half a character) at code point {at}."}  # noqa: RUF012 (marshmallow's own way)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise self.make_error("surrogate", at=error.start) from None
        return text


class Truth(fields.Boolean):
    """JSON's true or false: that "yes" allows a text to be kept would be a guess."""

    truthy = {True}  # noqa: RUF012 (marshmallow's own way)
    falsy = {False}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool):  # 1 is in {True} too
            raise self.make_error("invalid", input=value)
        return value


def exactly_one(names: Sequence[str], loaded: Mapping[str, Any]) -> None:
    """Raise ValidationError unless one of the fields was sent; it blames those that were, else the whole."""
    sent = [name for name in names if name in loaded]
    if len(sent) != 1:
        said = [f"Give exactly one of {', '.join(names[:-1])} and {names[-1]}."]
        raise ma.ValidationError(dict.fromkeys(sent or ["_schema"], said))


def lang() -> Text:
    """Return the field for a language tag; only English is read, but any may be named."""
    return Text(
        load_default=None,
        allow_none=True,
        validate=[validate.Length(max=40), validate.Regexp(_TAG, error="Not a language tag: en, en-GB, ...")],
        metadata={"description": "What is not in English is not scored, and listed as ignored.", "example": "en"},
    )


def is_foreign(tag: str | None) -> bool:
    """Say whether a language tag names another language than English; "und" names none."""
    return tag is not None and re.split("[-_]", tag.lower())[0] not in _READ
