"""The entrance: all that a request passes on its way in and an answer on its way out, in order."""

from __future__ import annotations

import flask
from flask_cors import CORS
from werkzeug.middleware.proxy_fix import ProxyFix

from service.access import guard, headers
from service.access.limits import limit
from service.access.ring import Ring
from service.inflate import inflate_request
from service.settings import Settings
from service.store.store import Store

SENT = ("Authorization", "Content-Encoding", "Content-Type", "Idempotency-Key", "X-API-Key", "X-Request-ID")
TOLD = ("Accept-Encoding", "Retry-After", "X-Request-ID")
HOUR = 3600


def stand_before(app: flask.Flask, settings: Settings, store: Store) -> None:
    """Let requests in by key where keys are needed, then by limit, then with their body inflated."""
    app.extensions |= {"store": store, "ring": Ring(store)}
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies)  # type: ignore[method-assign]  # as Flask says
    if settings.needs_keys:
        app.before_request(guard.check)
    limit(app, settings)
    app.before_request(inflate_request)
    app.after_request(headers.protect)
    if settings.origins:
        CORS(app, origins=list(settings.origins), allow_headers=SENT, expose_headers=TOLD, max_age=HOUR)
