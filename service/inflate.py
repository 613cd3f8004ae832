"""Bodies that come compressed: inflated piece by piece, and refused at the limit, before they fill the memory."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator, Mapping

import brotli
import flask
from werkzeug.exceptions import RequestEntityTooLarge

from service.problem import Problem
from service.zstandard import zstd

PIECE = 64 * 1024
WINDOW = {int(zstd.DecompressionParameter.window_log_max): 23}  # 8 MiB: RFC 9659 lets no sender ask for more
GZIP = 16 + zlib.MAX_WBITS  # zlib's way to say: gzip's header and checksum


class InflateError(ValueError):
    """The body is not what its Content-Encoding says."""


# RFC 1952 and RFC 8878 let members and frames follow one another. No client sends such bodies, and thousands of
# empty ones would cost much and come to nothing: one it is.


def _gzip(body: bytes) -> Iterator[bytes]:
    member = zlib.decompressobj(GZIP)
    while not member.eof:
        piece = member.decompress(body, PIECE)
        body = member.unconsumed_tail
        yield piece
        if not piece and not body and not member.eof:
            raise InflateError
    if member.unused_data:
        raise InflateError


def _brotli(body: bytes) -> Iterator[bytes]:
    inflater = brotli.Decompressor()
    piece = inflater.process(body, output_buffer_limit=PIECE)
    while piece or not inflater.is_finished():
        yield piece
        if not piece and inflater.can_accept_more_data():
            raise InflateError
        piece = b"" if inflater.is_finished() else inflater.process(b"", output_buffer_limit=PIECE)


def _zstd(body: bytes) -> Iterator[bytes]:
    frame = zstd.ZstdDecompressor(options=WINDOW)
    while not frame.eof:
        piece = frame.decompress(body, PIECE)
        body = b""
        yield piece
        if not piece and frame.needs_input:
            raise InflateError
    if frame.unused_data:
        raise InflateError


ENCODINGS: Mapping[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "br": _brotli,
    "zstd": _zstd,
}
ACCEPTED = "gzip, br, zstd"


def inflate(body: bytes, encoding: str, limit: int) -> bytes | None:
    """Return the body, or None once more than ``limit`` bytes have come out of it; raises InflateError, KeyError."""
    whole = bytearray()
    try:
        for piece in ENCODINGS[encoding](body):
            whole += piece
            if len(whole) > limit:
                return None
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise InflateError from error
    return bytes(whole)


def received(request: flask.Request, keep: bool = False) -> bytes:
    """Return the body as it was sent, kept to be read again or not; raises the 413 problem."""
    body = request.get_data(cache=keep)
    limit = request.max_content_length
    # Werkzeug cuts a chunked body at the limit and says nothing.
    if request.content_length is None and limit is not None and len(body) >= limit:
        raise RequestEntityTooLarge
    return body


def inflate_request() -> None:
    """Put the plain body in the compressed one's place; raises the 400, 413 or 415 problem."""
    request = flask.request
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "identity":
        return
    if encoding not in ENCODINGS:
        raise Problem(
            415,
            "unsupported_encoding",
            f"The Content-Encoding may be {ACCEPTED} or absent.",
            headers={"Accept-Encoding": ACCEPTED},
        )
    limit = request.max_content_length or 0
    try:
        plain = inflate(received(request), encoding, limit)
    except InflateError:
        raise Problem(400, "malformed_encoding", f"The body is not {encoding}.") from None
    if plain is None:
        raise Problem(413, "body_too_large", f"The body is larger than {limit >> 20} MiB once it is inflated.")
    request.environ |= {"wsgi.input": io.BytesIO(plain), "CONTENT_LENGTH": str(len(plain))}
    del request.environ["HTTP_CONTENT_ENCODING"]
    # What was read of the compressed body is forgotten: the views read the plain one.
    request.__dict__.pop("stream", None)
