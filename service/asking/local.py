"""The local asker: requests answered in this process, as the service would answer them."""

from __future__ import annotations

import marshmallow as ma

from evidence.policy import Policy
from service.compare import compare
from service.judge import Judge
from service.problem import Problem, invalid_request
from service.score import score, too_long
from service.settings import Settings
from service.wire.answer import Json
from service.wire.request import ScoreRequest, ScoreRequestSchema

_SCHEMA = ScoreRequestSchema()


class RefusedError(ValueError):
    """An article was refused; the message is one sentence that quotes none of it."""


class Local:
    """Answers by a model and a policy."""

    def __init__(self, settings: Settings, judge: Judge, policy: Policy) -> None:
        self._settings, self._judge, self._policy = settings, judge, policy

    def score(self, article: Json) -> Json:
        """Return the answer to a request; raises RefusedError."""
        return score(self._judge, self._asked(article), self._policy)

    def compare(self, old: Json, new: Json) -> Json:
        """Return the comparison of two requests; raises RefusedError."""
        before, after = ((self._asked(one), self._judge, self._policy) for one in (old, new))
        return compare(before, after)

    def _asked(self, article: Json) -> ScoreRequest:
        try:
            asked: ScoreRequest = _SCHEMA.load(article)
        except ma.ValidationError as error:
            raise RefusedError(_sentence(invalid_request(error.messages_dict))) from None
        refusal = too_long(asked, self._settings.max_text)
        if refusal:
            raise RefusedError(refusal)
        return asked


def _sentence(problem: Problem) -> str:
    return faults(problem.description or "", problem.errors)


def faults(detail: str, errors: object) -> str:
    """Return a problem's sentence with the fields at fault, each a name and a message."""
    pairs = [f"{field}: {message}" for field, message in errors] if isinstance(errors, list | tuple) else []
    return " ".join([detail, *pairs])
