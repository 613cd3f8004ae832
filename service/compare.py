"""The route that compares two articles, as a draft and what it became."""

from __future__ import annotations

from typing import Any

import flask

from evidence.comparison import compared
from evidence.policy import Policy
from evidence.values import Assessment
from service.body import JsonBlueprint
from service.choice import chosen, judges
from service.judge import Judge
from service.problem import Problem
from service.reply import reply
from service.score import refuse_too_long
from service.wire.answer import Json, answer, unchanged
from service.wire.comparison import CompareRequestSchema, ComparisonSchema, comparison
from service.wire.request import ScoreRequest

blueprint = JsonBlueprint("compare", __name__, description="Compare two articles")

Side = tuple[ScoreRequest, Judge, Policy]


def compare(old: Side, new: Side) -> Json:
    """Return both answers and what changed; an answer that its caller has by ``if_hash`` is short."""
    before, after = (judge.assess(asked.received.article, policy) for asked, judge, policy in (old, new))
    return comparison(_told(old, before), _told(new, after), compared(before, after))


def _told(side: Side, assessment: Assessment) -> Json:
    asked, judge, policy = side
    return unchanged(judge.model, policy, asked) or answer(assessment, policy, asked)


@blueprint.route("/v1/compare", methods=["POST"])
@blueprint.arguments(CompareRequestSchema)
@blueprint.response(200, ComparisonSchema)
@blueprint.alt_response(409, "CONFLICT")
@blueprint.refuses
def post_compare(asked: dict[str, Any]) -> flask.Response:
    """Score an older and a newer article, and say what became of each sentence and of the rating."""
    judges()
    return reply(compare(*(_side(name, asked[name]) for name in ("old", "new"))))


def _side(name: str, asked: ScoreRequest) -> Side:
    """Return a side with who judges it; raises a Problem that says which side has it."""
    try:
        side = (asked, *chosen(asked))
        refuse_too_long(asked)
    except Problem as problem:
        detail = f"{name}: {problem.description}"
        errors = tuple((f"{name}.{field}", message) for field, message in problem.errors)
        raise Problem(problem.code or 500, problem.problem, detail, errors, extra=problem.extra) from None
    return side
