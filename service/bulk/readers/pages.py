"""Pages: the text of an HTML page out of its bytes, and what its head says of the article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from resiliparse.parse.encoding import bytes_to_str, detect_encoding
from resiliparse.parse.html import HTMLTree

HEAD = re.compile(r"<(?:meta|title)\b", re.IGNORECASE)
# By our fields, the names that pages use for them, the likeliest first: Open Graph, schema.org, Dublin Core, HTML.
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("og:title", "headline", "dc.title"),
    "publisher": ("og:site_name",),
    "date": ("article:published_time", "datepublished", "dc.date", "dc.date.issued", "date"),
    "topic": ("article:section",),
}


def decoded(content: bytes, charset: str | None) -> str:
    """Return a page's text: as UTF-8 where it is that, else in the encoding told with it or in it, or as it seems."""
    try:
        # What has other letters than ASCII's and is UTF-8 by chance is rarer than pages that tell a wrong encoding.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    for encoding in filter(None, (charset, detect_encoding(content, from_html_meta=True))):
        try:
            return bytes_to_str(content, encoding)
        except LookupError:
            continue
    return bytes_to_str(content)


def said(html: str) -> dict[str, str]:
    """Return what the page's head says of the article, by our fields."""
    if not HEAD.search(html):
        return {}
    tree: Any = HTMLTree.parse(html)
    metas: dict[str, str] = {}
    for meta in tree.document.query_selector_all("meta[content]"):
        metas.setdefault(_name(meta), meta.getattr("content").strip())
    found = {field: next(filter(None, map(metas.get, names)), "") for field, names in NAMES.items()}
    found["title"] = found["title"] or (tree.title or "").strip()
    return {field: value for field, value in found.items() if value}


def _name(meta: Any) -> str:
    return (meta.getattr("property") or meta.getattr("name") or meta.getattr("itemprop") or "").strip().lower()


def host(url: Any) -> str | None:
    """Return the host that an address names, without "www."."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None if isinstance(url, str) else None
    except ValueError:
        return None
