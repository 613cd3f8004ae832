"""The Flask application: routes, errors, documentation and JSON put together."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from importlib.metadata import version
from types import MappingProxyType, TracebackType
from typing import Any

import flask
import orjson
from flask.json.provider import JSONProvider
from flask_swagger_ui import get_swaggerui_blueprint

from evidence.policy import DEFAULT, Policy
from service import batch, compare, health, meta, score
from service.access.entrance import stand_before
from service.feedback import routes as feedback
from service.judge import Judge
from service.languagetool import views as languagetool
from service.operations.balance import Balance
from service.operations.bounded import Bounded
from service.operations.line import Line
from service.operations.metrics import Metrics
from service.operations.observe import observe
from service.page import views as page
from service.problem import ProblemApi
from service.settings import Settings
from service.store.store import Store

# Room for the default limit of 200,000 code points however JSON writes them (escaped, \ud83d\ude00, one costs up
# to 12 bytes), and for a million, the largest limit that can be set, only unescaped (4 bytes at most each).
MAX_BODY = 4 * 1024 * 1024
OPENAPI_PATH = "/openapi.json"
SHIPPED: Mapping[str, Policy] = MappingProxyType({DEFAULT.name: DEFAULT})


class OrjsonProvider(JSONProvider):
    """Flask's JSON by orjson."""

    def dumps(self, obj: Any, **_: Any) -> str:
        """Return the JSON text of a value."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """Return the value of a JSON text."""
        return orjson.loads(s)


class Service(flask.Flask):
    """Flask, but an unforeseen exception is logged by its kind and place, never by its message.

    An exception's message may quote the article; its kind and the lines of code that led to it cannot.
    """

    json_provider_class = OrjsonProvider

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Log the exception's kind and the chain of functions that it passed through."""
        kind, _, trace = exc_info
        if kind is not None:
            frames = traceback.extract_tb(trace)
            chain = " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames)
            self.logger.error("Internal error: %s at %s", kind.__name__, chain)


def create_app(settings: Settings, *judges: Judge, policies: Mapping[str, Policy] = SHIPPED) -> Service:
    """Return the application that answers by the judges, the first where none is named; without one it is not ready.

    ``policies`` holds one by the name ``settings.policy`` (service.policies.shelf.load_policies).  The store that the
    settings name is opened when it is first needed.  Raises StoreUnavailable where they name none.
    """
    app = Service("onrecord", static_folder=None)
    app.config |= {
        "API_TITLE": "onrecord",
        "API_VERSION": version("onrecord"),
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/",
        # Where the document itself lies, which a proxy may have put below a path.
        "API_SPEC_OPTIONS": {"servers": [{"url": "."}]},
        "MAX_CONTENT_LENGTH": MAX_BODY,
    }
    metrics = Metrics()
    balance = Balance()
    line = Line(settings.threads, settings.queue, settings.queue_seconds, metrics, balance)
    app.extensions |= {
        "settings": settings,
        "judges": {
            judge.model.version: Bounded(judge, line, settings.work_seconds, settings.max_sentences, metrics)
            for judge in judges
        },
        "policies": policies,
        "balance": balance,
    }
    observe(app, metrics)
    balance.keep(app)
    stand_before(app, settings, Store(settings.database_url))
    api = ProblemApi(app)
    api.register_blueprint(score.blueprint)
    api.register_blueprint(batch.blueprint)
    api.register_blueprint(compare.blueprint)
    api.register_blueprint(meta.blueprint)
    api.register_blueprint(feedback.blueprint)
    api.register_blueprint(health.blueprint)
    api.register_blueprint(languagetool.blueprint)
    app.register_blueprint(page.blueprint)
    app.register_blueprint(_docs_page(), url_prefix="/docs")
    return app


def _docs_page() -> flask.Blueprint:
    """Return the page that shows the OpenAPI document, from files that lie in a package here.

    It names all of them relative to itself, as the page for editors does, so that a proxy may put it anywhere.
    """
    page: flask.Blueprint = get_swaggerui_blueprint(
        ".",
        f"..{OPENAPI_PATH}",
        # Without these the page names its own host, and asks a validator elsewhere for a badge.
        config={
            "app_name": "onrecord",
            "oauth2RedirectUrl": "oauth2-redirect.html",
            "validatorUrl": None,
        },
    )
    return page
