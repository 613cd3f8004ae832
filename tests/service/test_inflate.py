"""Compressed bodies: read, refused where they are broken, stopped at the limit before they fill the memory."""

from __future__ import annotations

import gzip
import io
import json
import sys
import tracemalloc
from collections.abc import Callable

import brotli
import pytest
from flask.testing import FlaskClient

from service.inflate import PIECE, InflateError, inflate

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Compress = Callable[[bytes], bytes]
COMPRESS: dict[str, Compress] = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstd.compress}
BODY = json.dumps({"text": "Rain fell on the mill. " * 20}).encode()
MIB = 2**20
LIMIT = 4 * MIB
ENCODINGS = pytest.mark.parametrize(("encoding", "compress"), COMPRESS.items(), ids=COMPRESS)


@ENCODINGS
@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE])
def test_what_was_compressed_comes_back(encoding: str, compress: Compress, size: int) -> None:
    body = bytes(at * 7919 % 251 for at in range(size))
    assert inflate(compress(body), encoding, 10 * PIECE) == body


@ENCODINGS
def test_the_limit_is_exact(encoding: str, compress: Compress) -> None:
    body = b"a" * (3 * PIECE)
    assert inflate(compress(body), encoding, len(body)) == body
    assert inflate(compress(body), encoding, len(body) - 1) is None


@ENCODINGS
def test_a_bomb_is_stopped_at_the_limit(encoding: str, compress: Compress) -> None:
    bomb = compress(b"\0" * (64 * MIB))
    tracemalloc.start()
    try:
        assert inflate(bomb, encoding, MIB) is None
        assert tracemalloc.get_traced_memory()[1] < 4 * MIB
    finally:
        tracemalloc.stop()


@ENCODINGS
@pytest.mark.parametrize("spoil", ["cut", "garbage", "more", "twice"])
def test_a_broken_body_is_refused_not_read_in_part(encoding: str, compress: Compress, spoil: str) -> None:
    whole = compress(BODY)
    spoilt = {"cut": whole[:-4], "garbage": b"garbage" * 9, "more": whole + b"more", "twice": whole + whole}
    with pytest.raises(InflateError):
        inflate(spoilt[spoil], encoding, MIB)


@ENCODINGS
def test_a_compressed_request_is_answered_as_a_plain_one(
    client: FlaskClient, encoding: str, compress: Compress
) -> None:
    plain = client.post("/score", data=BODY, content_type="application/json")
    packed = client.post(
        "/score", data=compress(BODY), content_type="application/json", headers={"Content-Encoding": encoding}
    )
    assert (packed.status_code, packed.data) == (200, plain.data)


def huge(compress: Compress) -> bytes:
    return compress(b'{"text": "' + b"a" * (LIMIT + 1) + b'"}')


REFUSED = [
    ("gzip", huge(gzip.compress), 413, "body_too_large", "The body is larger than 4 MiB once it is inflated."),
    ("br", huge(brotli.compress), 413, "body_too_large", "The body is larger than 4 MiB once it is inflated."),
    ("zstd", huge(zstd.compress), 413, "body_too_large", "The body is larger than 4 MiB once it is inflated."),
    ("gzip", b"\0" * (LIMIT + 1), 413, "body_too_large", "The body is larger than 4 MiB."),
    ("gzip", BODY, 400, "malformed_encoding", "The body is not gzip."),
    ("gzip", gzip.compress(b"{"), 400, "malformed_json", "The body is not JSON: it breaks at line 1, column 2."),
    ("compress", BODY, 415, "unsupported_encoding", "The Content-Encoding may be gzip, br, zstd or absent."),
    ("deflate", BODY, 415, "unsupported_encoding", "The Content-Encoding may be gzip, br, zstd or absent."),
    ("gzip, br", BODY, 415, "unsupported_encoding", "The Content-Encoding may be gzip, br, zstd or absent."),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "body", "status", "code", "detail"), REFUSED)
@pytest.mark.parametrize("chunked", [False, True])
def test_what_cannot_be_inflated_is_refused(
    client: FlaskClient, encoding: str, body: bytes, status: int, code: str, detail: str, chunked: bool
) -> None:
    response = client.post(
        "/score",
        input_stream=io.BytesIO(body),
        content_length=None if chunked else len(body),
        content_type="application/json",
        headers={"Content-Encoding": encoding},
        environ_overrides={"wsgi.input_terminated": True} if chunked else {},
    )
    problem = json.loads(response.data)
    assert (response.status_code, problem["code"], problem["detail"]) == (status, code, detail)
    assert response.headers.get("Accept-Encoding") == ("gzip, br, zstd" if status == 415 else None)


@pytest.mark.parametrize("encoding", ["identity", "Identity", " GZIP ", "x-gzip"])
def test_an_encoding_may_be_spelt_in_other_ways(client: FlaskClient, encoding: str) -> None:
    body = gzip.compress(BODY) if "gzip" in encoding.lower() else BODY
    response = client.post("/score", data=body, content_type="application/json", headers={"Content-Encoding": encoding})
    assert response.status_code == 200
