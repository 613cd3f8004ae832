"""The routes by which an operator's probes ask whether the service lives and is ready."""

from __future__ import annotations

import flask

from service.body import JsonBlueprint
from service.choice import current_judge
from service.reply import reply
from service.wire.schema import LiveSchema, ReadySchema

blueprint = JsonBlueprint("health", __name__, description="Liveness and readiness")


@blueprint.route("/healthz")
@blueprint.response(200, LiveSchema)
def live() -> flask.Response:
    """Say that the process answers."""
    return reply({"status": "ok"})


@blueprint.route("/readyz")
@blueprint.response(200, ReadySchema)
@blueprint.alt_response(503, "SERVICE_UNAVAILABLE")
def ready() -> flask.Response:
    """Say that the model is loaded and which it is."""
    model = current_judge().model
    return reply({"status": "ready", "model": {"name": model.name, "version": model.version}})
