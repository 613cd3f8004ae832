"""The request that gives feedback: its schema, and the value it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from evidence.findings.rules import CODES
from evidence.values import CERTAINTIES, LEVELS, SOURCINGS, Article, ModelId, Segment
from service.feedback.place import HASH, NO_HASH, PlaceError, article_hash, span_of
from service.wire.fields import Text, Truth, exactly_one
from service.wire.offsets import OFFSET_UNITS
from service.wire.request import MAX_SEGMENTS, SegmentSchema

ARTICLES = ("text", "segments", "article")
SAID = ("correction", "dismissed", "thumb")
MAX_OFFSET = 2**31 - 1
# SQLite would keep it, PostgreSQL cannot.
NO_NUL = validate.ContainsNoneOf("\0", error="Holds a NUL character.")


@dataclass(frozen=True)
class Place:
    """A sentence, or the headline; ``id`` is the answer's, ``segment`` the caller's."""

    start: int
    end: int
    segment: str | None = None
    headline: bool = False
    id: str | None = None


@dataclass(frozen=True)
class Feedback:
    """What is said of a sentence, or of the article where ``place`` is None.

    ``hash`` is the article's; ``article`` is None where only that was given.  ``place`` counts in code points into
    ``Article.text`` where the article was given, else as the caller counts.  ``said`` are the labels, by column.
    """

    hash: str
    article: Article | None
    place: Place | None
    offset_unit: str
    said: dict[str, str]
    model: ModelId | None
    policy: ModelId | None
    annotator: str | None
    store: bool


class JudgeSchema(ma.Schema):
    """Who judged, as the answer named it."""

    name = Text(required=True, validate=(validate.Length(1, 100), NO_NUL))
    version = Text(required=True, validate=(validate.Length(1, 100), NO_NUL))

    @ma.post_load
    def make(self, loaded: dict[str, Any], **_: Any) -> ModelId:
        """Return the name and version."""
        return ModelId(**loaded)


class FeedbackPlaceSchema(ma.Schema):
    """A sentence of the answer, by its offsets; ``headline`` is true where they count into the title."""

    start = fields.Integer(required=True, strict=True, validate=validate.Range(0, MAX_OFFSET))
    end = fields.Integer(required=True, strict=True, validate=validate.Range(0, MAX_OFFSET))
    segment = Text(
        load_default=None,
        allow_none=True,
        validate=(validate.Length(1, 200), NO_NUL),
    )
    headline = Truth(load_default=False)
    id = Text(load_default=None, allow_none=True, validate=validate.Regexp(r"[0-9a-f]{1,64}\Z"))

    @ma.validates_schema
    def in_order(self, loaded: dict[str, Any], **_: Any) -> None:
        """Refuse an empty stretch."""
        if loaded["start"] >= loaded["end"]:
            raise ma.ValidationError("It must be greater than start.", "end")

    @ma.post_load
    def make(self, loaded: dict[str, Any], **_: Any) -> Place:
        """Return the place."""
        return Place(**loaded)


class CorrectionSchema(ma.Schema):
    """What the labels should have been; those left out are not spoken of."""

    sourcing = Text(validate=validate.OneOf(SOURCINGS))
    certainty = Text(validate=validate.OneOf(CERTAINTIES))
    strength = Text(validate=validate.OneOf(LEVELS), metadata={"description": "The level that it should have had."})

    @ma.validates_schema
    def says_something(self, loaded: dict[str, Any], **_: Any) -> None:
        """Refuse a correction of nothing, and the strength of no claim."""
        if not loaded:
            raise ma.ValidationError("Give sourcing, certainty or strength.")
        if loaded.get("sourcing") == "none" and len(loaded) > 1:
            raise ma.ValidationError("A sentence without a claim has neither certainty nor strength.", "sourcing")


class FeedbackRequestSchema(ma.Schema):
    """One thing said of one sentence or article: a correction, a dismissed finding, or a thumb."""

    text = Text(metadata={"description": "The article as it was scored."})
    segments = fields.List(fields.Nested(SegmentSchema), validate=validate.Length(1, MAX_SEGMENTS))
    title = Text(load_default=None, allow_none=True)
    article = Text(
        validate=validate.Regexp(HASH, error=NO_HASH),
        metadata={"description": "SHA-256 of the article, in place of its text."},
    )
    sentence = fields.Nested(FeedbackPlaceSchema, load_default=None, allow_none=True)
    offset_unit = Text(load_default="codepoint", validate=validate.OneOf(OFFSET_UNITS))
    correction = fields.Nested(CorrectionSchema)
    dismissed = Text(
        validate=validate.OneOf(CODES, error="Not an advice code."),
        metadata={"description": "The code of the advice that does not hold here."},
    )
    thumb = Text(validate=validate.OneOf(("up", "down")))
    model = fields.Nested(JudgeSchema, load_default=None, allow_none=True)
    policy = fields.Nested(JudgeSchema, load_default=None, allow_none=True)
    annotator = Text(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"[!-~]{1,100}\Z", error="1 to 100 ASCII characters without spaces."),
        metadata={"description": "Whoever said it, in a name that only the caller can resolve."},
    )
    store = Truth(load_default=False, metadata={"description": "Keep the text too, to train with."})

    @ma.validates_schema
    def one_of_each(self, loaded: dict[str, Any], **_: Any) -> None:
        """Refuse a request that names its article, or what it says, not at all or twice."""
        for names in (ARTICLES, SAID):
            exactly_one(names, loaded)
        if loaded["sentence"] is None and "thumb" not in loaded:
            raise ma.ValidationError("Say which sentence is meant.", "sentence")
        for name in ("title", "store"):
            if "article" in loaded and loaded[name]:
                raise ma.ValidationError("It needs the article's text or segments.", name)

    @ma.post_load
    def make(self, loaded: dict[str, Any], **_: Any) -> Feedback:
        """Return the feedback, its place in code points where the article is known."""
        article = _article(loaded)
        if loaded["store"] and article is not None and "\0" in f"{article.title}{article.text}":
            raise ma.ValidationError("A text that holds a NUL character cannot be kept.", "store")
        place, unit = loaded["sentence"], loaded["offset_unit"]
        if article is not None and place is not None:
            try:
                span = span_of(article, place.segment, place.headline, place.start, place.end, unit)
            except PlaceError as error:
                raise ma.ValidationError({"sentence": {error.field: [str(error)]}}) from None
            place, unit = Place(span.start, span.end, None, place.headline, place.id), "codepoint"
        said = loaded.get("correction") or {name: loaded[name] for name in SAID if name in loaded}
        rest = {name: loaded[name] for name in ("model", "policy", "annotator", "store")}
        hashed = loaded["article"] if article is None else article_hash(article)
        return Feedback(hashed, article, place, unit, said, **rest)


def _article(loaded: dict[str, Any]) -> Article | None:
    if "article" in loaded:
        return None
    given = loaded.get("segments") or [{"text": loaded.get("text")}]
    segments = tuple(Segment(one["text"], one.get("role", "body"), one.get("id")) for one in given)
    return Article(segments, loaded["title"])
