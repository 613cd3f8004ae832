"""The wire form of a comparison, and the schemas that document it."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields
from marshmallow.fields import Boolean, Float, Integer, Nested, String
from marshmallow.validate import OneOf

from evidence.comparison import CHANGE_KINDS, Change, Comparison
from service.wire.answer import Json, rounded
from service.wire.request import ScoreRequestSchema
from service.wire.schema import AnswerSchema


class CompareRequestSchema(ma.Schema):
    """Two articles, each as a request to score: an older one and a newer one."""

    old = Nested(ScoreRequestSchema, required=True)
    new = Nested(ScoreRequestSchema, required=True)


class ChangeSchema(ma.Schema):
    """What became of a sentence; ``old`` and ``new`` are indexes into the two answers' sentences, null for none."""

    kind = String(required=True, validate=OneOf(CHANGE_KINDS))
    old = Integer(required=True, allow_none=True)
    new = Integer(required=True, allow_none=True)
    strength_change = Float(required=True, allow_none=True)
    reworded = Boolean(required=True)


class ComparisonSchema(ma.Schema):
    """Both answers, and what changed from the one to the other."""

    old = Nested(AnswerSchema, required=True)
    new = Nested(AnswerSchema, required=True)
    changes = fields.List(Nested(ChangeSchema), required=True)
    headline_change = Nested(ChangeSchema, required=True, allow_none=True)
    rating_change = Float(required=True, allow_none=True)


def comparison(old: Json, new: Json, found: Comparison) -> dict[str, Any]:
    """Return the whole answer, its numbers to four decimals."""
    return {
        "old": old,
        "new": new,
        "changes": [_change(one) for one in found.changes],
        "headline_change": found.headline and _change(found.headline),
        "rating_change": rounded(found.rating_change),
    }


def _change(change: Change) -> Json:
    return {
        "kind": change.kind,
        "old": change.old,
        "new": change.new,
        "strength_change": rounded(change.strength_change),
        "reworded": change.reworded,
    }
