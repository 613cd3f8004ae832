"""The answer's schema: it documents what service.wire makes, and the tests hold the two together."""

from __future__ import annotations

from typing import get_args

import marshmallow as ma
from marshmallow import fields, validate
from marshmallow.fields import Boolean, Float, Integer, Nested, String

from evidence.findings.rules import CODES
from evidence.values import CERTAINTIES, CUE_KINDS, LEVELS, SEGMENT_ROLES, SOURCINGS, SourceKind
from service.offsets import OFFSET_UNITS


def _string(*choices: str, none: bool = False) -> String:
    """Return a required string field, one of the choices if there are any."""
    allowed = [*choices, None] if none else list(choices)
    return String(required=True, allow_none=none, validate=validate.OneOf(allowed) if choices else None)


def _share() -> Float:
    return Float(required=True, validate=validate.Range(0, 1))


def _many(schema: type[ma.Schema]) -> fields.List[ma.Schema]:
    return fields.List(Nested(schema), required=True)


class VersionSchema(ma.Schema):
    """A name and a version."""

    name = String(required=True)
    version = String(required=True)


class PlaceSchema(ma.Schema):
    """A stretch of one segment, half-open, in the offset unit; ``segment`` is null for text."""

    segment = _string(none=True)
    start = Integer(required=True)
    end = Integer(required=True)


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


class SentenceSchema(PlaceSchema):
    """One sentence, or the headline; strength and level are null exactly when sourcing is none."""

    id = String(required=True)
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
    attributions = fields.List(Integer(), required=True)


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


class IgnoredSchema(PlaceSchema):
    """A part of the text that was not scored, and why."""

    reason = _string("role_ignore", "unsupported_language")


class AnswerSchema(ma.Schema):
    """All that is said of one article."""

    hash = String(required=True)
    offset_unit = _string(*OFFSET_UNITS)
    model = Nested(VersionSchema, required=True)
    policy = Nested(VersionSchema, required=True)
    rating = Nested(RatingSchema, required=True, allow_none=True)
    rating_note = _string("too_short", "no_claims", "unsupported_language", none=True)
    gate = Nested(GateSchema, required=True)
    advice = _many(AdviceSchema)
    headline = Nested(SentenceSchema, required=True, allow_none=True)
    sentences = _many(SentenceSchema)
    attributions = _many(AttributionSchema)
    sources = _many(SourceSchema)
    ignored = _many(IgnoredSchema)


class LiveSchema(ma.Schema):
    """The process answers."""

    status = _string("ok")


class ReadySchema(ma.Schema):
    """The model is loaded and has passed its self-test."""

    status = _string("ready")
    model = Nested(VersionSchema, required=True)
