"""Parsing: what a record holds as an article, by the names that the input uses, or why it is none."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.articles.draft import Place
from service.articles.markdown import read_markdown
from service.bulk.readers import parse
from service.bulk.readers.dates import day
from service.bulk.readers.faults import CODES, reject
from service.bulk.record import Fields, Form, RawRecord, Record, Reject

PLACE = "a.jsonl:7"
PAGE = "<title>Head</title><meta property='og:site_name' content='Gazette'><p>x"
TEXT = "The bridge closes on Monday."


def article(row: Any, fields: Fields | None = None) -> Record | Reject:
    content = row if isinstance(row, bytes) else json.dumps(row).encode()
    return parse(RawRecord(PLACE, "json", content), fields or Fields())


ARTICLES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("text alone", {"text": TEXT}, {"text": TEXT}),
    ("all", {
        "id": "7", "title": "A bridge", "text": TEXT, "publisher": "Gazette", "date": "2024-03-01", "topic": "roads"
    }, {
        "id": "7", "title": "A bridge", "text": TEXT, "publisher": "Gazette", "date": "2024-03-01", "topic": "roads"
    }),
    ("what is more", {"text": TEXT, "author": {"name": "x"}}, {"text": TEXT}),
    ("numbers as names", {"id": 7, "text": TEXT, "topic": 1.5}, {"id": "7", "text": TEXT, "topic": "1.5"}),
    ("blanks are nothing", {"id": " ", "text": TEXT, "title": "", "date": "", "topic": None}, {"text": TEXT}),
    ("text before HTML", {"text": TEXT, "html": "<p>x</p>"}, {"text": TEXT}),
    ("HTML where text is blank", {"text": " ", "html": "<p>x</p>"}, {"html": "<p>x</p>"}),
    ("text as it is", {"text": "\n One.\n "}, {"text": "\n One.\n "}),
    ("unread dates", {"text": TEXT, "date": "yesterday"}, {"text": TEXT, "unread": ("date",)}),
    ("unread names", {"text": TEXT, "publisher": [], "topic": True}, {"text": TEXT, "unread": ("publisher", "topic")}),
    ("a page's head", {"html": PAGE}, {"html": PAGE, "title": "Head", "publisher": "Gazette"}),
    ("the row before the head", {"title": "Row", "html": PAGE}, {"title": "Row", "html": PAGE, "publisher": "Gazette"}),
]  # fmt: skip


@pytest.mark.parametrize(("row", "wanted"), [pytest.param(*case[1:], id=case[0]) for case in ARTICLES])
def test_a_row_is_an_article(row: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert article(row) == Record(PLACE, **{"id": PLACE, **wanted})


REJECTED: list[tuple[str, Any, str, str, str | None]] = [
    ("broken", b'{"text": ', "not_json", "The line is not JSON: character 10 does not fit.", None),
    ("a list", [TEXT], "not_json", "The line is JSON, and no object.", None),
    ("not a number", b'{"text": NaN}', "not_json", "The line is not JSON: character 10 does not fit.", None),
    ("deep", b"[" * 100_000, "not_json", "The line is not JSON: character 1026 does not fit.", None),
    ("half a character", b'{"text": "\\ud800"}', "not_json", "The line is not JSON: character 11 does not fit.", None),
    ("bytes", b'{"text": "caf\xe9"}', "not_utf8", "The record is not UTF-8: its byte 14 does not fit.", None),
    ("no text", {"id": "a"}, "missing_text", "There is neither text nor HTML, or it is blank.", "a"),
    ("blank", {"text": " \n", "html": ""}, "missing_text", "There is neither text nor HTML, or it is blank.", None),
    ("a number", {"id": "a", "text": 7}, "wrong_type", "The text is no string.", "a"),
    ("a list of text", {"id": "a", "text": [TEXT]}, "wrong_type", "The text is no string.", "a"),
    ("markup", {"id": "a", "html": {}}, "wrong_type", "The html is no string.", "a"),
    ("title", {"id": "a", "text": TEXT, "title": 7}, "wrong_type", "The title is no string.", "a"),
    ("id", {"id": ["a"], "text": TEXT}, "wrong_type", "The id is no string.", None),
    ("an id of no kind", {"id": True, "text": TEXT}, "wrong_type", "The id is no string.", None),
]


@pytest.mark.parametrize(("row", "code", "reason", "id_"), [pytest.param(*case[1:], id=case[0]) for case in REJECTED])
def test_a_row_that_is_no_article_says_why(row: Any, code: str, reason: str, id_: str | None) -> None:
    assert article(row) == Reject(PLACE, id_, code, reason)


NAMED: list[tuple[Fields, dict[str, Any]]] = [
    (Fields(text="body"), {"body": TEXT, "text": "no"}),
    (Fields(text="content.body"), {"content": {"body": TEXT}}),
    (Fields(text="content.body"), {"content.body": TEXT, "content": {"body": "no"}}),
    (Fields(html=""), {"text": TEXT, "html": 7}),
]


@pytest.mark.parametrize(("fields", "row"), NAMED)
def test_the_input_may_have_names_of_its_own(fields: Fields, row: dict[str, Any]) -> None:
    assert article(row, fields) == Record(PLACE, PLACE, text=TEXT)


MARKDOWN: list[tuple[str, str, dict[str, Any]]] = [
    ("plain", "Some *text*.", {}),
    ("front matter", "---\ntitle: A bridge\ndate: 2024-03-01\n---\nText.", {"title": "A bridge", "date": "2024-03-01"}),
    ("a heading at the top", "# A *bridge*\n\nText.", {"title": "A bridge"}),
    ("a heading below a title", "---\ntitle: A bridge\n---\n# Closed\n\nText.", {"title": "A bridge"}),
    ("tables and code", "| a |\n|---|\n| b |\n\n```\nx = 1\n```\n\nText.", {}),
    ("none in it", "---\n---\nText.", {}),
    ("a title of no words", "---\ntitle: 2024\ntopic: roads\n---\nText.", {"topic": "roads"}),
    ("text between two rules", "---\n\nText.\n\n---\n\nMore.", {}),
    *(
        (f"no YAML that is read: {head[:20]}", f"---\n{head}\n---\n# Head\n\nText.", {
            "title": "Head", "unread": ("publisher", "date", "topic")
        })
        for head in ("title: Rain: again", "date: 2024-13-45", "x: !!bool x", "&a [*a", "a: &a b\nc: *a", "[" * 10_000)
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), [pytest.param(*case[1:], id=case[0]) for case in MARKDOWN])
def test_markdown_is_read_as_the_command_line_reads_it(text: str, wanted: dict[str, Any]) -> None:
    found = parse(RawRecord("a.md", "markdown", text.encode()), Fields())
    request = read_markdown(Place(None), text).request
    assert found == Record("a.md", **{"id": "a.md", "annotation": request["annotation"], **wanted})
    assert isinstance(found, Record)
    assert found.title == request.get("title")


def test_markdowns_title_may_have_a_name_of_its_own() -> None:
    found = parse(RawRecord("a.md", "markdown", b"---\nhead: A bridge\n---\n# Closed"), Fields(title="head"))
    assert isinstance(found, Record)
    assert found.title == "A bridge"


NO_ARTICLE = [("---\ntitle: x\n---\n", "missing_text"), ("```\nx\n```", "missing_text"), ("", "missing_text")]
HALF = [('---\ntitle: "\\ud800"\n---\nText.', "not_utf8"), ('---\nid: "\\ud800"\n---\nText.', "not_utf8")]


@pytest.mark.parametrize(("text", "code"), [*NO_ARTICLE, *HALF])
def test_markdown_that_is_no_article_is_a_reject(text: str, code: str) -> None:
    found = parse(RawRecord("a.md", "markdown", text.encode()), Fields())
    assert isinstance(found, Reject)
    assert found.code == code


DAYS: list[tuple[Any, str | None]] = [
    ("2024-03-01", "2024-03-01"),
    (" 2024-03-01T23:59:59-08:00 ", "2024-03-01"),
    ("2024-03-01T08:00:00Z", "2024-03-01"),
    ("20240301", "2024-03-01"),
    ("Fri, 01 Mar 2024 08:00:00 GMT", "2024-03-01"),
    (date(2024, 3, 1), "2024-03-01"),
    (datetime(2024, 3, 1, 8, tzinfo=UTC), "2024-03-01"),
    ("2024-02-30", None),
    ("last Friday", None),
    ("Fri, 01 Mar 99999999999999999999 08:00:00 GMT", None),
    ("", None),
    ("2024", None),
    (20240301, None),
    (None, None),
]


@pytest.mark.parametrize(("given", "wanted"), DAYS)
def test_a_date_is_the_day_it_names(given: Any, wanted: str | None) -> None:
    assert day(given) == wanted


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates() | st.just(...),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(["id", "title", "text", "html", "publisher", "date", "topic", "url", "charset"])


@given(st.dictionaries(NAMES, VALUES))
def test_any_row_is_an_article_or_a_reject(row: dict[str, Any]) -> None:
    _check(parse(RawRecord("a.parquet#1", "row", given=row), Fields()))


@given(st.sampled_from(["json", "text", "markdown", "html"]), st.binary() | st.text().map(str.encode))
def test_any_bytes_are_an_article_or_a_reject(form: Form, content: bytes) -> None:
    _check(parse(RawRecord("a", form, content), Fields()))


def _check(found: Record | Reject) -> None:
    """A reject has a known code; an article has exactly one body, and nothing that has no UTF-8 form."""
    if isinstance(found, Reject):
        assert found.code in CODES
        return
    assert [found.text, found.html, found.annotation].count(None) == 2
    for name in Record.__slots__:  # type: ignore[attr-defined]  # dataclass makes it
        str(getattr(found, name)).encode("utf-8")


def test_a_record_goes_to_another_process_as_it_is() -> None:
    raw = RawRecord("a.parquet#1", "row", given={"text": TEXT, "date": date(2024, 3, 1), "other": ...})
    assert pickle.loads(pickle.dumps(raw)) == raw


def test_a_reject_has_a_known_code() -> None:
    with pytest.raises(KeyError, match="strange"):
        reject("a", "strange", "It is strange.")
