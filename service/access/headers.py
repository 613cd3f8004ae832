"""Headers that go with every answer, so that a browser makes nothing of it but what it is."""

from __future__ import annotations

import base64
import hashlib
import re

import flask

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# An answer is data: nothing in it may run, load or be framed.
DATA = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# The page runs and asks what lies here, and nothing that stands in the page itself: no script, no style.
PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Swagger UI sets style attributes, and its icons are data: URLs.
DOCS = (
    "default-src 'self'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
DOCS_PATH = "/docs"
INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def protect(response: flask.Response) -> flask.Response:
    """Return the response with the headers that it does not set itself."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _policy(response))
    # An answer to POST holds the article's text, a problem may be over in a moment: neither is for a cache.
    if flask.request.method == "POST" or response.status_code >= 400:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _policy(response: flask.Response) -> str:
    if response.mimetype != "text/html":
        return DATA
    if not flask.request.path.startswith(DOCS_PATH):
        return PAGE
    # Scripts in the page are named by their digest: any other that got in would not run.
    inline = [] if response.direct_passthrough else INLINE.findall(response.get_data())
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in inline)
    return DOCS.format(scripts="".join(f" 'sha256-{digest}'" for digest in digests))
