"""The route by which an editor corrects a judgement, dismisses a finding, or says that it was right."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import flask
import marshmallow as ma
from marshmallow import fields

from evidence.values import ModelId
from service import choice
from service.access.guard import caller
from service.body import JsonBlueprint
from service.feedback import entries
from service.feedback.entries import KeyReused, Sender
from service.feedback.request import Feedback, FeedbackRequestSchema
from service.problem import Problem
from service.reply import reply
from service.score import too_long
from service.store.errors import StoreUnavailable
from service.wire.bodies import SegmentsBody
from service.wire.request import ScoreRequest

RETRY_SECONDS = 30
# A string of structured fields (RFC 8941), or, as most clients send it, without its quotation marks.
IDEMPOTENCY_KEY = re.compile(r'("?)([!#-~]{1,200})\1\Z')

blueprint = JsonBlueprint("feedback", __name__, description="Say where a judgement is wrong")


class FeedbackAnswerSchema(ma.Schema):
    """What was taken down; ``article`` is the hash by which it can be deleted."""

    id = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    article = fields.String(required=True)
    stored = fields.Boolean(required=True)


@blueprint.route("/v1/feedback", methods=["POST"])
@blueprint.arguments(FeedbackRequestSchema)
@blueprint.response(201, FeedbackAnswerSchema)
@blueprint.refuses
def post_feedback(said: Feedback) -> flask.Response:
    """Correct a sentence's labels, dismiss a finding, or give a thumb.

    The text is kept only with ``store: true``. With an ``Idempotency-Key`` a request may be repeated.
    """
    if said.article is not None:
        refusal = too_long(
            ScoreRequest(SegmentsBody(said.article.segments), said.article.title),
            flask.current_app.extensions["settings"].max_text,
        )
        if refusal:
            raise Problem(413, "text_too_long", refusal)
    try:
        row = entries.add(flask.current_app.extensions["store"], _judged(said), _sender())
    except KeyReused:
        raise Problem(
            422, "idempotency_key_reused", "This Idempotency-Key came before, with another request."
        ) from None
    except StoreUnavailable as error:
        flask.current_app.logger.warning("%s", error)
        raise Problem(
            503,
            "store_unavailable",
            "Feedback cannot be kept now; nothing was. Scoring is not affected.",
            headers={"Retry-After": str(RETRY_SECONDS)},
        ) from None
    return reply({"id": row.id, "at": row.at.isoformat(), "article": row.article, "stored": row.stored}, 201)


def _judged(said: Feedback) -> Feedback:
    """Return the feedback with the model and policy that answer now, where the caller named none."""
    judge = next(iter(flask.current_app.extensions["judges"].values()), None)
    policy = choice.policy()
    model = said.model or (judge.model if judge else None)
    return replace(said, model=model, policy=said.policy or ModelId(policy.name, policy.version))


def _sender() -> Sender:
    key = caller()
    repeatable = _idempotency_key()
    digest = hashlib.sha256(flask.request.get_data()).hexdigest() if repeatable else None
    return Sender(key.name if key else "", repeatable, digest)


def _idempotency_key() -> str | None:
    given = flask.request.headers.get("Idempotency-Key")
    if given is None:
        return None
    found = IDEMPOTENCY_KEY.match(given)
    if found is None:
        raise Problem(
            400, "bad_idempotency_key", "The Idempotency-Key header is 1 to 200 ASCII characters without spaces."
        )
    return found[2]
