"""The routes that score one article."""

from __future__ import annotations

import flask

from evidence.policy import DEFAULT, Policy
from service.body import JsonBlueprint
from service.choice import chosen
from service.judge import Judge
from service.problem import Problem
from service.reply import reply
from service.wire.answer import Json, answer, unchanged
from service.wire.request import MARKUP, ScoreRequest, ScoreRequestSchema
from service.wire.schema import AnswerSchema

blueprint = JsonBlueprint("score", __name__, description="Score an article")


def score(judge: Judge, asked: ScoreRequest, policy: Policy = DEFAULT) -> Json:
    """Return the answer to a request, as plain dicts."""
    return answer(judge.assess(asked.received.article, policy), policy, asked)


def too_long(asked: ScoreRequest, most: int) -> str | None:
    """Return the sentence that refuses a request of more than ``most`` characters, or None.

    Markup is measured before it is read.
    """
    if asked.body.marked and asked.body.size > MARKUP * most:
        return f"The markup has {asked.body.size} characters; at most {MARKUP * most} are read."
    if asked.length > most:
        return f"The text and title have {asked.length} characters; at most {most} are read."
    return None


def answered(asked: ScoreRequest) -> Json:
    """Return the answer to a request, by the model and the policy that it names; raises Problem."""
    judge, policy = chosen(asked)
    if asked.if_hash is not None and (short := unchanged(judge.model, policy, asked)):
        return short
    refuse_too_long(asked)
    return score(judge, asked, policy)


def refuse_too_long(asked: ScoreRequest) -> None:
    """Raise the 413 problem where a request is over the limit."""
    refusal = too_long(asked, flask.current_app.extensions["settings"].max_text)
    if refusal:
        raise Problem(413, "text_too_long", refusal)


@blueprint.route("/v1/score", methods=["POST"])
@blueprint.route("/score", methods=["POST"])
@blueprint.arguments(ScoreRequestSchema)
@blueprint.response(200, AnswerSchema)
@blueprint.alt_response(409, "CONFLICT")
@blueprint.refuses
def post_score(asked: ScoreRequest) -> flask.Response:
    """Score an article.

    For every sentence: how strongly the article itself evidences it and why; and one rating of the whole.
    """
    return reply(answered(asked))
