"""The choice: which of the models and policies that are here a request means."""

from __future__ import annotations

from collections.abc import Mapping

import flask

from evidence.policy import Policy
from service.judge import Judge
from service.problem import Problem
from service.wire.request import LATEST, ScoreRequest


def judges() -> Mapping[str, Judge]:
    """Return the loaded models by version, the current one first; raises the 503 problem where there is none yet."""
    here: Mapping[str, Judge] = flask.current_app.extensions["judges"]
    if not here:
        raise Problem(503, "not_ready", "The model is not loaded yet.")
    return here


def policies() -> Mapping[str, Policy]:
    """Return the policies by name."""
    here: Mapping[str, Policy] = flask.current_app.extensions["policies"]
    return here


def policy(name: str | None = None) -> Policy:
    """Return the policy of a name, or the one that answers where none is named; raises the 409 problem."""
    here = policies()
    found = here.get(name or flask.current_app.extensions["settings"].policy)
    if found is None:
        raise _absent("policy", "unknown_policy", list(here))
    return found


def current_judge() -> Judge:
    """Return the model that answers where none is named."""
    return next(iter(judges().values()))


def chosen(asked: ScoreRequest) -> tuple[Judge, Policy]:
    """Return the model and the policy that a request names; raises the 409 problem that lists what is here."""
    here = judges()
    judge = current_judge() if asked.model == LATEST else here.get(asked.model)
    if judge is None:
        raise _absent("model", "model_not_loaded", list(here))
    return judge, policy(asked.policy)


def _absent(field: str, code: str, here: list[str]) -> Problem:
    detail = f"The {field} that is asked for is not here."
    message = f"Here: {', '.join(here)}."
    return Problem(409, code, detail, ((field, message),), extra={"available": here})
