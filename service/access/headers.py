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
# A page loads what lies here. Swagger UI sets style attributes, and its icons are data: URLs.
PAGE = (
    "default-src 'self'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
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
    # Scripts in the page are named by their digest: any other that got in would not run.
    inline = [] if response.direct_passthrough else INLINE.findall(response.get_data())
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in inline)
    return PAGE.format(scripts="".join(f" 'sha256-{digest}'" for digest in digests))
