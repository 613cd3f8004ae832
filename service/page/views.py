"""The routes of the page: the page itself at ``/``, and its files below ``/static``."""

from __future__ import annotations

import flask
from flask import Blueprint

from service.page.files import START, TYPES, found
from service.problem import KNOWN, Problem

blueprint = Blueprint("page", __name__)
FILES = found()


@blueprint.get("/")
def start() -> flask.Response:
    """Return the page, the same for everybody: it asks for a key by itself where one is needed."""
    return _sent(START)


@blueprint.get("/static/<path:name>")
def file(name: str) -> flask.Response:
    """Return one of the page's files; raises the 404 problem for any other name."""
    if name not in FILES:
        raise Problem(404, *KNOWN[404])
    return _sent(name)


def _sent(name: str) -> flask.Response:
    """Return the file as its type, or 304 where the caller has it.

    Names hold no digest, so a browser asks each time whether its copy is still the same.
    """
    path = FILES[name]
    response = flask.Response(path.read_bytes(), content_type=f"{TYPES[path.suffix]}; charset=utf-8")
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(flask.request)
    return response
