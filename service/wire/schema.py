"""The answer's schema: it documents what service.wire.answer makes, and the tests hold the two together."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any, get_args

import marshmallow as ma
from marshmallow import fields, validate
from marshmallow.fields import Boolean, Float, Integer, Nested, String

from evidence.findings.rules import CODES
from evidence.values import CERTAINTIES, CUE_KINDS, LEVELS, SEGMENT_ROLES, SOURCINGS, IgnoredReason, SourceKind
from service.wire.alignment import UnreadReason
from service.wire.markup import DroppedReason
from service.wire.offsets import OFFSET_UNITS


def _string(*choices: str, none: bool = False) -> String:
    """Return a required string field, one of the choices if there are any."""
    allowed = [*choices, None] if none else list(choices)
    return String(required=True, allow_none=none, validate=validate.OneOf(allowed) if choices else None)


def _share() -> Float:
    return Float(required=True, validate=validate.Range(0, 1))


def _many(schema: type[ma.Schema]) -> fields.List[ma.Schema]:
    return fields.List(Nested(schema), required=True)


def _optional(schema: type[ma.Schema]) -> type[ma.Schema]:
    """Return the schema with none of its fields required."""
    declared = {name: copy(field) for name, field in schema._declared_fields.items()}
    for field in declared.values():
        field.required = False
    return type(f"Optional{schema.__name__}", (ma.Schema,), {"__doc__": schema.__doc__, **declared})


def _left(names: Mapping[str, Any], given: Mapping[str, Any], short: bool) -> None:
    """Refuse an answer in short that has more, and one in full that lacks something."""
    wrong = [name for name in names if (name in given) == short]
    if wrong:
        raise ma.ValidationError({name: ["Wrong in this form."] for name in wrong})


class VersionSchema(ma.Schema):
    """A name and a version."""

    name = String(required=True)
    version = String(required=True)


class PlaceSchema(ma.Schema):
    """A stretch of one segment, half-open, in the offset unit; ``segment`` is null for text."""

    segment = _string(none=True)
    start = Integer(required=True)
    end = Integer(required=True)


class ComponentEffectSchema(ma.Schema):
    """By how many points a component raised (above 0) or lowered the score; ``reason`` is null where it did little."""

    component = String(required=True)
    effect = Float(required=True)
    reason = _string(none=True)


class RatingSchema(ma.Schema):
    """The article as a whole."""

    score = Float(required=True, validate=validate.Range(0, 100))
    grade = _string("A", "B", "C", "D", "E")
    label = String(required=True)
    sentences = Integer(required=True)
    scored = Integer(required=True)
    interval = fields.List(Float(), required=True, validate=validate.Length(equal=2))
    components = fields.Dict(keys=String(), values=Float(), required=True)
    reasons = fields.List(String(), required=True)
    effects = _many(ComponentEffectSchema)


class AdviceSchema(ma.Schema):
    """What an editor may do about a finding; the code is stable, the message is not."""

    code = _string(*CODES)
    message = String(required=True)


class GateReasonSchema(ma.Schema):
    """A rule of the policy that is not kept; ``sentences`` are indexes of the sentences at fault."""

    code = String(required=True)
    action = _string("warn", "block")
    message = String(required=True)
    found = Float(required=True)
    limit = Float(required=True)
    sentences = fields.List(Integer(), required=True)
    headline = Boolean(required=True)


class GateSchema(ma.Schema):
    """Whether the article may go out as it is, by the policy's rules."""

    action = _string("allow", "warn", "block")
    reasons = _many(GateReasonSchema)


class SourcingSchema(ma.Schema):
    """Who stands behind the claim, and how probable that reading is."""

    label = _string(*SOURCINGS)
    probability = _share()


class CertaintySchema(ma.Schema):
    """How certain the claim is presented to be: 0 doubted to 3 certain."""

    label = _string(*CERTAINTIES)
    value = Float(required=True, validate=validate.Range(0, 3))


class CueSchema(ma.Schema):
    """Words that signal how the claim is put; ``effect`` is their signed share of the strength."""

    kind = _string(*CUE_KINDS)
    subtype = String(required=True)
    start = Integer(required=True)
    end = Integer(required=True)
    text = String(required=True)
    effect = Float(required=True)


class UnreadSchema(PlaceSchema):
    """A part of a sentence that is not read."""

    reason = _string(*get_args(UnreadReason))


class JudgementSchema(ma.Schema):
    """What is said of a sentence; strength and level are null exactly when sourcing is none."""

    text = String(required=True)
    role = _string("headline", *SEGMENT_ROLES)
    quoted = Boolean(required=True)
    strength = Float(required=True, allow_none=True, validate=validate.Range(0, 1))
    level = _string(*LEVELS, none=True)
    probabilities = fields.List(_share(), required=True, validate=validate.Length(equal=len(LEVELS)))
    sourcing = Nested(SourcingSchema, required=True)
    certainty = Nested(CertaintySchema, required=True)
    undermined = Boolean(required=True)
    advice = _many(AdviceSchema)
    cues = _many(CueSchema)
    ignored = _many(UnreadSchema)


class SentenceSchema(PlaceSchema, _optional(JudgementSchema)):  # type: ignore[misc]  # made as we go
    """One sentence, or the headline; one that the caller knows comes without text and judgement."""

    id = String(required=True)
    known = Boolean(required=True)
    attributions = fields.List(Integer(), required=True)

    @ma.validates_schema
    def whole(self, loaded: dict[str, Any], **_: Any) -> None:
        """Hold that a known sentence has no judgement, and any other all of it."""
        _left(JudgementSchema._declared_fields, loaded, loaded["known"])


class AttributionSchema(ma.Schema):
    """Who is said to say what; ``relays`` is the index of the attribution that this one passes on."""

    source = Nested(PlaceSchema, required=True, allow_none=True)
    cue = Nested(PlaceSchema, required=True, allow_none=True)
    content = _many(PlaceSchema)
    source_id = _string(none=True)
    relays = Integer(required=True, allow_none=True)


class SourceSchema(ma.Schema):
    """Someone or something cited; ``share`` is their part of the attributed sentences."""

    id = String(required=True)
    name = String(required=True)
    kind = _string(*get_args(SourceKind))
    mentions = _many(PlaceSchema)
    sentences = fields.List(Integer(), required=True)
    share = _share()


class IgnoredSchema(ma.Schema):
    """A part of the body, the title or the HTML that was not scored, and why; of broken HTML without offsets."""

    of = _string("body", "title", "html")
    segment = _string(none=True)
    start = Integer(required=True, allow_none=True)
    end = Integer(required=True, allow_none=True)
    reason = _string(*get_args(IgnoredReason), *get_args(UnreadReason), *get_args(DroppedReason))


class FindingsSchema(ma.Schema):
    """All that is said of one article."""

    text = _string(none=True)
    rating = Nested(RatingSchema, required=True, allow_none=True)
    rating_note = _string("too_short", "no_claims", "unsupported_language", "language_unclear", none=True)
    gate = Nested(GateSchema, required=True)
    advice = _many(AdviceSchema)
    headline = Nested(SentenceSchema, required=True, allow_none=True)
    sentences = _many(SentenceSchema)
    attributions = _many(AttributionSchema)
    sources = _many(SourceSchema)
    ignored = _many(IgnoredSchema)


class AnswerSchema(_optional(FindingsSchema)):  # type: ignore[misc]  # made as we go
    """By whom an article was scored, and all that is said of it, unless the caller has that already."""

    hash = String(required=True)
    unchanged = Boolean(required=True)
    offset_unit = _string(*OFFSET_UNITS)
    model = Nested(VersionSchema, required=True)
    policy = Nested(VersionSchema, required=True)

    @ma.validates_schema
    def whole(self, loaded: dict[str, Any], **_: Any) -> None:
        """Hold that an unchanged answer is short, and any other complete."""
        _left(FindingsSchema._declared_fields, loaded, loaded["unchanged"])


class LiveSchema(ma.Schema):
    """The process answers."""

    status = _string("ok")


class ReadySchema(ma.Schema):
    """The model is loaded and has passed its self-test."""

    status = _string("ready")
    model = Nested(VersionSchema, required=True)
