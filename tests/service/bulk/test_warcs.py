"""WARC: the pages among an archive's responses, and every other record a reject that says why."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import brotli
import pytest

from service.bulk.readers import open_input, parse
from service.bulk.record import MOST_BYTES, Fields, RawRecord, Record, Reject
from service.zstandard import zstd

PAGE = b"<!doctype html><title>A bridge closes</title><p>The bridge closes on Monday.</p>"
URL = "https://www.gazette.example/bridge"
HTML = ("Content-Type", "text/html; charset=utf-8")
NO_HTTP = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
Header = tuple[str, str]
GZIP, CHUNKED = ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")


def record(
    payload: bytes = PAGE,
    headers: Sequence[Header] = (HTML,),
    status: str = "HTTP/1.1 200 OK",
    kind: str = "response",
    url: str = URL,
) -> bytes:
    """Return an archive of one record."""
    http = "".join(f"{line}\r\n" for line in [status, *(": ".join(one) for one in headers), ""]).encode()
    told = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": "2024-03-05T10:00:00Z", "WARC-Record-ID": "<urn:1>"}
    told["Content-Length"] = str(len(http + payload))
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items()).encode()
    return b"WARC/1.0\r\n" + head + b"\r\n" + http + payload + b"\r\n\r\n"


def read(folder: Path, content: bytes, name: str = "a.warc") -> list[RawRecord | Reject]:
    (folder / name).write_bytes(content)
    return list(open_input(folder / name, Fields()))


def told(found: list[RawRecord | Reject]) -> list[str | bytes]:
    return [one.code if isinstance(one, Reject) else one.content for one in found]


def chunked(content: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (content[:10], content[10:], b""))


RECORDS: list[tuple[str, bytes, str | bytes]] = [
    ("page", record(), PAGE),
    ("xhtml", record(headers=[("content-type", "application/xhtml+xml")]), PAGE),
    ("type in capitals", record(headers=[("Content-Type", "Text/HTML; charset=utf-8")]), PAGE),
    ("chunked", record(chunked(PAGE), [HTML, CHUNKED]), PAGE),
    ("gzip", record(gzip.compress(PAGE), [HTML, GZIP]), PAGE),
    ("brotli", record(brotli.compress(PAGE), [HTML, ("Content-Encoding", "br")]), PAGE),
    (
        "both",
        record(chunked(gzip.compress(PAGE)), [HTML, GZIP, CHUNKED]),
        PAGE,
    ),
    ("inflated by the archive", record(PAGE, [HTML, GZIP]), PAGE),
    ("badly compressed", record(b"\x1f\x8bxx", [HTML, GZIP]), "broken"),
    ("compressed strangely", record(b"xx", [HTML, ("Content-Encoding", "lzma")]), "broken"),
    ("request", record(kind="request", status="GET / HTTP/1.1"), "skipped_type"),
    ("metadata", record(kind="metadata"), "skipped_type"),
    ("dns", record(url="dns:gazette.example"), "skipped_type"),
    ("picture", record(headers=[("Content-Type", "image/png")]), "skipped_type"),
    ("no type", record(headers=[]), "skipped_type"),
    ("not found", record(status="HTTP/1.1 404 Not Found"), "skipped_type"),
    ("moved", record(status="HTTP/1.1 301 Moved"), "skipped_type"),
    ("too large", record(b"a" * (MOST_BYTES + 1)), "too_large"),
    ("far too large", record(b"a" * (5 * MOST_BYTES)), "too_large"),
    ("a bomb", record(brotli.compress(b"a" * (MOST_BYTES + 1)), [HTML, ("Content-Encoding", "br")]), "too_large"),
]


@pytest.mark.parametrize(("content", "wanted"), [pytest.param(*case[1:], id=case[0]) for case in RECORDS])
def test_a_record_is_a_page_or_says_why_not(content: bytes, wanted: str | bytes, tmp_path: Path) -> None:
    after = record(b"<p>The next one.</p>")
    assert told(read(tmp_path, content + after)) == [wanted, b"<p>The next one.</p>"]


PACKED = {
    "a.warc": record() + record(),
    "a.warc.gz": 2 * gzip.compress(record()),
    "whole.warc.gz": gzip.compress(record() + record()),
    "a.warc.zst": zstd.compress(record() + record()),
}


@pytest.mark.parametrize("name", PACKED)
def test_an_archive_may_be_compressed_by_record_or_whole(name: str, tmp_path: Path) -> None:
    found = read(tmp_path, PACKED[name], name)
    assert told(found) == [PAGE, PAGE]
    assert [one.place for one in found] == [f"{name}@0", f"{name}@{len(record())}"]


@pytest.mark.parametrize("name", PACKED)
def test_an_archive_cut_off_anywhere_gives_its_whole_records_and_at_most_one_reject(name: str, tmp_path: Path) -> None:
    content = PACKED[name]
    for end in range(2, len(content), 3):
        found = told(read(tmp_path, content[:end], name))
        whole = [one for one in found if one == PAGE]
        lost = found[len(whole) :]
        assert whole == found[: len(whole)]
        assert lost in ([], ["truncated"], ["broken"])
        assert lost or whole  # what there is never ends in nothing


STRANGE: list[tuple[str, bytes, list[str | bytes]]] = [
    ("between", record() + b"strange\r\nlines\r\n" + record(), [PAGE, "broken", PAGE]),
    ("at the end", record() + b"strange", [PAGE, "broken"]),
    ("instead", b"strange\nlines\n", ["broken"]),
    ("no length", b"WARC/1.0\r\nWARC-Type: response\r\n\r\nx\r\n\r\n" + record(), ["broken", PAGE]),
    ("another version", b"WARC/7.0\r\nContent-Length: 0\r\n\r\n" + record(), ["broken", PAGE]),
    ("endless headers", b"WARC/1.0\r\n" + b"a: b\r\n" * 300_000 + b"\r\n" + record(), ["broken", PAGE]),
    ("no HTTP", NO_HTTP + record(), ["broken", PAGE]),
    ("blank", b"\r\n\r\n", []),
    ("empty", b"", []),
]  # fmt: skip


@pytest.mark.parametrize(("content", "wanted"), [pytest.param(*case[1:], id=case[0]) for case in STRANGE])
def test_what_is_no_record_is_left_out_up_to_the_next_one(
    content: bytes, wanted: list[str | bytes], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert told(read(tmp_path, content)) == wanted
    assert capfd.readouterr() == ("", "")


def test_a_page_is_an_article_by_its_address_its_host_and_its_head(tmp_path: Path) -> None:
    head = b'<meta property="article:published_time" content="2024-03-01T08:00:00Z"><meta name="x" content="y">'
    (raw,) = read(tmp_path, record(PAGE.replace(b"<p>", head + b"<p>")))
    assert isinstance(raw, RawRecord)
    article = parse(raw, Fields())
    assert isinstance(article, Record)
    assert (article.id, article.publisher, article.title) == (URL, "gazette.example", "A bridge closes")
    assert (article.date, article.topic, article.text) == ("2024-03-01", None, None)
    captured = parse(raw, Fields(id="record_id", date="captured"))
    assert isinstance(captured, Record)
    assert (captured.id, captured.date) == ("<urn:1>", "2024-03-05")


ENCODINGS = [
    ("told by the server", "text/html; charset=iso-8859-1", "<p>Café</p>".encode("latin-1")),
    ("told by the page", "text/html", '<meta charset="windows-1252"><p>Café</p>'.encode("cp1252")),
    ("not told", "text/html", "<p>Café</p>".encode()),
    ("told wrongly", "text/html; charset=klingon", "<p>Café</p>".encode()),
    ("marked", "text/html; charset=iso-8859-1", b"\xef\xbb\xbf" + "<p>Café</p>".encode()),
]


@pytest.mark.parametrize(("kind", "content"), [pytest.param(*case[1:], id=case[0]) for case in ENCODINGS])
def test_a_page_is_read_in_its_encoding(kind: str, content: bytes, tmp_path: Path) -> None:
    (raw,) = read(tmp_path, record(content, [("Content-Type", kind)]))
    assert isinstance(raw, RawRecord)
    article = parse(raw, Fields())
    assert isinstance(article, Record)
    assert article.html is not None
    assert article.html.endswith("<p>Café</p>")
