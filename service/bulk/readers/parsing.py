"""Parsing: a raw record as the article that it holds, or as a reject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from service.articles.markdown import manuscript
from service.bulk.readers import pages
from service.bulk.readers.dates import day
from service.bulk.readers.faults import reject
from service.bulk.record import Fields, Form, RawRecord, Record, Reject

MOST_MARKDOWN = 1_000_000  # characters: it may take longer than its length says
LABELS = ("publisher", "date", "topic")
UNTOLD = ...  # what stands in a front matter that cannot be read: it is unread, whatever it is
Given = Mapping[str, Any]  # what the input gives, by the names of Record's fields


class _FaultError(Exception):
    """The record holds no article that can be scored: the code and the sentence of its reject."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


def parse(raw: RawRecord, fields: Fields) -> Record | Reject:
    """Return the record's article; whatever its content, it is an article or a reject."""
    id_ = None
    try:
        given = FORMS[raw.form](raw, fields)
        id_ = _id(given.get("id"))
        return _record(given, raw.place, id_ or raw.place)
    except _FaultError as fault:
        return reject(raw.place, fault.code, fault.reason, id_)


def _json(raw: RawRecord, fields: Fields) -> Given:
    try:
        row = orjson.loads(raw.content)
    except orjson.JSONDecodeError as error:
        _utf8(raw.content)
        raise _FaultError("not_json", f"The line is not JSON: character {error.pos + 1} does not fit.") from None
    if not isinstance(row, dict):
        raise _FaultError("not_json", "The line is JSON, and no object.")
    return _named(row, fields)


def _text(raw: RawRecord, _: Fields) -> Given:
    return {"text": _utf8(raw.content)}


def _markdown(raw: RawRecord, fields: Fields) -> Given:
    text = _utf8(raw.content)
    if len(text) > MOST_MARKDOWN:
        raise _FaultError("too_large", f"The Markdown has more than {MOST_MARKDOWN} characters.")
    read = manuscript(text, lambda front: _found(front, fields.title))
    given = _named(read.front, fields) if read.front is not None else dict.fromkeys(LABELS, UNTOLD)
    seen = any((piece.get("text") or piece.get("interpretAs", "")).strip() for piece in read.annotation)
    body = {"text": None, "html": None, "annotation": read.annotation if seen else None}
    return {**given, **body, "title": read.title}


def _html(raw: RawRecord, fields: Fields) -> Given:
    url = raw.given.get("url")
    given = {"id": url, "publisher": pages.host(url), **{k: v for k, v in _named(raw.given, fields).items() if v}}
    return {**given, "html": pages.decoded(raw.content, raw.given.get("charset"))}


FORMS: Mapping[Form, Callable[[RawRecord, Fields], Given]] = {
    "json": _json,
    "row": lambda raw, fields: _named(raw.given, fields),
    "text": _text,
    "markdown": _markdown,
    "html": _html,
}


def _named(row: Mapping[Any, Any], fields: Fields) -> dict[str, Any]:
    return {name: _found(row, path) for name, path in vars(fields).items()}


def _found(row: Any, path: str) -> Any:
    """Return what a row has under a name, or under names of objects within objects that dots separate."""
    if not path:
        return None
    if isinstance(row, Mapping) and path in row:
        return row[path]
    for step in path.split("."):
        row = row.get(step) if isinstance(row, Mapping) else None
    return row


def _record(given: Given, place: str, id_: str) -> Record:
    text, html = _string(given, "text"), _string(given, "html")
    annotation = given.get("annotation")
    if text is None and html is None and annotation is None:
        raise _FaultError("missing_text", "There is neither text nor HTML, or it is blank.")
    html = html if text is None else None
    if html is not None:
        given = {**pages.said(html), **{name: value for name, value in given.items() if not _blank(value)}}
    told = {
        "publisher": _label(given, "publisher"),
        "date": day(_plain(given, "date")),
        "topic": _label(given, "topic"),
    }
    unread = tuple(name for name, value in told.items() if value is None and not _blank(given.get(name)))
    return Record(place, id_, _string(given, "title"), text, html, annotation, **told, unread=unread)


def _id(value: Any) -> str | None:
    """Return an id, which may be a number too."""
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if known else _string({"id": value}, "id")


def _string(given: Given, name: str) -> str | None:
    """Return a string as it is, None where it is blank or not there."""
    value = given.get(name)
    if value is None:
        return None
    if isinstance(value, bytes):
        value = _utf8(value)
    if not isinstance(value, str):
        raise _FaultError("wrong_type", f"The {name} is no string.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _FaultError(
            "not_utf8", f"The {name} is not UTF-8: its character {error.start + 1} does not fit."
        ) from None
    return value if value.strip() else None


def _label(given: Given, name: str) -> str | None:
    """Return the name of a publisher or topic, None where it is none: it is no reason to leave an article out."""
    value = _plain(given, name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) and value.strip() else None


def _plain(given: Given, name: str) -> Any:
    """Return what is given, a string where it is one."""
    try:
        return _string(given, name)
    except _FaultError:
        value = given[name]
        return None if isinstance(value, str | bytes) else value


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str | bytes) and not value.strip())


def _utf8(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _FaultError("not_utf8", f"The record is not UTF-8: its byte {error.start + 1} does not fit.") from None
