"""The routes that say what is here: models, policies, limits, languages, and how offsets and ids are to be read."""

from __future__ import annotations

from typing import Any

import flask
import marshmallow as ma
from marshmallow import fields

from evidence.findings.rules import CODES
from evidence.manifest import Manifest
from evidence.policy import GRADES, Policy
from evidence.values import CERTAINTIES, LEVELS, SEGMENT_ROLES, SOURCINGS, ModelId
from service.access.guard import may
from service.body import JsonBlueprint
from service.choice import current_judge, judges, policies, policy
from service.judge import Judge
from service.problem import Problem
from service.reply import reply
from service.settings import Settings
from service.wire.answer import CONTEXT, Json
from service.wire.fields import LANGUAGES
from service.wire.identity import RELEASE
from service.wire.offsets import OFFSET_UNITS
from service.wire.request import MARKUP, MAX_KNOWN, MAX_SEGMENTS, MAX_TAGS
from service.wire.schema import VersionSchema

blueprint = JsonBlueprint("meta", __name__, description="What is here")
KEY_HEADERS = ("Authorization", "X-API-Key")
FACTS = ("created", "metrics", "thresholds", "seed", "scikit_learn", "numpy", "sha256", "size")


class PolicySchema(VersionSchema):
    """A policy: from which strength (0..1) a level and from which score (0..100) a grade is given, and its advice."""

    digest = fields.String(required=True)
    levels = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    grades = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    fewest_claims = fields.Integer(required=True)
    advice = fields.List(fields.String(), required=True)


class AccessSchema(ma.Schema):
    """Whether a key is needed, and how much each key or address may ask, as in "100/minute"; a key may say less."""

    keys = fields.Boolean(required=True)
    rate = fields.String(required=True, allow_none=True)


class IdContextSchema(ma.Schema):
    """How wide the context in a sentence's id is: units (headline, sentences) on each side."""

    units_before = fields.Integer(required=True)
    units_after = fields.Integer(required=True)


class MetaSchema(ma.Schema):
    """What is here."""

    release = fields.String(required=True)
    latest = fields.Nested(VersionSchema, required=True)
    models = fields.List(fields.Nested(VersionSchema), required=True)
    policies = fields.List(fields.Nested(PolicySchema), required=True)
    policy = fields.String(required=True)
    levels = fields.List(fields.String(), required=True)
    grades = fields.List(fields.String(), required=True)
    sourcing = fields.List(fields.String(), required=True)
    certainty = fields.List(fields.String(), required=True)
    roles = fields.List(fields.String(), required=True)
    languages = fields.List(fields.String(), required=True)
    offset_units = fields.List(fields.String(), required=True)
    advice = fields.List(fields.String(), required=True)
    context = fields.Nested(IdContextSchema, required=True)
    access = fields.Nested(AccessSchema, required=True)
    feedback = fields.Boolean(required=True, metadata={"description": "Whether the caller may give feedback."})
    limits = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class ModelSchema(VersionSchema):
    """A model: its card in Markdown, and the facts of its manifest."""

    latest = fields.Boolean(required=True)
    card = fields.String(required=True, allow_none=True)
    facts = fields.Dict(keys=fields.String(), required=True, allow_none=True)


@blueprint.route("/v1/meta")
@blueprint.response(200, MetaSchema)
@blueprint.alt_response(503, "SERVICE_UNAVAILABLE")
def get_meta() -> flask.Response:
    """Say which models and policies are here, what limits hold, and how offsets and ids are to be read."""
    settings: Settings = flask.current_app.extensions["settings"]
    response = _tagged({
        "release": RELEASE,
        "latest": _version(current_judge().model),
        "models": [_version(judge.model) for judge in judges().values()],
        "policies": [_policy(one) for one in policies().values()],
        "policy": policy().name,
        "levels": list(LEVELS),
        "grades": list(GRADES),
        "sourcing": list(SOURCINGS),
        "certainty": list(CERTAINTIES),
        "roles": list(SEGMENT_ROLES),
        "languages": list(LANGUAGES),
        "offset_units": list(OFFSET_UNITS),
        "advice": list(CODES),
        "context": {"units_before": CONTEXT, "units_after": CONTEXT},
        "access": {"keys": settings.needs_keys, "rate": settings.rate},
        "feedback": may("feedback"),
        "limits": _limits(settings),
    })  # fmt: skip
    response.vary.update(KEY_HEADERS)  # what the caller may do depends on the key
    return response


@blueprint.route("/v1/models/<version>")
@blueprint.response(200, ModelSchema)
@blueprint.alt_response(404, "NOT_FOUND")
@blueprint.alt_response(503, "SERVICE_UNAVAILABLE")
def get_model(version: str) -> flask.Response:
    """Return a loaded model's card and the facts of its manifest; "latest" is the one that answers by default."""
    judge = current_judge() if version == "latest" else judges().get(version)
    if judge is None:
        raise Problem(404, "model_not_loaded", "This model is not here.", extra={"available": list(judges())})
    latest = judge is current_judge()
    return _tagged({**_version(judge.model), "latest": latest, "card": _card(judge), "facts": _facts(judge.manifest)})


def _tagged(value: Json) -> flask.Response:
    """Return the response with an ETag, or 304 where the caller has it."""
    response = reply(value)
    response.add_etag()
    response.make_conditional(flask.request)
    return response


def _version(model: ModelId) -> Json:
    return {"name": model.name, "version": model.version}


def _policy(one: Policy) -> Json:
    return {
        "name": one.name,
        "version": one.version,
        "digest": one.digest,
        "levels": dict(zip(LEVELS[1:], one.levels, strict=True)),
        "grades": dict(zip(GRADES[1:], one.grades, strict=True)),
        "fewest_claims": one.fewest_claims,
        "advice": list(one.advice),
    }


def _limits(settings: Settings) -> dict[str, int]:
    """Return the limits: bytes of a body, code points of texts, and how many of the rest."""
    return {
        "body_bytes": flask.current_app.config["MAX_CONTENT_LENGTH"],
        "text": settings.max_text,
        "markup": MARKUP * settings.max_text,
        "html_tags": MAX_TAGS,
        "segments": MAX_SEGMENTS,
        "annotation_pieces": MAX_SEGMENTS,
        "known": MAX_KNOWN,
        "batch_articles": settings.max_batch,
        "batch_text": settings.max_batch_text,
    }


def _card(judge: Judge) -> str | None:
    settings: Settings = flask.current_app.extensions["settings"]
    try:
        return (settings.models / judge.model.version / "CARD.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _facts(manifest: Manifest | None) -> dict[str, Any] | None:
    if manifest is None:
        return None
    corpora = [{"name": one.name, "licence": one.licence, "sha256": one.sha256} for one in manifest.corpora]
    return {**{name: getattr(manifest, name) for name in FACTS}, "corpora": corpora}
