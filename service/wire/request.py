"""The request to score an article: its schema, and the value it becomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from evidence.manifest import VERSION_NAME
from evidence.values import SEGMENT_ROLES, Segment
from service.wire.alignment import Piece
from service.wire.bodies import AnnotationBody, Body, HtmlBody, SegmentsBody, TextBody
from service.wire.fields import Text, Truth, exactly_one, is_foreign, lang
from service.wire.offsets import OFFSET_UNITS, OffsetUnit
from service.wire.received import Received, receive

LATEST = "latest"
MAX_SEGMENTS = 10_000  # and pieces of an annotation
MAX_KNOWN = 20_000
MAX_TAGS = 20_000  # of html, as many "<": the tree is walked element by element
MARKUP = 5  # times the limit of the text may come as markup

_NAME = validate.And(validate.Length(1, 100), validate.Regexp(VERSION_NAME, error="Not a name."))
_HASH = validate.Regexp(r"[0-9a-f]{32}\Z", error="Not one of ours: 32 hexadecimal digits.")


@dataclass(frozen=True)
class ScoreRequest:
    """An article to score, by whom, and how the answer is wanted.

    ``model`` is a version or "latest"; ``policy`` is a name, or None for the one that the service is set to;
    ``known`` are ids of sentences, and ``if_hash`` the hash of an answer, that the caller has; ``store``
    allows that the text is kept.
    """

    body: Body
    title: str | None = None
    title_foreign: bool = False
    offset_unit: OffsetUnit = "codepoint"
    model: str = LATEST
    policy: str | None = None
    known: frozenset[str] = frozenset()
    if_hash: str | None = None
    store: bool = False

    @property
    def length(self) -> int:
        """The code points of the title and of all that is read of the body."""
        return len(self.title or "") + self.body.length

    @cached_property
    def received(self) -> Received:
        """The article and the way back from it; only now is markup read."""
        return receive(self.body, self.title, self.title_foreign)


class SegmentSchema(ma.Schema):
    """One block of a CMS's document."""

    id = Text(required=True, validate=validate.Length(1, 200), metadata={"description": "Unique in the request."})
    text = Text(required=True)
    role = Text(load_default="body", validate=validate.OneOf(SEGMENT_ROLES))
    lang = lang()


class PieceSchema(ma.Schema):
    """A piece of an annotated text: either ``text``, or ``markup`` and perhaps what it stands for."""

    text = Text()
    markup = Text()
    interpret_as = Text(data_key="interpretAs", metadata={"description": "Read in the markup's place; else nothing."})

    @ma.validates_schema
    def one_kind(self, loaded: dict[str, Any], **_: Any) -> None:
        """Refuse a piece that is neither or both."""
        if ("text" in loaded) == ("markup" in loaded):
            raise ma.ValidationError("Give either text or markup.")
        if "text" in loaded and "interpret_as" in loaded:
            raise ma.ValidationError("Only markup is interpreted.", "interpretAs")

    @ma.post_load
    def make(self, loaded: dict[str, Any], **_: Any) -> Piece:
        """Return the piece."""
        if "text" in loaded:
            return Piece(loaded["text"], loaded["text"])
        return Piece(loaded["markup"], loaded.get("interpret_as", ""), "markup")


def _segments(loaded: list[dict[str, Any]], foreign: bool) -> Body:
    return SegmentsBody(
        tuple(
            Segment(one["text"], one["role"], one["id"], is_foreign(one["lang"]) if one["lang"] else foreign)
            for one in loaded
        )
    )


BODIES: Mapping[str, Callable[[Any, bool], Body]] = {
    "text": TextBody,
    "segments": _segments,
    "html": HtmlBody,
    "annotation": lambda loaded, foreign: AnnotationBody(tuple(loaded), foreign),
}
_BOUNDS = {"segments": (MAX_SEGMENTS, "segments"), "annotation": (MAX_SEGMENTS, "pieces"), "known": (MAX_KNOWN, "ids")}


class ScoreRequestSchema(ma.Schema):
    """An article: exactly one of ``text``, ``segments``, ``html`` and ``annotation``, and perhaps a title."""

    text = Text(metadata={"description": "Plain text; blank lines separate blocks."})
    segments = fields.List(fields.Nested(SegmentSchema), validate=validate.Length(min=1))
    html = Text(metadata={"description": "A page or a fragment; the answer has the text that was found in it."})
    annotation = fields.List(
        fields.Nested(PieceSchema),
        validate=validate.Length(min=1),
        metadata={"description": "LanguageTool's annotated text; offsets count the markup too."},
    )
    title = Text(load_default=None, allow_none=True, metadata={"description": "Scored as the headline."})
    offset_unit = Text(load_default="codepoint", validate=validate.OneOf(OFFSET_UNITS))
    lang = lang()
    model = Text(load_default=LATEST, validate=_NAME, metadata={"description": "A version, or latest."})
    policy = Text(
        load_default=None,
        allow_none=True,
        validate=_NAME,
        metadata={"description": "A policy's name; where there is none, the one that the service is set to."},
    )
    known = fields.List(
        Text(validate=_HASH),
        load_default=[],
        metadata={"description": "Ids of sentences whose judgement the caller has: they are answered in short."},
    )
    if_hash = Text(
        load_default=None,
        allow_none=True,
        validate=_HASH,
        metadata={"description": "The hash of the answer that the caller has: if it still holds, that is all."},
    )
    store = Truth(load_default=False, metadata={"description": "Whether anything of the text may be kept."})

    @ma.pre_load
    def bound(self, received: Any, **_: Any) -> Any:
        """Refuse longer lists than are read, before each entry costs anything."""
        for name, (most, unit) in _BOUNDS.items():
            given = received.get(name) if isinstance(received, Mapping) else None
            if isinstance(given, list) and len(given) > most:
                raise ma.ValidationError(f"At most {most} {unit} are read.", name)
        return received

    @ma.validates("html")
    def few_tags(self, html: str, **_: Any) -> None:
        """Refuse markup with too many tags."""
        if html.count("<") > MAX_TAGS:
            raise ma.ValidationError(f"Has more than {MAX_TAGS} tags.")

    @ma.validates_schema
    def one_body(self, loaded: dict[str, Any], **_: Any) -> None:
        """Refuse a request with no body or with two."""
        exactly_one(tuple(BODIES), loaded)

    @ma.validates_schema
    def unique_ids(self, loaded: dict[str, Any], **_: Any) -> None:
        """Refuse segments that cannot be told apart."""
        segments = loaded.get("segments", ())
        counts = Counter(segment["id"] for segment in segments)
        again = [at for at, segment in enumerate(segments) if counts[segment["id"]] > 1]
        if again:
            raise ma.ValidationError({"segments": {at: {"id": ["Another segment has this id."]} for at in again}})

    @ma.post_load
    def make(self, loaded: dict[str, Any], **_: Any) -> ScoreRequest:
        """Return the request as a value."""
        (kind,) = BODIES.keys() & loaded.keys()
        foreign = is_foreign(loaded["lang"])
        rest = {name: loaded[name] for name in ("title", "offset_unit", "model", "policy", "if_hash", "store")}
        return ScoreRequest(
            BODIES[kind](loaded[kind], foreign), **rest, title_foreign=foreign, known=frozenset(loaded["known"])
        )
