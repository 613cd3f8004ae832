"""The routes of LanguageTool's HTTP API; their errors are plain text, as its clients expect."""

from __future__ import annotations

import flask
from werkzeug.exceptions import HTTPException

from evidence.policy import Policy
from evidence.values import Article
from service.annotation import plain
from service.body import JsonBlueprint
from service.inflate import received
from service.languagetool.answer import LANGUAGES, answer
from service.languagetool.request import Check, parse_form, refused
from service.languagetool.schema import FORM, CheckSchema, LanguageSchema
from service.problem import said
from service.reply import reply
from service.request import ScoreRequest
from service.score import ready_judge, too_long, usual_policy

blueprint = JsonBlueprint("languagetool", __name__, url_prefix="/v2", description="As LanguageTool")


@blueprint.errorhandler(HTTPException)
def tell(error: HTTPException) -> flask.Response:
    """Return an error in LanguageTool's way."""
    return flask.Response(f"Error: {said(error)[1]}", error.code or 500, mimetype="text/plain")


@blueprint.route("/check", methods=["POST"])
@blueprint.doc(requestBody=FORM)
@blueprint.response(200, CheckSchema)
def check() -> flask.Response:
    """Check a text.

    As POST /v2/check of LanguageTool: every piece of advice is a match, without replacements.
    """
    settings = flask.current_app.extensions["settings"]
    asked = Check.of(parse_form(received(flask.request)))
    policy = asked.policy(_policy(asked))
    text, back = plain(asked.annotation)
    article = Article.of(text)
    refusal = too_long(ScoreRequest(article), settings)
    if refusal:
        raise refused(refusal, 413)
    return reply(answer(asked, back, ready_judge().assess(article, policy), policy, settings.issue_type))


@blueprint.route("/languages")
@blueprint.response(200, LanguageSchema(many=True))
def languages() -> flask.Response:
    """Name the languages that may be asked for."""
    return reply(LANGUAGES)


def _policy(asked: Check) -> Policy:
    if "policy" not in asked.fields:
        return usual_policy()
    policy: Policy | None = flask.current_app.extensions["policies"].get(asked.fields["policy"])
    if policy is None:
        raise refused("There is no policy of that name here.")
    return policy
