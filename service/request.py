"""The request to score an article: its schema, and the value it becomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from evidence.values import SEGMENT_ROLES, Article, Segment
from service.offsets import OFFSET_UNITS, OffsetUnit

BODIES = ("text", "segments")
MAX_SEGMENTS = 10_000


@dataclass(frozen=True)
class ScoreRequest:
    """An article to score and the unit in which its offsets are wanted."""

    article: Article
    offset_unit: OffsetUnit = "codepoint"

    @property
    def length(self) -> int:
        """The code points of the title and all segments together."""
        return len(self.article.title or "") + sum(len(segment.text) for segment in self.article.segments)


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


def _lang() -> Text:
    return Text(
        load_default="en",
        allow_none=True,
        validate=validate.Regexp(r"(?i)^en([-_][a-z0-9]{1,8})*\Z", error="Only English is read: en, en-GB, ..."),
        metadata={"description": "The text's language; only English is read.", "example": "en"},
    )


class SegmentSchema(ma.Schema):
    """One block of a CMS's document."""

    id = Text(required=True, validate=validate.Length(1, 200), metadata={"description": "Unique in the request."})
    text = Text(required=True)
    role = Text(load_default="body", validate=validate.OneOf(SEGMENT_ROLES))
    lang = _lang()

    @ma.post_load
    def make(self, loaded: dict[str, Any], **_: Any) -> Segment:
        """Return the segment."""
        return Segment(loaded["text"], loaded["role"], loaded["id"])


class ScoreRequestSchema(ma.Schema):
    """An article: exactly one of ``text`` and ``segments``, and perhaps a title."""

    text = Text(metadata={"description": "Plain text; blank lines separate blocks."})
    segments = fields.List(fields.Nested(SegmentSchema), validate=validate.Length(min=1))
    title = Text(load_default=None, allow_none=True, metadata={"description": "Scored as the headline."})
    offset_unit = Text(load_default="codepoint", validate=validate.OneOf(OFFSET_UNITS))
    lang = _lang()

    @ma.pre_load
    def bound(self, received: Any, **_: Any) -> Any:
        """Refuse more segments than are read, before each of them costs anything."""
        segments = received.get("segments") if isinstance(received, Mapping) else None
        if isinstance(segments, list) and len(segments) > MAX_SEGMENTS:
            raise ma.ValidationError(f"At most {MAX_SEGMENTS} segments are read.", "segments")
        return received

    @ma.validates_schema
    def one_body(self, loaded: dict[str, Any], **_: Any) -> None:
        """Refuse a request with no body or with two."""
        if sum(name in loaded for name in BODIES) != 1:
            raise ma.ValidationError({name: ["Give exactly one of text and segments."] for name in BODIES})

    @ma.validates_schema
    def unique_ids(self, loaded: dict[str, Any], **_: Any) -> None:
        """Refuse segments that cannot be told apart."""
        segments = loaded.get("segments", ())
        counts = Counter(segment.id for segment in segments)
        again = [at for at, segment in enumerate(segments) if counts[segment.id] > 1]
        if again:
            raise ma.ValidationError({"segments": {at: {"id": ["Another segment has this id."]} for at in again}})

    @ma.post_load
    def make(self, loaded: dict[str, Any], **_: Any) -> ScoreRequest:
        """Return the request as a value."""
        segments = tuple(loaded["segments"]) if "segments" in loaded else (Segment(loaded["text"]),)
        return ScoreRequest(Article(segments, loaded["title"]), loaded["offset_unit"])
