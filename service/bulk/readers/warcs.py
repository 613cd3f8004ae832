"""WARC: the HTML pages among an archive's responses; every other record is a reject that says what it is.

warcio's own iterator writes lines of broken records to standard error and ends silently where a file is cut off, so
only its parsers and readers are used here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warcio.bufferedreaders import BufferedReader, ChunkedDataReader
from warcio.limitreader import LimitReader
from warcio.recordloader import ArchiveLoadFailed, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser
from werkzeug.http import parse_options_header

from service.bulk.readers.faults import DAMAGED, damaged, reject, too_large
from service.bulk.readers.streams import PIECE, Pieces, opened
from service.bulk.record import MOST_BYTES, Fields, RawRecord, Reject
from service.inflate import ENCODINGS, InflateError, inflate

HTML = frozenset({"text/html", "application/xhtml+xml"})
BEGIN = b"WARC/"
MOST_HEAD = 2**20  # bytes of a record's headers, or of what stands between two records
HEADERS = {"record_id": "WARC-Record-ID", "captured": "WARC-Date"}
HTTP = StatusAndHeadersParser(["HTTP/"], verify=False)
LOADER = ArcWarcRecordLoader(arc2warc=False)


class _Reader(BufferedReader):
    """warcio's reader, which gives no line, and no record's headers, of more than MOST_HEAD bytes."""

    left = MOST_HEAD

    def readline(self, length: int | None = None) -> bytes:
        """Return the next line; raises ArchiveLoadFailed where the headers before it fill the limit."""
        line: bytes = super().readline(min(length or MOST_HEAD, MOST_HEAD))
        self.left -= len(line)
        if self.left < 0:
            raise ArchiveLoadFailed("The headers are too long.")
        return line

    @property
    def offset(self) -> int:
        """The bytes of the inflated file that have been read."""
        return int(self.tell() - self.rem_length())


def read(path: Path, name: str, _: Fields) -> Iterator[RawRecord | Reject]:
    """Yield the archive's records; a record's place is its offset in the inflated file."""
    at = 0
    try:
        with opened(path) as stream:
            reader = _Reader(Pieces(stream), PIECE)
            at, line = _begun(reader)
            while line:
                found = _record(reader, line, f"{name}@{at}")
                yield found
                at, line = _begun(reader)
                while line and _broken(found) and not line.startswith(BEGIN):
                    at, line = _begun(reader)
    except DAMAGED as error:
        yield damaged(f"{name}@{at}", error)


def _begun(reader: _Reader) -> tuple[int, bytes]:
    """Return the next line that is not blank, and its offset; an empty line at the end."""
    while True:
        reader.left = MOST_HEAD
        at, line = reader.offset, reader.readline()
        if line.strip() or not line:
            return at, line


def _broken(found: RawRecord | Reject) -> bool:
    return isinstance(found, Reject) and found.code == "broken"


def _record(reader: _Reader, line: bytes, place: str) -> RawRecord | Reject:
    """Return the record that begins with a line; the reader then stands behind it."""
    if not line.startswith(BEGIN):
        return reject(place, "broken", "No record begins here: all up to the next one is left out.")
    try:
        record = LOADER.parse_record_stream(reader, line, "warc", no_record_parse=True)
    except ArchiveLoadFailed:
        return reject(place, "broken", "The record's headers cannot be read.")
    block = record.raw_stream
    if not isinstance(block, LimitReader):
        return reject(place, "broken", "The record does not say how long it is.")
    told = _page(record, place)
    while block.read(PIECE):
        pass
    return reject(place, "truncated", "The file ends in the middle of this record.") if block.limit else told


def _page(record: Any, place: str) -> RawRecord | Reject:
    """Return the page in a record, or why it has none."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if record.rec_type != "response" or not url.lower().startswith(("http:", "https:")):
        return reject(place, "skipped_type", "The record is no answer to a request over HTTP.", url or None)
    if record.length > 4 * MOST_BYTES:  # a chunk is read whole, and may be as large as the record
        return too_large(place, url)
    try:
        head = HTTP.parse(record.raw_stream)
    except (EOFError, ArchiveLoadFailed):
        return reject(place, "broken", "The HTTP headers of the record cannot be read.", url)
    if not (head.get_statuscode() or "").startswith("2"):
        return reject(place, "skipped_type", "The status of the answer is none of success.", url)
    kind, options = parse_options_header(head.get_header("Content-Type"))
    if kind.lower() not in HTML:
        return reject(place, "skipped_type", "The content of the answer is no HTML.", url)
    try:
        content = _content(record, head)
    except InflateError:
        return reject(place, "broken", "The content is not encoded in the way that the answer says.", url)
    if content is None:
        return too_large(place, url)
    given = {name: record.rec_headers.get_header(header) for name, header in HEADERS.items()}
    return RawRecord(place, "html", content, {**given, "url": url, "charset": options.get("charset")})


def _content(record: Any, head: Any) -> bytes | None:
    """Return the content, neither in chunks nor compressed, None where it is too large; raises InflateError."""
    chunked = "chunked" in (head.get_header("Transfer-Encoding") or "").lower()
    content: bytes = (ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream).read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return None
    encoding = (head.get_header("Content-Encoding") or "identity").strip().lower()
    # Many archives keep the content inflated and the header as it was.
    if encoding == "identity" or content.lstrip().startswith(b"<"):
        return content
    if encoding not in ENCODINGS:
        raise InflateError
    return inflate(content, encoding, MOST_BYTES)
