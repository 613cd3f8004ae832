"""The routes that score one article."""

from __future__ import annotations

import flask

from evidence.policy import Policy
from service.answer import AnswerSchema
from service.body import JsonBlueprint
from service.judge import Judge
from service.problem import Problem
from service.reply import reply
from service.request import ScoreRequest, ScoreRequestSchema
from service.settings import Settings
from service.wire import Json, answer

blueprint = JsonBlueprint("score", __name__, description="Score an article")


def ready_judge() -> Judge:
    """Return the loaded model; raises the 503 problem where there is none yet."""
    judge: Judge | None = flask.current_app.extensions["judge"]
    if judge is None:
        raise Problem(503, "not_ready", "The model is not loaded yet.")
    return judge


def score(judge: Judge, asked: ScoreRequest, policy: Policy) -> Json:
    """Return the answer to a request under a policy, as plain dicts."""
    return answer(judge.assess(asked.article, policy), asked, policy)


def usual_policy() -> Policy:
    """Return the policy that answers where a request names none."""
    extensions = flask.current_app.extensions
    policy: Policy = extensions["policies"][extensions["settings"].policy]
    return policy


def too_long(asked: ScoreRequest, settings: Settings) -> str | None:
    """Return the sentence that refuses a request over the limit, or None."""
    if asked.length <= settings.max_text:
        return None
    return f"The text and title have {asked.length} characters; at most {settings.max_text} are read."


@blueprint.route("/v1/score", methods=["POST"])
@blueprint.route("/score", methods=["POST"])
@blueprint.arguments(ScoreRequestSchema)
@blueprint.response(200, AnswerSchema)
@blueprint.alt_response(400, "BAD_REQUEST")
@blueprint.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
@blueprint.alt_response(415, "UNSUPPORTED_MEDIA_TYPE")
@blueprint.alt_response(503, "SERVICE_UNAVAILABLE")
def post_score(asked: ScoreRequest) -> flask.Response:
    """Score an article.

    For every sentence: how strongly the article itself evidences it and why; and one rating of the whole.
    """
    refusal = too_long(asked, flask.current_app.extensions["settings"])
    if refusal:
        raise Problem(413, "text_too_long", refusal)
    return reply(score(ready_judge(), asked, usual_policy()))
