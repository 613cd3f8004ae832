"""The schemas of LanguageTool's form and answer, for the OpenAPI document."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields
from marshmallow.fields import Boolean, Integer, Nested, String

from service.settings import ISSUE_TYPES

FORM = {
    "required": True,
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "required": ["language"],
                "properties": {
                    "text": {"type": "string", "description": "The text; this or data."},
                    "data": {"type": "string", "description": 'JSON: {"text": ...} or {"annotation": [...]}.'},
                    "language": {"type": "string", "example": "en-GB", "description": "auto, or an English one."},
                    "level": {"type": "string", "enum": ["default", "picky"]},
                    "enabledRules": {"type": "string", "description": "Ids, separated by commas."},
                    "disabledRules": {"type": "string", "description": "Ids, separated by commas."},
                    "enabledCategories": {"type": "string"},
                    "disabledCategories": {"type": "string"},
                    "enabledOnly": {"type": "boolean"},
                    "policy": {"type": "string", "description": "A policy's name; ours, not LanguageTool's."},
                },
            }
        }
    },
}


class CategorySchema(ma.Schema):
    """The category of all rules."""

    id = String(required=True)
    name = String(required=True)


class RuleSchema(ma.Schema):
    """The rule that a match is of."""

    id = String(required=True)
    description = String(required=True)
    issueType = String(required=True, validate=ma.validate.OneOf(ISSUE_TYPES))  # noqa: N815 (LanguageTool's name)
    category = Nested(CategorySchema, required=True)


class ContextSchema(ma.Schema):
    """The words about a match."""

    text = String(required=True)
    offset = Integer(required=True)
    length = Integer(required=True)


class TypeSchema(ma.Schema):
    """LanguageTool's own kind of match."""

    typeName = String(required=True)  # noqa: N815 (LanguageTool's name)


class MatchSchema(ma.Schema):
    """A piece of advice, its place in UTF-16 code units of the original, markup included."""

    message = String(required=True)
    shortMessage = String(required=True)  # noqa: N815 (LanguageTool's name)
    replacements = fields.List(fields.Dict(), required=True)
    offset = Integer(required=True)
    length = Integer(required=True)
    context = Nested(ContextSchema, required=True)
    sentence = String(required=True)
    type = Nested(TypeSchema, required=True)
    rule = Nested(RuleSchema, required=True)
    ignoreForIncompleteSentence = Boolean(required=True)  # noqa: N815 (LanguageTool's name)
    contextForSureMatch = Integer(required=True)  # noqa: N815 (LanguageTool's name)


class CheckSchema(ma.Schema):
    """LanguageTool's answer."""

    software = fields.Dict(keys=String(), required=True)
    warnings = fields.Dict(keys=String(), required=True)
    language = fields.Dict(keys=String(), required=True)
    matches = fields.List(Nested(MatchSchema), required=True)


class LanguageSchema(ma.Schema):
    """A language that may be asked for."""

    name = String(required=True)
    code = String(required=True)
    longCode = String(required=True)  # noqa: N815 (LanguageTool's name)
