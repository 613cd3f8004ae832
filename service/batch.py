"""The route that scores several articles, each with an answer or a problem of its own."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from typing import Any

import flask
import marshmallow as ma
from marshmallow import fields, validate
from werkzeug.exceptions import HTTPException, InternalServerError

from service.body import JsonBlueprint
from service.choice import judges
from service.problem import OBJECT_WANTED, Problem, ProblemSchema, invalid_request, told
from service.reply import reply
from service.score import answered
from service.settings import Settings
from service.wire.answer import Json
from service.wire.fields import Text
from service.wire.request import ScoreRequest, ScoreRequestSchema
from service.wire.schema import AnswerSchema

blueprint = JsonBlueprint("batch", __name__, description="Score several articles")

_ID = Text(required=True, validate=validate.Length(1, 200), metadata={"description": "Unique in the batch."})
_SCORE = ScoreRequestSchema()


class BatchArticleSchema(ScoreRequestSchema):
    """A request to score, with an id of the caller's."""

    id = _ID


class _Unchecked(fields.Nested):
    """Nested in the documentation, but loaded later: one wrong article is no reason to refuse the others."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Return what came, null too."""
        return value


class BatchSchema(ma.Schema):
    """Several articles."""

    articles = fields.List(_Unchecked(BatchArticleSchema), required=True, validate=validate.Length(min=1))


class BatchItemSchema(ma.Schema):
    """An article's answer or problem; ``id`` is null where the article's cannot be read."""

    id = fields.String(required=True, allow_none=True)
    status = fields.Integer(required=True)
    answer = fields.Nested(AnswerSchema)
    problem = fields.Nested(ProblemSchema)


class BatchAnswerSchema(ma.Schema):
    """The items in the order of the articles."""

    items = fields.List(fields.Nested(BatchItemSchema), required=True, data_key="items")


@blueprint.route("/v1/score/batch", methods=["POST"])
@blueprint.arguments(BatchSchema)
@blueprint.response(200, BatchAnswerSchema)
@blueprint.refuses
def post_batch(batch: dict[str, Any]) -> flask.Response:
    """Score several articles; each has an answer or a problem of its own, and the status is 200."""
    judges()
    articles = batch["articles"]
    settings: Settings = flask.current_app.extensions["settings"]
    if len(articles) > settings.max_batch:
        detail = f"The batch has {len(articles)} articles; at most {settings.max_batch} are read."
        raise Problem(413, "batch_too_large", detail)
    ids = [_id(article) for article in articles]
    counts = Counter(ids)
    asked = [_asked(article, counts[id_] if id_ else 0) for article, id_ in zip(articles, ids, strict=True)]
    size = sum(len(one.title or "") + one.body.size for one in asked if isinstance(one, ScoreRequest))
    if size > settings.max_batch_text:
        detail = f"The batch's texts have {size} characters; at most {settings.max_batch_text} are read."
        raise Problem(413, "batch_too_large", detail)
    return reply({"items": [{"id": id_, **_item(one)} for id_, one in zip(ids, asked, strict=True)]})


def _id(article: Any) -> str | None:
    """Return the caller's id of an article if it has a usable one."""
    if not isinstance(article, Mapping):
        return None
    try:
        return str(_ID.deserialize(article.get("id", ma.missing)))
    except ma.ValidationError:
        return None


def _asked(article: Any, namesakes: int) -> ScoreRequest | Problem:
    """Return the request in an article, or its problem; ``namesakes`` is how many have its id, 0 for no usable id."""
    if not isinstance(article, Mapping):
        return invalid_request({"_schema": [OBJECT_WANTED]})
    faults = {0: "Give a string of 1 to 200 characters.", 1: None}.get(namesakes, "Another article has this id.")
    try:
        asked: ScoreRequest = _SCORE.load({name: value for name, value in article.items() if name != "id"})
    except ma.ValidationError as error:
        return invalid_request({**({"id": [faults]} if faults else {}), **error.messages_dict})
    return invalid_request({"id": [faults]}) if faults else asked


def _item(asked: ScoreRequest | Problem) -> Json:
    if isinstance(asked, Problem):
        return _refused(asked)
    try:
        return {"status": 200, "answer": answered(asked)}
    except HTTPException as error:
        return _refused(error)
    except Exception:
        # A fault of ours in one article must not cost the others their answers; it is logged as any other.
        flask.current_app.log_exception(sys.exc_info())
        return _refused(InternalServerError())


def _refused(error: HTTPException) -> Json:
    problem = told(error)
    # The request's status is 200: without this nobody would be alarmed at a service that answers no article.
    flask.g.setdefault("item_codes", []).append(problem["code"])
    return {"status": error.code, "problem": problem}
