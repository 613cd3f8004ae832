"""The routes of LanguageTool's HTTP API; their errors are plain text, as its clients expect."""

from __future__ import annotations

import flask
from werkzeug.exceptions import HTTPException

from evidence.policy import Policy
from service import choice
from service.body import JsonBlueprint
from service.inflate import received
from service.languagetool.answer import LANGUAGES, answer
from service.languagetool.request import Check, parse_form, refused
from service.languagetool.schema import FORM, CheckSchema, LanguageSchema
from service.problem import Problem, headed, noted, said
from service.reply import reply
from service.score import too_long
from service.wire.request import ScoreRequest

TOLD = {"type": "string"}
blueprint = JsonBlueprint("languagetool", __name__, url_prefix="/v2", description="As LanguageTool")


@blueprint.errorhandler(HTTPException)
def tell(error: HTTPException) -> flask.Response:
    """Return an error in LanguageTool's way."""
    noted(error)
    return headed(flask.Response(f"Error: {said(error)[1]}", error.code or 500, mimetype="text/plain"), error)


@blueprint.route("/check", methods=["POST"])
@blueprint.doc(requestBody=FORM)
@blueprint.response(200, CheckSchema)
@blueprint.alt_response(400, schema=TOLD, content_type="text/plain")
@blueprint.alt_response(413, schema=TOLD, content_type="text/plain")
@blueprint.alt_response(503, schema=TOLD, content_type="text/plain")
def check() -> flask.Response:
    """Check a text.

    As POST /v2/check of LanguageTool: every piece of advice is a match, without replacements.
    """
    settings = flask.current_app.extensions["settings"]
    asked = Check.of(parse_form(received(flask.request)))
    policy = asked.policy(_policy(asked))
    request = ScoreRequest(asked.body)
    refusal = too_long(request, settings.max_text)
    if refusal:
        raise refused(refusal, 413, "text_too_long")
    assessment = choice.current_judge().assess(request.received.article, policy)
    return reply(answer(asked, request.received, assessment, policy, settings.issue_type))


@blueprint.route("/languages")
@blueprint.response(200, LanguageSchema(many=True))
def languages() -> flask.Response:
    """Name the languages that may be asked for."""
    return reply(LANGUAGES)


def _policy(asked: Check) -> Policy:
    try:
        return choice.policy(asked.fields.get("policy"))
    except Problem:
        raise refused("There is no policy of that name here.", code="unknown_policy") from None
